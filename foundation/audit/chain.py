"""What a chain entry's hash covers, and how a chain is checked; no database, no Django.

Each project has one chain. `hash = SHA-256(0x00 || previous || canonical(entry))`: the leading zero is
RFC 6962's leaf prefix, `previous` the hash before as 64 hex digits (zeros at the start). Personal values
are not in the entry but a commitment to them, `SHA-256(salt || value)`: erasing salt and value leaves the
chain whole and the value unreadable.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

START = "0" * 64
VERSION = 1


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold: `seq` and why, in words."""

    seq: int
    why: str


def moment(time: datetime) -> str:
    """Write a time as the chain does: UTC with microseconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(fields: Mapping[str, object]) -> bytes:
    """Write fields as the one JSON text that is hashed (sorted keys, no spaces, UTF-8; RFC 8785 for our values).

    Values are strings, integers, booleans, None, lists and mappings of these; floats are refused with
    `TypeError`, because two languages write them differently.
    """
    _refuse_floats(fields)
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form; give a string")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def seal(previous: str, fields: Mapping[str, object]) -> str:
    """Return the hash of an entry: 64 hex digits."""
    return hashlib.sha256(b"\x00" + previous.encode() + canonical(fields)).hexdigest()


def commitment(salt: str, value: str) -> str:
    """Commit to a personal value: 64 hex digits that say nothing without the salt."""
    return hashlib.sha256(salt.encode() + b"\x00" + value.encode()).hexdigest()


def breaks(entries: Iterable[tuple[int, str, str, Mapping[str, object]]]) -> Iterator[Break]:
    """Check entries `(seq, previous, hash, fields)` in order of seq; yields the first break, or nothing."""
    expected, before = 1, START
    for seq, previous, hash_, fields in entries:
        if seq != expected:
            yield Break(expected, f"entry {expected} is missing")
            return
        if previous != before:
            yield Break(seq, "it does not follow the entry before it")
            return
        if seal(previous, fields) != hash_:
            yield Break(seq, "its content is not what was sealed")
            return
        expected, before = seq + 1, hash_
