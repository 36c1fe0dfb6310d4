"""What a Yjs update (format 1) claims: whose changes, from where to where, resting on what.

Reading it here, before the native library does, is what keeps one hostile frame from ending the process: the native
decoder allocates what a length claims, recurses as deep as the bytes say and panics on numbers that overflow. It also
says whether the update would stay pending, which the native library does not.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from documents.richtext.yjs.lib0 import MAX_DEPTH, ByteReader, Malformed

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = b"\x00\x00"  # the update that changes nothing
MAX_CLOCK = 2**31 - 1  # the native library counts in 32 bits
MAX_KEY_SETS = 1000  # of one key by people who did not know of each other; each costs time for all before it

_HAS_ORIGIN, _HAS_RIGHT_ORIGIN, _HAS_KEY = 0x80, 0x40, 0x20
_GC, _STRING, _TYPE, _SUBDOCUMENT, _SKIP = 0, 4, 7, 9, 10
_XML_ELEMENT, _XML_HOOK, _XML_TEXT = 3, 5, 6
_PLAIN_JSON = frozenset((b"null", b"true", b"false", b"{}", b'""'))


@dataclass(slots=True)
class Section:
    """One client's structs, in the order of their clocks, so that the update can be cut between any two of them.

    `starts` and `clocks` say for each struct where its bytes begin and which clock it has, and at the end where the
    last one ends. `waits` are threes (place of the struct, other client, clock): that other change comes first.
    """

    client: int
    starts: array[int] = field(default_factory=lambda: array("q"))
    clocks: array[int] = field(default_factory=lambda: array("q"))
    waits: array[int] = field(default_factory=lambda: array("q"))
    waited: dict[int, int] | None = None

    def rests_on(self, other: int, clock: int) -> None:
        """Note that the struct being read rests on a change of another client."""
        if self.waited is None:
            self.waited = {}
        if clock > self.waited.get(other, -1):
            self.waited[other] = clock
            self.waits.extend((len(self.starts) - 1, other, clock))


@dataclass(slots=True)
class Changes:
    """What one update holds.

    `ranges` are (client, first clock, clock after the last), in the update's order, gaps left out. `needs` gives for
    each other client the highest clock that something rests on; `deletes` for each client the clock after the last one
    deleted. `types` are the ids (client, clock) of the shared types that it makes, `parents` those of types made
    elsewhere that it fills: whether these are types at all only the document knows. `tangled` is true when changes of
    several clients come together, which may rest on each other in a circle (slices.has_an_order).
    `key_sets` counts how often a key is set by a person who knew of no value before, by a hash of parent and key. What
    `slices` cuts: `sections` of `structs` and `deleted` (threes: client, clock, length; `ascending` or not).
    """

    ranges: list[tuple[int, int, int]] = field(default_factory=list)
    needs: dict[int, int] = field(default_factory=dict)
    deletes: dict[int, int] = field(default_factory=dict)
    types: set[tuple[int, int]] = field(default_factory=set)
    parents: set[tuple[int, int]] = field(default_factory=set)
    tangled: bool = False
    key_sets: dict[int, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    deleted: array[int] = field(default_factory=lambda: array("q"))
    ascending: bool = True
    lenient: bool = False
    subdocuments: int = 0
    structs: int = 0

    def leaves_hole(self, clocks: Mapping[int, int]) -> bool:
        """Whether something would stay pending in a document that holds each client up to `clocks`."""
        reached: dict[int, int] = {}
        for client, start, end in self.ranges:
            have = reached.get(client, clocks.get(client, 0))
            if start > have:
                return True
            reached[client] = max(have, end)
        for client, clock in self.needs.items():
            if clock >= reached.get(client, clocks.get(client, 0)):
                return True
        return any(end > reached.get(client, clocks.get(client, 0)) for client, end in self.deletes.items())

    def brings_news(self, clocks: Mapping[int, int]) -> bool:
        """Whether something is inserted that a document at `clocks` does not hold; deletions are not looked at."""
        return any(end > clocks.get(client, 0) for client, _, end in self.ranges)

    def repeats(self, clocks: Mapping[int, int]) -> bool:
        """Whether a part that brings news begins with what a document at `clocks` holds (or claims to)."""
        return any(start < clocks.get(client, 0) < end for client, start, end in self.ranges)

    def advance(self, clocks: dict[int, int]) -> None:
        """Write into `clocks` what a document holds once these changes are in."""
        for client, _, end in self.ranges:
            if end > clocks.get(client, 0):
                clocks[client] = end


def read_changes(update: bytes, *, lenient: bool = False) -> Changes:
    """Read what `update` holds; raises Malformed when a byte of it is not as Yjs 13 writes it.

    Refused too is what costs the square of its number: deletions out of order, one key again and again. `lenient` lets
    that pass, for logs from before; who applies it puts deletions in order.
    """
    reader = ByteReader(update)
    changes = Changes(lenient=lenient)
    clients: set[int] = set()
    for _ in range(reader.count()):
        structs = reader.count()
        client = reader.uint()
        clock = reader.uint(MAX_CLOCK)
        if client in clients:
            raise Malformed("a client twice")
        clients.add(client)
        _read_structs(reader, structs, client, clock, changes)
    _read_deletes(reader, changes)
    reader.done()
    changes.parents -= changes.types
    changes.tangled = len(clients) > 1
    return changes


def _read_structs(  # noqa: C901  the format is one loop; it is read once for every keystroke
    reader: ByteReader, structs: int, client: int, clock: int, changes: Changes
) -> None:
    start = clock
    section = Section(client)
    add_start, add_clock = section.starts.append, section.clocks.append
    for _ in range(structs):
        add_start(reader.at)
        add_clock(clock)
        info = reader.byte()
        if info in (_GC, _SKIP):
            length = reader.uint(MAX_CLOCK)
        else:
            if info & _HAS_ORIGIN:
                _read_reference(reader, section, clock, changes.needs)
            if info & _HAS_RIGHT_ORIGIN:
                _read_reference(reader, section, clock, changes.needs)
            if not info & (_HAS_ORIGIN | _HAS_RIGHT_ORIGIN):
                _read_parent(reader, section, clock, changes, has_key=bool(info & _HAS_KEY))
            if info & 0x1F == _TYPE:
                changes.types.add((client, clock))
            changes.subdocuments += info & 0x1F == _SUBDOCUMENT
            length = _read_content(reader, info & 0x1F)
        if not length and info & 0x1F != _STRING:  # the native library does write empty strings
            raise Malformed("an empty part")
        if info == _SKIP:
            if clock > start:
                changes.ranges.append((client, start, clock))
            start = clock + length
        clock += length
        if clock > MAX_CLOCK:
            raise Malformed("clock out of range")
    add_start(reader.at)
    add_clock(clock)
    changes.sections.append(section)
    changes.structs += structs
    if clock > start:
        changes.ranges.append((client, start, clock))


def _read_reference(reader: ByteReader, section: Section, clock: int, needs: dict[int, int]) -> tuple[int, int]:
    other = reader.uint()
    other_clock = reader.uint(MAX_CLOCK)
    if other != section.client:
        if other_clock > needs.get(other, -1):
            needs[other] = other_clock
        section.rests_on(other, other_clock)
    elif other_clock >= clock:
        raise Malformed("rests on itself")
    return other, other_clock


def _read_parent(reader: ByteReader, section: Section, clock: int, changes: Changes, *, has_key: bool) -> None:
    parent: str | tuple[int, int]
    match reader.uint():
        case 1:
            parent = reader.string()  # a root type, by name
        case 0:
            parent = _read_reference(reader, section, clock, changes.needs)
            changes.parents.add(parent)
        case _:
            raise Malformed("unknown kind of parent")
    if has_key:
        key = hash((parent, reader.string()))
        changes.key_sets[key] = number = changes.key_sets.get(key, 0) + 1
        if number > MAX_KEY_SETS and not changes.lenient:
            raise Malformed("one key too often")


def _read_content(reader: ByteReader, kind: int) -> int:
    """Step over one item's content and return how many clock ticks it takes."""
    match kind:
        case 4:
            text = reader.string()
            return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
        case 1:
            return reader.uint(MAX_CLOCK)
        case 8:
            count = reader.count()
            for _ in range(count):
                reader.any()
            return count
        case 2:
            count = reader.count()
            for _ in range(count):
                _read_json(reader, may_be_undefined=True)
            return count
        case _:
            _read_single(reader, kind)
            return 1


def _read_single(reader: ByteReader, kind: int) -> None:  # noqa: C901  one branch for each kind of content
    match kind:
        case 3:
            reader.bytes()
        case 5:
            _read_json(reader)
        case 6:
            reader.string()
            _read_json(reader)
        case 7:
            shared_type = reader.uint()
            if shared_type > _XML_TEXT:
                raise Malformed("unknown shared type")
            if shared_type in (_XML_ELEMENT, _XML_HOOK):
                reader.string()
        case 9:
            reader.string()
            reader.any()
        case _:
            # Moves and weak links exist in the native library only: a browser would fail on them.
            raise Malformed("unknown content")


def _read_json(reader: ByteReader, *, may_be_undefined: bool = False) -> None:
    raw = reader.bytes()
    if raw in _PLAIN_JSON or (may_be_undefined and raw == b"undefined"):
        return
    if raw.count(b"[") + raw.count(b"{") > MAX_DEPTH and _depth(raw) > MAX_DEPTH:
        raise Malformed("nested too deep")
    try:
        json.loads(raw.decode(), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _depth(raw: bytes) -> int:
    """Return an upper bound of how deep the brackets nest (those in strings are counted as well)."""
    depth = deepest = 0
    for byte in raw:
        depth += (byte in b"[{") - (byte in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _read_deletes(reader: ByteReader, changes: Changes) -> None:
    for _ in range(reader.count()):
        client = reader.uint()
        last = changes.deletes.get(client, 0)
        changes.ascending = changes.ascending and not last
        for _ in range(reader.count()):
            clock = reader.uint(MAX_CLOCK)
            length = reader.uint(MAX_CLOCK)
            end = clock + length
            if end > MAX_CLOCK:
                raise Malformed("clock out of range")
            changes.ascending = changes.ascending and clock >= last
            changes.deleted.extend((client, clock, length))
            last = max(last, end)
        if not (changes.ascending or changes.lenient):
            raise Malformed("deletions out of order")
        if last:
            changes.deletes[client] = last


def read_state_vector(data: bytes) -> dict[int, int]:
    """Read a state vector: how far each client's changes are known, {client: clock after the last}."""
    reader = ByteReader(data)
    clocks = {}
    for _ in range(reader.count()):
        client = reader.uint()
        clocks[client] = reader.uint(MAX_CLOCK)
    reader.done()
    return clocks
