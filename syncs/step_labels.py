"""What the steps are called in which a proposal is led, and what each asks for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from syncs.steps import Step

STEPS: dict[Step, Any] = {
    Step.CLARIFY: _("Clarify"),
    Step.REACT: _("React"),
    Step.AMEND: _("Amend"),
    Step.OBJECTIONS: _("Objections"),
    Step.INTEGRATE: _("Integrate"),
}
ASKS: dict[Step, Any] = {
    Step.CLARIFY: _("Whoever does not understand asks; who proposes answers. No opinions yet."),
    Step.REACT: _("Each in turn says what they think of it; nobody answers."),
    Step.AMEND: _("Who proposes changes the text, or leaves it as it is."),
    Step.OBJECTIONS: _("Each in turn says whether it would harm; nobody discusses it."),
    Step.INTEGRATE: _("Objectors and who proposes look for the text that lifts the objection."),
}
