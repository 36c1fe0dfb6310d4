"""The steps in which a proposal may be led in a sync: what each is called and asks for, who speaks, what follows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from daily.syncs.steps import Speaks
from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True)
class StepFacts:
    """What the program asks of a step: who speaks in it, and the sentence that says what it asks for."""

    speaks: Speaks
    asks: Any


class StepKind(ClosedChoice):
    """A step, in the order in which they come."""

    facts: StepFacts

    CLARIFY = (
        "clarify",
        StepFacts(Speaks.WHO_WANTS, _("Ask what you need to understand; the proposer answers. No opinions yet.")),
        _("Clarify"),
    )
    REACT = (
        "react",
        StepFacts(Speaks.EACH, _("Each person in turn says what they think; no replies.")),
        _("React"),
    )
    AMEND = (
        "amend",
        StepFacts(Speaks.PROPOSER, _("The proposer changes the text or leaves it as it is.")),
        _("Amend"),
    )
    OBJECTIONS = (
        "objections",
        StepFacts(Speaks.EACH, _("Each person in turn says whether they object; no discussion.")),
        _("Objections"),
    )
    INTEGRATE = (
        "integrate",
        StepFacts(Speaks.OBJECTORS, _("The proposer and those who object look for a text that lifts the objection.")),
        _("Integrate"),
    )


def step_after(step: StepKind | None, *, objections: int, is_asking: bool) -> StepKind | None:
    """Return the step after this one: objections are integrated where some stand, and asked for again after that. None
    after the last; the first after none. A round that has ended (not `is_asking`) leaves nothing but to integrate.
    """
    if not is_asking:
        return StepKind.INTEGRATE if objections and step is not StepKind.INTEGRATE else None
    if step is None:
        return StepKind.CLARIFY
    if step is StepKind.OBJECTIONS:
        return StepKind.INTEGRATE if objections else None
    if step is StepKind.INTEGRATE:
        return StepKind.OBJECTIONS
    return list(StepKind)[list(StepKind).index(step) + 1]
