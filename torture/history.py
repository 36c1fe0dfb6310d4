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
from typing import Any

MARK_LENGTH = len("[c03:000123]")


def mark_of(client: str, op: int) -> str:
    """Return the mark that this operation puts in; all have one length, so that places are multiples of it."""
    return f"[{client}:{op:06}]"


@dataclass(slots=True)
class Change:
    """One change of one mark by the client that made it."""

    op: int
    is_present: bool  # afterwards
    is_acknowledged: bool = False
    is_held: bool = True  # by its client's own document, which has been kept since


class History:
    """The operations and faults of a run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changes: dict[str, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
        """By document and mark, in order."""
        self.invoked = 0
        self.acknowledged = 0
        self.unanswered: set[int] = set()
        self.faults: Counter[str] = Counter()
        self.met = 0  # faults that met an operation in flight
        self.unexpected: list[str] = []
        self._by_op: dict[int, list[Change]] = {}
        self._file = path.open("w")
        self._begun = time.monotonic_ns()

    def note(self, event: str, **facts: Any) -> None:
        """Write a line."""
        json.dump({"ns": time.monotonic_ns() - self._begun, "event": event, **facts}, self._file)
        self._file.write("\n")

    def invoke(self, op: int, client: str, kind: str, *, is_answered: bool) -> None:
        """Note an operation before it is done; `is_answered` says whether the client learns what is saved."""
        self.invoked += 1
        if is_answered:
            self.unanswered.add(op)
        self.note("invoke", op=op, client=client, kind=kind)

    def changed(self, op: int, document: str, marks: dict[str, bool]) -> None:
        """Note what an operation did in its client's document: {mark: whether it is there now}."""
        changes = []
        for mark, is_present in marks.items():
            change = Change(op, is_present)
            self.changes[document][mark].append(change)
            changes.append(change)
        if changes:
            self._by_op[op] = changes
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
        for change in self._by_op[op]:
            change.is_acknowledged = True

    def forget(self, client: str, document: str) -> None:
        """Note that a client threw its document away: what was not acknowledged may be lost."""
        self.note("forget", client=client)
        for mark, changes in self.changes[document].items():
            if mark.startswith(f"[{client}:"):
                for change in changes:
                    change.is_held = False
                    self.unanswered.discard(change.op)

    def present_marks(self, client: str, document: str) -> list[str]:
        """Return the marks that a client has put in and not taken out again, as far as is known here."""
        mine = self.changes[document].items()
        return [mark for mark, changes in mine if changes[-1].is_present and mark.startswith(f"[{client}:")]

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
