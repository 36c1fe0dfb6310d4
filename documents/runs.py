"""Joins a run of small updates that one client made one after the other: what is pasted by a program or was typed
offline comes in thousands, and reading, checking and applying each costs ten times what it takes to do so with all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from documents.lib0 import ByteReader, Malformed, var_uint
from documents.updates import MAX_CLOCK, read_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from documents.updates import Changes

type Range = tuple[int, int]


class JoinedRun(NamedTuple):
    """A run as one update, and what that holds."""

    update: bytes
    changes: Changes


class Part(NamedTuple):
    """Where one update of a run begins in the whole: its first struct's number, place in the bytes, and clock."""

    number: int
    place: int
    clock: int


def joined(updates: Sequence[bytes], clocks: Mapping[int, int]) -> JoinedRun | None:
    """Join updates for a document that holds each client up to `clocks`; None where they are no run.

    They are one when a single client inserts, each time where the last insertion ended, and nothing of it is known yet;
    between the insertions may be deletions. Joining reads no more than the heads, so the whole is then read as any
    update is, and each part has to begin there where it said: so each is an update by itself, sound and complete.
    """
    run = _Run()
    try:
        if not all(map(run.add, updates)):
            return None
        update = run.written()
        changes = read_changes(update)
    except Malformed:
        return None
    return JoinedRun(update, changes) if run.is_sound(changes, clocks) else None


class _Run:
    def __init__(self) -> None:
        self.client = 0
        self.head = b"\x00"
        self.structs: list[bytes] = []
        self.count = 0
        self.size = 0
        self.parts: list[Part] = []
        self.deleted: dict[int, list[Range]] = {}

    def add(self, update: bytes) -> bool:
        """Take an update in, unless it is more than a step of one client; raises Malformed."""
        reader = ByteReader(update)
        clients = reader.count()
        if clients == 1:
            structs, client, clock = reader.count(), reader.uint(), reader.uint(MAX_CLOCK)
            if not structs or (self.parts and client != self.client):
                return False
            self.client = client
            # Where structs end is known only once they are read, unless nothing is deleted.
            end = len(update) - 1 if update[-1] == 0 else read_changes(update).sections[0].starts[-1]
            self.parts.append(Part(self.count, self.size, clock))
            self.structs.append(update[reader.at : end])
            self.count += structs
            self.size += end - reader.at
            reader.at = end
        deletes = reader.count()
        if deletes:
            self._add_deleted(reader)
        reader.done()
        return clients + deletes == 1 or clients == deletes == 1

    def _add_deleted(self, reader: ByteReader) -> None:
        ranges = self.deleted.setdefault(reader.uint(), [])
        last = 0
        for _ in range(reader.count()):
            clock, length = reader.uint(MAX_CLOCK), reader.uint(MAX_CLOCK)
            if clock < last:
                raise Malformed("deletions out of order")
            last = clock + length
            ranges.append((clock, length))

    def written(self) -> bytes:
        """Return the whole."""
        if self.parts:
            first = self.parts[0].clock
            self.head = b"\x01" + var_uint(self.count) + var_uint(self.client) + var_uint(first)
        out = [self.head, *self.structs, var_uint(len(self.deleted))]
        for client, ranges in self.deleted.items():
            apart = _apart(ranges)
            out += [var_uint(client), var_uint(len(apart))]
            out += [var_uint(clock) + var_uint(length) for clock, length in apart]
        return b"".join(out)

    def is_sound(self, changes: Changes, clocks: Mapping[int, int]) -> bool:
        """Whether the whole, read, holds each part where it should be, and nothing that is known."""
        if not self.parts:
            return True
        section, shift = changes.sections[0], len(self.head)
        starts, begins = section.starts, section.clocks
        return self.parts[0].clock == clocks.get(self.client, 0) and all(
            starts[number] == place + shift and begins[number] == clock for number, place, clock in self.parts
        )


def _apart(ranges: list[Range]) -> list[Range]:
    """Return ranges in ascending order, those that touch as one."""
    if len(ranges) == 1:
        return ranges
    apart: list[Range] = []
    for clock, length in sorted(ranges):
        if apart and clock <= sum(apart[-1]):
            start = apart[-1][0]
            apart[-1] = (start, max(sum(apart[-1]), clock + length) - start)
        else:
            apart.append((clock, length))
    return apart
