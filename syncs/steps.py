"""The steps in which a proposal may be led in a sync: clarify, react, amend, objections, integrate. Pure."""

from collections.abc import Collection, Sequence
from enum import StrEnum


class StepKind(StrEnum):
    """A step, in the order in which they come."""

    CLARIFY = "clarify"  # whoever has a question asks it; who proposes answers
    REACT = "react"  # each in turn says what they think of it; nobody answers
    AMEND = "amend"  # who proposes changes the text, or leaves it
    OBJECTIONS = "objections"  # each in turn says whether it harms
    INTEGRATE = "integrate"  # objectors and who proposes find the text that lifts them


def following(step: StepKind | None, *, objections: int) -> StepKind | None:
    """Return the step after this one: objections are integrated where some stand, and asked for again after that. None
    after the last; the first after none.
    """
    if step is None:
        return StepKind.CLARIFY
    if step is StepKind.OBJECTIONS:
        return StepKind.INTEGRATE if objections else None
    if step is StepKind.INTEGRATE:
        return StepKind.OBJECTIONS
    return tuple(StepKind)[tuple(StepKind).index(step) + 1]


def speakers[P](step: StepKind, here: Sequence[P], *, proposer: P | None, objectors: Collection[P]) -> list[P]:
    """Return who speaks in a step, in turn, of those who are here; nobody in turn where whoever wants to speaks."""
    if step is StepKind.CLARIFY:
        return []
    if step is StepKind.AMEND:
        return [one for one in here if one == proposer]
    if step is StepKind.INTEGRATE:
        return [*(one for one in here if one in objectors), *(one for one in here if one == proposer)]
    return [one for one in here if one != proposer]


def after[P](turn: Sequence[P], speaker: P | None) -> P | None:
    """Return who speaks after this one; the first where nobody does yet, or who did has left the turn; else nobody."""
    if speaker not in turn:
        return turn[0] if turn else None
    following_ones = turn[turn.index(speaker) + 1 :]
    return following_ones[0] if following_ones else None
