"""The verdict: by content alone, for equal state vectors do not mean equal documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pycrdt import Doc

from tests.torture.plan import BETWEEN_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tests.torture.history import History, MarkChange

LEAST_ACKNOWLEDGED = 500
OPERATIONS_A_FAULT = 5000  # of each kind: 20 in a run of 100,000
DURING_A_FAULT = 250
"""So many operations were typed while a fault lasted, in the long run of 29 November 2026."""
LEAST_MET = 0.8  # of the faults meet an operation in flight

MARK = re.compile(r"\[c\d\d:\d{6}\]")
GREEN, RED, VOID = 0, 1, 2


@dataclass(frozen=True)
class Floors:
    """Below these a run shows nothing, and is void."""

    acknowledged: int
    of_each_fault: int
    faults: int

    @classmethod
    def of(cls, operations: int) -> Floors:
        """Return those of a run of so many acknowledged operations: for 100,000, 20 faults of each kind and 300."""
        least = max(operations, LEAST_ACKNOWLEDGED)
        return cls(least, max(1, least // OPERATIONS_A_FAULT), least * 3 // 1000)

    def operations_between(self, kinds: int) -> int:
        """Return how many operations lie between two faults, so that a run reaches both floors at about one time. Of
        three operations one is of a person who does not learn what is saved, or does nothing; and people go on while a
        fault lasts.
        """
        faults = max(self.of_each_fault * kinds, self.faults)
        return max(BETWEEN_FAULTS, self.acknowledged * 3 // 2 // faults - DURING_A_FAULT)


@dataclass
class Findings:
    """What is wrong; each a sentence."""

    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    diverged: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)

    def kinds(self) -> dict[str, list[str]]:
        """Return them by kind."""
        return vars(self)

    @property
    def are_none(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.kinds().values())


def judge_text(
    findings: Findings, where: str, text: str, changes: Mapping[str, list[MarkChange]], *, with_held: bool
) -> None:
    """Find what is wrong with a text. Changes that were acknowledged must be in it; those too that a client still holds
    where everyone has had the time to synchronise (`with_held`).
    """
    found = MARK.findall(text)
    there = set(found)
    twice = {mark for mark in there if found.count(mark) > 1} if len(found) > len(there) else set()
    findings.duplicated += [f"{where}: {mark}" for mark in sorted(twice)]
    findings.unexpected += [f"{where}: {mark}, which nobody typed" for mark in sorted(there - set(changes))]
    if rest := MARK.sub("", text):
        findings.unexpected.append(f"{where}: text that nobody typed: {rest[:80]!r}")
    for mark, steps in changes.items():
        if (mark in there) not in _allowed(steps, with_held=with_held):
            is_missing = "is missing" if mark not in there else "is there again"
            findings.lost.append(f"{where}: {mark} {is_missing}, after operation {steps[-1].op}")


def _allowed(steps: list[MarkChange], *, with_held: bool) -> set[bool]:
    """Return whether a mark may be there, may be absent, or both."""
    sure = [n for n, step in enumerate(steps) if step.is_acknowledged or (with_held and step.is_held)]
    if not sure:
        return {False} | {step.is_present for step in steps}
    return {step.is_present for step in steps[sure[-1] :]}


def judge_equality(findings: Findings, document: str, texts: Mapping[str, str]) -> None:
    """Find readers whose text is another than that of the log; `texts` has one named "log"."""
    for reader, text in texts.items():
        if text != texts["log"]:
            findings.diverged.append(f"{document}: {reader} has {_difference(text, texts['log'])}")


def _difference(text: str, of_log: str) -> str:
    mine, theirs = set(MARK.findall(text)), set(MARK.findall(of_log))
    more, less = sorted(mine - theirs), sorted(theirs - mine)
    if not more and not less:
        return "the same marks in another order"
    return f"{len(more)} more {''.join(more[:3])} and {len(less)} less {''.join(less[:3])} than the log"


def judge_places(
    findings: Findings,
    where: str,
    said: Iterable[tuple[str, int]],
    names: Mapping[str, int],
    updates: Sequence[bytes] = (),
) -> None:
    """Find answers that give a change another place than the log does: {message id: place}. So nothing stands in it
    twice, whichever node was told it, and however often. What is not in it by its name came in a larger change.

    Of several nodes, another may write by its name later what was in a larger change: `updates` are then the rows of
    the log, and where the change was there already at the place that was said, that is true.
    """
    findings.duplicated += [
        f"{where}: {name} was acknowledged at {place}, and stands at {names[name]}"
        for name, place in sorted(said)
        if names.get(name, place) != place and not _was_there(updates, place, names[name])
    ]


def _was_there(updates: Sequence[bytes], place: int, stands_at: int) -> bool:
    """Whether the log up to a place holds already what a later row says."""
    if not updates or place > stands_at:
        return False
    doc: Doc[Any] = Doc()
    for update in updates[:place]:
        doc.apply_update(update)
    news: list[object] = []
    watching = doc.observe(news.append)
    doc.apply_update(updates[stands_at - 1])
    doc.unobserve(watching)
    return not news


def shortfalls(history: History, kinds: Sequence[str], floors: Floors) -> list[str]:
    """Return why a run shows nothing."""
    reasons = []
    if history.acknowledged < floors.acknowledged:
        reasons.append(f"{history.acknowledged} operations acknowledged, {floors.acknowledged} needed")
    too_rare = [kind for kind in kinds if history.faults[kind] < floors.of_each_fault]
    reasons += [f"{history.faults[kind]} × {kind}, {floors.of_each_fault} needed" for kind in too_rare]
    total = history.faults.total()
    if total < floors.faults:
        reasons.append(f"{total} faults, {floors.faults} needed")
    if history.met < LEAST_MET * total:
        reasons.append(f"{history.met} of {total} faults met an operation in flight")
    return reasons
