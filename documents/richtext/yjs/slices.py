"""Cuts an update into small ones that can be applied one after the other, in an order in which none waits for a later.

While the native library applies an update, nothing else of the process moves: it keeps the interpreter's lock. What
one update costs depends on the document as much as on its bytes, so no bound on the bytes keeps it short; but between
two slices everyone else has their turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from documents.richtext.yjs.lib0 import Malformed, var_uint
from documents.richtext.yjs.updates import read_changes, read_state_vector
from foundation.web.work_clock import work_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pycrdt import Doc

    from documents.richtext.yjs.updates import Changes, Section

SLICE_S = 0.005  # of a processor that one slice may take
FIRST_UNITS = 32  # of the first slice of an update
FIRST_PACE = 20e-6  # seconds for one unit, before anything is measured; usual are 1 to 2
QUICK_UNITS = 32  # of an update that is applied at once, where that is known to be quick; of a run of what people type
BYTES_OF_UNIT = 256  # a unit is a struct or a range of deletions, or so many bytes of one
CLOCKS_OF_UNIT = 64  # or so many clocks of a range
LONGEST_RANGE = 64 * 256
WHOLE = 256  # bytes that are never cut
_SKIP = 10

type Run = tuple[Section, int, int]


class Pace:
    """How long a document takes for one unit, measured in processor time, so that a busy machine does not count.

    The first slice of an update is small, and none is more than twice as large as the one before: the first units may
    be quick and each further one slower, in a document that was quick until now.
    """

    def __init__(self) -> None:
        self.seconds = FIRST_PACE
        self.spent = 0.0
        self._most = FIRST_UNITS
        self._clock = work_clock()

    def begin(self) -> None:
        """Note that another update is being cut."""
        self._most = FIRST_UNITS

    def units(self) -> int:
        """Return how many units the next slice may have."""
        return max(1, min(int(SLICE_S / self.seconds), self._most))

    def quick_units(self) -> int:
        """Return how many units an update may have that is applied at once."""
        return min(QUICK_UNITS, self.units())

    def measure(self, units: int, seconds: float) -> None:
        """Note how long some units took: slowness counts at once, speed little by little."""
        self.spent += seconds
        self._most = max(2 * units, FIRST_UNITS)
        self.seconds = max(seconds / (units + 4), self.seconds * (0.7 if units >= FIRST_UNITS else 0.98), 1e-7)

    def apply(self, call: Callable[[bytes], object], update: bytes, units: int) -> None:
        """Call a function of the native library with an update of so many units."""
        began = self._clock.begin(exactly=units > QUICK_UNITS)
        try:
            call(update)
        finally:
            self.measure(units, self._clock.end(began))


def weight(changes: Changes) -> int:
    """Return how many units an update has, roughly."""
    deleted = changes.deleted
    return changes.structs + len(deleted) // 3 + sum(deleted[2::3]) // CLOCKS_OF_UNIT


def cut(update: bytes, changes: Changes, clocks: dict[int, int], pace: Pace) -> Iterator[tuple[bytes, int]]:
    """Return slices of an update for a document that holds each client up to `clocks`, each with its units.

    Raises Malformed where changes rest on each other in a circle, or on something that is neither here nor there.
    """
    pace.begin()
    yield from _cut_structs(update, changes, clocks, pace)
    yield from _cut_deletions(changes, pace)


def has_an_order(changes: Changes, clocks: dict[int, int]) -> bool:
    """Whether there is an order in which none of the changes waits for a later one."""
    try:
        for _ in _in_order(changes.sections, clocks):
            pass
    except Malformed:
        return False
    return True


def _cut_structs(update: bytes, changes: Changes, clocks: dict[int, int], pace: Pace) -> Iterator[tuple[bytes, int]]:
    parts: dict[int, list[Run]] = {}
    units, left = 0, pace.units()
    for section, begin, end in _in_order(changes.sections, clocks):
        place = begin
        while place < end:
            stop = _reach(section, place, end, left, update)
            if stop == place:  # a gap
                place += 1
                if parts:
                    yield _joined(update, parts), units
                parts, units, left = {}, 0, pace.units()
                continue
            parts.setdefault(section.client, []).append((section, place, stop))
            taken = stop - place + (section.starts[stop] - section.starts[place]) // BYTES_OF_UNIT
            place, units, left = stop, units + taken, left - taken
            if left <= 0:
                yield _joined(update, parts), units
                parts, units, left = {}, 0, pace.units()
    if parts:
        yield _joined(update, parts), units


def _reach(section: Section, place: int, end: int, left: int, update: bytes) -> int:
    """Return how far a slice goes: `left` units at most, one struct at least, and none that only marks a gap."""
    starts = section.starts
    stop, most = place, starts[place] + left * BYTES_OF_UNIT
    limit = min(end, place + max(left, 1))
    while stop < limit and update[starts[stop]] != _SKIP and (stop == place or starts[stop + 1] <= most):
        stop += 1
    return stop


def _joined(update: bytes, parts: dict[int, list[Run]]) -> bytes:
    out = [var_uint(len(parts))]
    for client, runs in parts.items():
        section, first, _ = runs[0]
        structs = sum(stop - begin for _, begin, stop in runs)
        out += [var_uint(structs), var_uint(client), var_uint(section.clocks[first])]
        out += [update[section.starts[begin] : section.starts[stop]] for _, begin, stop in runs]
    out.append(b"\x00")
    return b"".join(out)


def _in_order(sections: list[Section], clocks: dict[int, int]) -> Iterator[Run]:
    """Return runs of structs, each after everything that it rests on."""
    reader = _Ordered(sections, clocks)
    for section in sections:
        yield from reader.up_to(section, section.clocks[-1])


class _Ordered:
    def __init__(self, sections: list[Section], clocks: dict[int, int]) -> None:
        self.sections = {section.client: section for section in sections}
        self.clocks = clocks
        self.structs = dict.fromkeys(self.sections, 0)  # so many of each client are given
        self.waits = dict.fromkeys(self.sections, 0)  # so many of its waits are over

    def up_to(self, section: Section, clock: int) -> Iterator[Run]:
        """Return what makes a client's changes known up to a clock (not included), and what they wait for."""
        stack = [(section, clock)]
        asking = {section.client}
        while stack:
            section, clock = stack[-1]
            begin, waits = self.structs[section.client], section.waits
            place = self.waits[section.client]
            while place < len(waits) and self.knows(waits[place + 1], waits[place + 2]):
                place += 3
            self.waits[section.client] = place
            end = waits[place] if place < len(waits) else len(section.starts) - 1
            if end > begin:
                self.structs[section.client] = end
                yield section, begin, end
            if section.clocks[end] >= clock:
                stack.pop()
                asking.discard(section.client)
                continue
            other = self.sections.get(waits[place + 1])
            if other is None or other.client in asking or other.clocks[-1] <= waits[place + 2]:
                raise Malformed("rests on itself, or on nothing")
            stack.append((other, waits[place + 2] + 1))
            asking.add(other.client)

    def knows(self, client: int, clock: int) -> bool:
        section = self.sections.get(client)
        given = section.clocks[self.structs[client]] if section else 0
        return clock < self.clocks.get(client, 0) or (section is not None and section.clocks[0] <= clock < given)


def _cut_deletions(changes: Changes, pace: Pace) -> Iterator[tuple[bytes, int]]:
    ranges: dict[int, list[bytes]] = {}
    units = 0
    for client, clock, length in _ascending(changes):
        for start in range(clock, clock + length, LONGEST_RANGE):
            size = min(LONGEST_RANGE, clock + length - start)
            ranges.setdefault(client, []).append(var_uint(start) + var_uint(size))
            units += 1 + size // CLOCKS_OF_UNIT
            if units >= pace.units():
                yield _deleting(ranges), units
                ranges, units = {}, 0
    if ranges:
        yield _deleting(ranges), units


def _deleting(ranges: dict[int, list[bytes]]) -> bytes:
    out = [b"\x00", var_uint(len(ranges))]
    for client, these in ranges.items():
        out += [var_uint(client), var_uint(len(these)), *these]
    return b"".join(out)


def _ascending(changes: Changes) -> Iterator[tuple[int, int, int]]:
    """Return the ranges of deletions, of each client in ascending order and joined where they touch."""
    deleted = changes.deleted
    ranges: Iterable[tuple[int, int, int]] = zip(deleted[::3], deleted[1::3], deleted[2::3], strict=True)
    joined: tuple[int, int, int] | None = None
    for client, clock, length in ranges if changes.ascending else sorted(ranges):
        if joined and joined[0] == client and clock <= joined[1] + joined[2]:
            joined = (client, joined[1], max(joined[2], clock + length - joined[1]))
            continue
        if joined:
            yield joined
        joined = (client, clock, length)
    if joined:
        yield joined


def apply_sliced(doc: Doc[Any], update: bytes, pace: Pace) -> Iterator[float]:
    """Apply an update to a document that is only read, slice by slice; after each, give the seconds it took.

    What cannot be cut (it leaves something open, or we cannot read it) is applied whole.
    """
    if len(update) <= WHOLE:
        doc.apply_update(update)
        return
    try:
        changes = read_changes(update, lenient=True)
        clocks = read_state_vector(doc.get_state())
        if not changes.leaves_hole(clocks):
            for piece, units in cut(update, changes, clocks, pace):
                before = pace.spent
                pace.apply(doc.apply_update, piece, units)
                yield pace.spent - before
            return
    except Malformed:
        pass
    doc.apply_update(update)
