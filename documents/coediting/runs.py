"""Joins small consecutive updates of one client: pasted text or offline typing comes as thousands of them, and reading,
checking, applying and relaying each alone takes ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from documents.richtext.yjs.lib0 import ByteReader, Malformed, var_uint
from documents.richtext.yjs.slices import CLOCKS_OF_UNIT
from documents.richtext.yjs.updates import MAX_CLOCK, read_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.richtext.yjs.updates import Changes

_ORIGIN, _RIGHT_ORIGIN, _STRING = 0x80, 0x40, 4
SHORT = 0x80  # bytes of a text whose length takes one byte

type Range = tuple[int, int]


class JoinedRun(NamedTuple):
    """A run as one update, and what that holds."""

    update: bytes
    changes: Changes


class RunPart(NamedTuple):
    """An insertion that begins at `clock`: one or more structs, as bytes."""

    clock: int
    number: int
    structs: bytes


class EditRun:
    """Updates of one client, of which each insertion begins where the last one ended, and the first one where the
    document does; deletions may come between.

    Of most of them no more than the head is read here. The whole is read as any update is, and then each part must
    begin in it where it said: so each is an update by itself that is sound and complete.
    """

    def __init__(self, clocks: Mapping[int, int], most: int) -> None:
        """Begin a run of at most so many units (`documents.richtext.yjs.slices.weight`), for a document that holds each
        client up to `clocks`.
        """
        self._clocks = clocks
        self._left = most
        self._client = b""
        self._parts: list[RunPart] = []
        self._deleted: dict[int, list[Range]] = {}
        self._typed: TypedText | None = None

    def add(self, update: bytes) -> bool:
        """Take an update in, unless it is no part of this run, or one too many."""
        if self._typed and self._typed.add(update):
            return True
        try:
            return self._add(update)
        except Malformed:
            return False

    def _add(self, update: bytes) -> bool:
        reader = ByteReader(update)
        part: RunPart | None = None
        clients = reader.count()
        if clients == 1:
            structs, begin = reader.count(), reader.at
            known = self._clocks.get(reader.uint(), 0)
            client = update[begin : reader.at]
            clock, begin = reader.uint(MAX_CLOCK), reader.at
            if not structs or (client != self._client if self._client else clock != known):
                return False
            # Where structs end is known only once they are read, unless nothing is deleted.
            reader.at = len(update) - 1 if update[-1] == 0 else read_changes(update).sections[0].starts[-1]
            part = RunPart(clock, structs, update[begin : reader.at])
        deletes = reader.count()
        deleted = _read_deleted(reader) if deletes == 1 else None
        reader.done()
        units = (part.number if part else 0) + (units_of(deleted[1]) if deleted else 0)
        if clients > 1 or deletes > 1 or not (part or deleted) or units > self._left:
            return False
        self._left -= units
        if part:
            self._client = client
            self._close_typed()
            self._typed = typed_text(self._client, part) if not deleted else None
            self._parts += [] if self._typed else [part]
        if deleted:
            self._deleted.setdefault(deleted[0], []).extend(deleted[1])
        return True

    def _close_typed(self) -> None:
        if self._typed:
            self._parts.append(self._typed.part())
            self._typed = None

    def joined(self) -> JoinedRun | None:
        """Return the whole; None where some of it is not sound."""
        self._close_typed()
        head = b"\x00"
        if self._parts:
            structs = sum(part.number for part in self._parts)
            head = b"\x01" + var_uint(structs) + self._client + var_uint(self._parts[0].clock)
        update = b"".join((head, *(part.structs for part in self._parts), _written(self._deleted)))
        try:
            changes = read_changes(update)
        except Malformed:
            return None
        return JoinedRun(update, changes) if self._is_sound(changes, len(head)) else None

    def _is_sound(self, changes: Changes, place: int) -> bool:
        number = 0
        for part in self._parts:
            section = changes.sections[0]
            if section.starts[number] != place or section.clocks[number] != part.clock:
                return False
            number += part.number
            place += len(part.structs)
        return True


class TypedText:
    """Letters that were typed one behind the other, each of which came as an update: together they are one struct, as
    Yjs itself joins them. What such an update begins with is known beforehand.
    """

    def __init__(self, client: bytes, clock: int, head: bytes, right: bytes, text: bytes) -> None:
        self._clock, self._head, self._texts = clock, head, [text]
        self._end = clock + len(text)
        self._before = b"\x01\x01" + client
        self._origin = bytes((_ORIGIN | (_RIGHT_ORIGIN if right else 0) | _STRING,)) + client
        self._right = right

    def add(self, update: bytes) -> bool:
        """Take an update in if it types on."""
        head = b"".join((self._before, var_uint(self._end), self._origin, var_uint(self._end - 1), self._right))
        text = update[len(head) + 1 : -1]
        if not (text.isascii() and 0 < len(text) < SHORT and update.startswith(head)):
            return False
        if update[len(head)] != len(text) or update[-1]:
            return False
        self._texts.append(text)
        self._end += len(text)
        return True

    def part(self) -> RunPart:
        """Return all of it as one insertion."""
        text = b"".join(self._texts)
        return RunPart(self._clock, 1, self._head + var_uint(len(text)) + text)


def typed_text(client: bytes, part: RunPart) -> TypedText | None:
    """Return what an insertion begins, where it is text after another text; raises Malformed."""
    reader = ByteReader(part.structs)
    info = reader.byte()
    if part.number > 1 or info | _RIGHT_ORIGIN != _ORIGIN | _RIGHT_ORIGIN | _STRING:
        return None
    reader.uint(), reader.uint()
    right = reader.at
    if info & _RIGHT_ORIGIN:
        reader.uint(), reader.uint()
    end = reader.at
    text = reader.bytes()
    reader.done()
    if not text.isascii():
        return None
    return TypedText(client, part.clock, part.structs[:end], part.structs[right:end], text)


def units_of(ranges: list[Range]) -> int:
    """Return how many units deletions have at most."""
    return sum(1 + length // CLOCKS_OF_UNIT for _, length in ranges)


def _read_deleted(reader: ByteReader) -> tuple[int, list[Range]]:
    client, last = reader.uint(), 0
    ranges: list[Range] = []
    for _ in range(reader.count()):
        clock, length = reader.uint(MAX_CLOCK), reader.uint(MAX_CLOCK)
        if clock < last:
            raise Malformed("deletions out of order")
        last = clock + length
        ranges.append((clock, length))
    return client, ranges


def _written(deleted: dict[int, list[Range]]) -> bytes:
    """Write deletions, of each client in ascending order, those that touch as one."""
    out = [var_uint(len(deleted))]
    for client, ranges in deleted.items():
        apart: list[Range] = []
        for clock, length in sorted(ranges):
            if apart and clock <= sum(apart[-1]):
                start, before = apart[-1]
                apart[-1] = start, max(before, clock + length - start)
            else:
                apart.append((clock, length))
        out += [var_uint(client), var_uint(len(apart))]
        out += [var_uint(clock) + var_uint(length) for clock, length in apart]
    return b"".join(out)
