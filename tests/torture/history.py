"""What was done and what became of it: in memory for the verdict, and as JSON lines for whoever looks into a fault.

A change puts a mark such as `[c03:000123]` into a text, or takes it out. Only the client that made a mark deletes it:
so the changes of one mark have one order, and what the last acknowledged one left behind is what must be there.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

MARK_LENGTH = len("[c03:000123]")


def mark_of(client: str, op: int) -> str:
    """Return the mark that this operation puts in; all have one length, so that places are multiples of it."""
    return f"[{client}:{op:06}]"


@dataclass(slots=True)
class MarkChange:
    """One change of one mark by the client that made it."""

    op: int
    is_present: bool  # afterwards
    is_acknowledged: bool = False
    is_held: bool = True  # by its client's own document, which has been kept since
    mark: str = ""


class History:
    """The operations and faults of a run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changes: dict[str, dict[str, list[MarkChange]]] = defaultdict(lambda: defaultdict(list))
        """By document and mark, in order."""
        self.invoked = 0
        self.acknowledged = 0
        self.unanswered: set[int] = set()
        self.faults: Counter[str] = Counter()
        self.met = 0  # faults that met an operation in flight
        self.unexpected: list[str] = []
        self.places: dict[str, set[tuple[str, int]]] = defaultdict(set)
        """By document: names under which changes were sent, each with a place of the log that an answer gave for it."""
        self._clients: dict[int, str] = {}
        """By operation, while it is neither acknowledged nor given up."""
        self._by_op: dict[int, list[MarkChange]] = {}
        self._unsettled: dict[str, dict[int, list[MarkChange]]] = defaultdict(dict)
        """By client: what it did and its document holds, and nobody has acknowledged."""
        self._present: dict[str, dict[str, None]] = defaultdict(dict)
        """By client: the marks that it has put in and not taken out again, in order."""
        self._file = path.open("w")
        self._begun = time.monotonic_ns()

    def note(self, event: str, **facts: Any) -> None:
        """Write a line."""
        # In one piece: `json.dump` takes several times as long as `dumps`.
        self._file.write(json.dumps({"ns": time.monotonic_ns() - self._begun, "event": event, **facts}) + "\n")

    def invoke(self, op: int, client: str, kind: str, *, is_answered: bool) -> None:
        """Note an operation before it is done; `is_answered` says whether the client learns what is saved."""
        self.invoked += 1
        self._clients[op] = client
        if is_answered:
            self.unanswered.add(op)
        self.note("invoke", op=op, client=client, kind=kind)

    def changed(self, op: int, document: str, marks: dict[str, bool]) -> None:
        """Note what an operation did in its client's document: {mark: whether it is there now}."""
        changes = []
        client = self._clients[op]
        present = self._present[client]
        for mark, is_present in marks.items():
            change = MarkChange(op, is_present, mark=mark)
            self.changes[document][mark].append(change)
            changes.append(change)
            if is_present:
                present[mark] = None
            else:
                present.pop(mark, None)
        if changes:
            self._by_op[op] = self._unsettled[client][op] = changes
        else:
            self.unanswered.discard(op)
        self.note("changed", op=op, marks=marks)

    def acknowledge(self, op: int) -> None:
        """Note that the server says an operation is saved."""
        self.note("ok", op=op)
        if op not in self._by_op:
            self.expect_not(f"operation {op}, which did nothing, was acknowledged")
            return
        self.acknowledged += op in self.unanswered
        self.unanswered.discard(op)
        self._unsettled[self._clients[op]].pop(op, None)
        for change in self._by_op[op]:
            change.is_acknowledged = True

    def forget(self, client: str) -> None:
        """Note that a client threw its document away: what was not acknowledged may be lost."""
        self.note("forget", client=client)
        unsettled = self._unsettled.pop(client, {})
        for changes in unsettled.values():
            for change in changes:
                change.is_held = False
                self._present[client].pop(change.mark, None)  # it may be gone, and could not be deleted
        self.unanswered.difference_update(unsettled)

    def present_marks(self, client: str) -> list[str]:
        """Return the marks that a client has put in and not taken out again, as far as is known here."""
        return list(self._present[client])

    def unanswered_of(self, clients: Collection[str]) -> set[int]:
        """Return what of these clients is not answered yet."""
        return {op for op in self.unanswered if self._clients[op] in clients}

    def fault(self, kind: str, *, in_flight: int | None = None) -> None:
        """Note a fault at the moment when it strikes."""
        self.faults[kind] += 1
        in_flight = len(self.unanswered) if in_flight is None else in_flight
        self.met += in_flight > 0
        self.note("fault", kind=kind, inFlight=in_flight)

    def expect_not(self, sentence: str) -> None:
        """Note something that may never happen, and did."""
        self.unexpected.append(sentence)
        self.note("unexpected", what=sentence)

    def close(self) -> None:
        """Write what is left to the file."""
        self._file.close()
