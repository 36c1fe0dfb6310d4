"""What the steps are called in which a proposal is led, and what each asks for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from syncs.steps import StepKind

STEPS: dict[StepKind, Any] = {
    StepKind.CLARIFY: _("Clarify"),
    StepKind.REACT: _("React"),
    StepKind.AMEND: _("Amend"),
    StepKind.OBJECTIONS: _("Objections"),
    StepKind.INTEGRATE: _("Integrate"),
}
ASKS: dict[StepKind, Any] = {
    StepKind.CLARIFY: _("Whoever does not understand asks; who proposes answers. No opinions yet."),
    StepKind.REACT: _("Each in turn says what they think of it; nobody answers."),
    StepKind.AMEND: _("Who proposes changes the text, or leaves it as it is."),
    StepKind.OBJECTIONS: _("Each in turn says whether it would harm; nobody discusses it."),
    StepKind.INTEGRATE: _("Objectors and who proposes look for the text that lifts the objection."),
}
