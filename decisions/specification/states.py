"""Where a clause stands, from facts alone: what was ratified of it, what its document says, what its parents became.

Texts are compared by their digests; the empty one stands for a text that is not there any more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

GONE = ""
"""The digest of a text that stands in no document now, or whose clause was retired."""

NEVER = "-"
"""Stands for the text of a parent that no person has looked at yet: it is the digest of none."""


class State(StrEnum):
    """Where a clause stands."""

    DRAFT = "draft"  # no decision ratified it yet
    RATIFIED = "ratified"  # its text is that of the baseline
    CHANGED = "changed"  # its text differs from the baseline
    RETIRED = "retired"  # a decision took it out; its key is never used again


class LookWord(StrEnum):
    """What a person said of a clause whose parent had changed."""

    RIGHT = "right"  # it is still right as it stands
    CHANGED = "changed"  # it was changed with its parent
    TENSION = "tension"  # it no longer fits, and that is a tension


@dataclass(frozen=True)
class ClauseFacts:
    """What is known of a clause. `ratified`: the digest that the last decision about it gave; None where there was
    none. `now`: that of its document's text.
    """

    ratified: str | None
    now: str
    is_retired: bool = False


@dataclass(frozen=True)
class ParentFacts:
    """What is known of a clause's parent: its text when a person last looked at both, and now."""

    looked: str
    now: str


def state(facts: ClauseFacts) -> State:
    """Return where a clause stands."""
    if facts.is_retired:
        return State.RETIRED
    if facts.ratified is None:
        return State.DRAFT
    return State.RATIFIED if facts.now == facts.ratified else State.CHANGED


def is_suspect(parents: Iterable[ParentFacts]) -> bool:
    """Return whether a parent has another text than when a person last looked: what was said is not sure any more."""
    return any(parent.looked != parent.now for parent in parents)


def next_number(last: tuple[int, int] | None, *, is_whole: bool) -> tuple[int, int]:
    """Return the number of the next baseline: 1.0, then 1.1, 1.2 …; the next whole one where a decision says so."""
    if last is None:
        return (1, 0)
    whole, part = last
    return (whole + 1, 0) if is_whole else (whole, part + 1)


def makes_a_loop(child: int, parents: Iterable[int], parents_of: dict[int, set[int]]) -> bool:
    """Return whether a clause would carry itself if these were its parents."""
    waiting, seen = list(parents), set[int]()
    while waiting:
        one = waiting.pop()
        if one == child:
            return True
        if one not in seen:
            seen.add(one)
            waiting.extend(parents_of.get(one, ()))
    return False
