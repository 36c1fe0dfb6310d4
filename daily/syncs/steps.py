"""Who speaks in a step in which a proposal is led in a sync, and in which order. Pure."""

from collections.abc import Collection, Sequence
from enum import StrEnum


class Speaks(StrEnum):
    """Who speaks in a step."""

    WHO_WANTS = "who wants"  # in no order
    EACH = "each"  # each in turn, without the proposer
    PROPOSER = "proposer"
    OBJECTORS = "objectors"  # and then the proposer


def speakers[P](
    speaks: Speaks, here: Sequence[P], *, proposer: P | None, objectors: Collection[P], speaking: P | None = None
) -> list[P]:
    """Return who speaks, in turn, of those who are here; nobody in turn where whoever wants to speaks. Who is speaking
    keeps their place, though they lift their objection meanwhile.
    """
    if speaks is Speaks.WHO_WANTS:
        return []
    others = [one for one in here if one != proposer]
    if speaks is Speaks.EACH:
        return others
    proposers = [one for one in here if one == proposer]
    if speaks is Speaks.PROPOSER:
        return proposers
    return [*(one for one in others if one in objectors or one == speaking), *proposers]


def speaker_after[P](turn: Sequence[P], speaker: P | None) -> P | None:
    """Return who speaks after this one; the first where nobody speaks yet, nobody after the last."""
    if speaker not in turn:
        return turn[0] if turn else None
    after = turn[turn.index(speaker) + 1 :]
    return after[0] if after else None
