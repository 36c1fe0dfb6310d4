"""Read a backup and check every byte of it on the way, holding one part of one table at a time."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pydantic import ValidationError

from across.backup.archive.contents import (
    CHECKSUMS,
    CHECKSUMS_LIMIT,
    END,
    FORMAT,
    MANIFEST,
    MANIFEST_LIMIT,
    PART_BYTES,
    PART_LIMIT,
    Checksums,
    Manifest,
    MemberSum,
    TableLayout,
    file_name,
    part_name,
)
from across.backup.archive.refusals import BackupRefused, DamagedBackup
from across.backup.archive.tar_blocks import BLOCK, END_BLOCKS, padding_of, read_header
from across.backup.archive.writer import end_text

CHUNK = 1024 * 1024
ISIZE_BYTES = 4
"""The last bytes of gzip: to how many it inflates."""


@dataclass(frozen=True)
class Rows:
    """Some rows of a table, their values as JSON has them."""

    table: TableLayout
    rows: list[list[object]]


@dataclass(frozen=True)
class ArchivedFile:
    """A file; what is not taken of `chunks` is read over. `number` is its place in `checksums.files`."""

    number: int
    size: int
    chunks: Iterator[bytes]


class BackupReader:
    """The manifest is read at once; `contents()` gives the rest, and only at its end is the backup known to be whole.

    :raises BackupRefused: from both, as soon as something is not as it was written.
    """

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._digest = hashlib.sha256()
        self._place = "its beginning"
        self._sums: list[MemberSum] = []
        self._file_sums: list[MemberSum] = []
        self.checksums: Checksums | None = None
        name, size = self._read_header()
        if name != MANIFEST:
            raise DamagedBackup(f"it begins with {name}")
        text = self._read_member(name, size, MANIFEST_LIMIT)
        self.manifest = _read_manifest(text)
        self._sums.append(_sum_of(name, text))

    def contents(self) -> Iterator[Rows | ArchivedFile]:
        """Yield all rows and files in their order, and check the end."""
        tables, table, part = iter(self.manifest.tables), None, 0
        files = 0
        while True:
            name, size = self._read_header()
            if name.startswith("tables/"):
                if not files and table and name == part_name(table.name, part):
                    part += 1
                else:
                    table, part = _table_after(tables, name if not files else ""), 1
                yield self._read_rows(table, name, size)
            elif name == file_name(files):
                files += 1
                yield from self._read_file(files - 1, name, size)
            else:
                break
        self._read_end(name, size)

    def _read_rows(self, table: TableLayout, name: str, size: int) -> Rows:
        packed = self._read_member(name, size, PART_LIMIT)
        text = _inflate(packed, name)
        rows = _read_json_lines(text, name)
        width = len(table.columns)
        if not all(type(row) is list and len(row) == width for row in rows):
            raise DamagedBackup(f"{name} has rows that do not fit its table")
        self._sums.append(_sum_of(name, packed, rows=len(rows)))
        return Rows(table, rows)

    def _read_file(self, number: int, name: str, size: int) -> Iterator[ArchivedFile]:
        digest = hashlib.sha256()

        def chunks() -> Iterator[bytes]:
            left = size
            while left:
                chunk = self._read(min(left, CHUNK))
                left -= len(chunk)
                digest.update(chunk)
                yield chunk

        unread = chunks()
        yield ArchivedFile(number, size, unread)
        for _ in unread:
            pass
        self._read_padding(name, size)
        self._file_sums.append(MemberSum(name=name, size=size, sha256=digest.hexdigest()))

    def _read_end(self, name: str, size: int) -> None:
        if name != CHECKSUMS:
            raise DamagedBackup(f"{name} stands where it does not belong")
        text = self._read_member(name, size, CHECKSUMS_LIMIT)
        try:
            self.checksums = Checksums.model_validate_json(text)
        except ValidationError as error:
            raise DamagedBackup(f"{CHECKSUMS} is not what was written ({_first_of(error)})") from None
        self._compare(self.checksums)
        digest = self._digest.hexdigest()
        name, size = self._read_header()
        if name != END or self._read_member(name, size, BLOCK) != end_text(digest):
            raise DamagedBackup("its bytes are not those that were written")
        if self._source.read(len(END_BLOCKS) + 1) != END_BLOCKS:
            raise DamagedBackup("it does not end where it should")

    def _compare(self, written: Checksums) -> None:
        expected = [*written.parts, *(MemberSum(**one.model_dump(exclude={"path"})) for one in written.files)]
        found = [*self._sums, *self._file_sums]
        for one, other in zip(found, expected, strict=False):
            if one != other:
                raise DamagedBackup(f"{one.name} is not what was written")
        if len(found) != len(expected):
            missing = f"{len(expected)} members were written and {len(found)} are here"
            raise DamagedBackup(missing)
        if len({one.path for one in written.files}) != len(written.files):
            raise DamagedBackup("two files have one name")

    def _read_header(self) -> tuple[str, int]:
        name, size = read_header(self._read(BLOCK), self._place)
        self._place = name
        return name, size

    def _read_member(self, name: str, size: int, limit: int) -> bytes:
        if size > limit:
            raise DamagedBackup(f"{name} says that it has {size} bytes")
        data = self._read(size)
        self._read_padding(name, size)
        return data

    def _read_padding(self, name: str, size: int) -> None:
        padding = padding_of(size)
        if self._read(len(padding)) != padding:
            raise DamagedBackup(f"{name} is longer than it says")

    def _read(self, size: int) -> bytes:
        data = self._source.read(size)
        if len(data) != size:
            raise DamagedBackup("it ends too early")
        self._digest.update(data)
        return data


def _read_manifest(text: bytes) -> Manifest:
    try:
        found = json.loads(text)
        made_with = found["format"] if isinstance(found, dict) else None
    except (ValueError, RecursionError, KeyError):
        made_with = None
    if isinstance(made_with, int) and made_with > FORMAT:
        raise BackupRefused(f"This backup has format {made_with}, and this version of Ronde reads {FORMAT}: update it.")
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise DamagedBackup(f"{MANIFEST} is not what was written ({_first_of(error)})") from None


def _first_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return ": ".join([".".join(map(str, first["loc"])), first["msg"]]).removeprefix(": ")


def _table_after(tables: Iterator[TableLayout], name: str) -> TableLayout:
    """Return the next of the tables whose first part that is; tables without rows have none."""
    for table in tables:
        if name == part_name(table.name, 0):
            return table
    raise DamagedBackup(f"{name or 'a table'} stands where it does not belong")


def _sum_of(name: str, data: bytes, rows: int = 0) -> MemberSum:
    return MemberSum(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), rows=rows)


def _inflate(packed: bytes, name: str) -> bytes:
    """Inflate a part to as many bytes as it says, never to more."""
    declared = int.from_bytes(packed[-ISIZE_BYTES:], "little")
    if declared > PART_LIMIT:
        raise DamagedBackup(f"{name} says that it inflates to {declared} bytes")
    inflater = zlib.decompressobj(wbits=31)
    try:
        text = inflater.decompress(packed, declared + 1)
    except zlib.error:
        raise DamagedBackup(f"{name} cannot be unpacked") from None
    if len(text) != declared or not inflater.eof or inflater.unused_data:
        raise DamagedBackup(f"{name} does not unpack to what it says")
    return text


def _read_json_lines(text: bytes, name: str) -> list[list[object]]:
    """Read a JSON value a line. A line break stands nowhere else in JSON written without spaces, so all at once."""
    lines = text.count(b"\n")
    if text.rfind(b"\n", 0, -1) >= PART_BYTES:
        raise DamagedBackup(f"{name} has more rows than a part may have")
    try:
        rows = json.loads(b"[" + text[:-1].replace(b"\n", b",") + b"]")
    except (ValueError, RecursionError):
        raise DamagedBackup(f"{name} is not JSON") from None
    if not lines or text[-1:] != b"\n" or len(rows) != lines:
        raise DamagedBackup(f"{name} is not a row a line")
    found: list[list[object]] = rows
    return found
