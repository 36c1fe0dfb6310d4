"""What stands in a backup: its members, their order, their limits and what describes them.

    manifest.json                          what it is: version, migrations, tables with their columns, heads of chains
    tables/<table>/000000.jsonl.gz …       rows, a JSON list a line, in parts; tables in the manifest's order
    files/000000 …                         files as they are, in the order of their names
    checksums.json                         name, size, SHA-256 and rows of each member above; names of the files
    end.json                               SHA-256 of every byte before it

A part is written when it is full, so that neither side ever holds more than one. It never inflates to more than
`PART_LIMIT`, and says beforehand to how much (the last four bytes of gzip).
"""

import re
from datetime import datetime
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

FORMAT = 1
PART_BYTES = 4 * 1024 * 1024
"""A part is full when its rows have so many bytes; its last row may make it larger."""
PART_LIMIT = 64 * 1024 * 1024
MANIFEST_LIMIT = 16 * 1024 * 1024
CHECKSUMS_LIMIT = 64 * 1024 * 1024

MANIFEST, CHECKSUMS, END = "manifest.json", "checksums.json", "end.json"
MEMBER = re.compile(r"manifest\.json|checksums\.json|end\.json|tables/[a-z0-9_]{1,63}/\d{6}\.jsonl\.gz|files/\d{6,9}")

type Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
type Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
type Count = Annotated[int, Field(ge=0)]


def part_name(table: str, number: int) -> str:
    """Return the member that holds a part of a table's rows."""
    return f"tables/{table}/{number:06}.jsonl.gz"


def file_name(number: int) -> str:
    """Return the member that holds a file."""
    return f"files/{number:06}"


def stays_inside(path: str) -> str:
    """Return the path of a file in its storage.

    :raises ValueError: when it is absolute, climbs, or is not written in the one plain way.
    """
    pure = PurePosixPath(path)
    plain = str(pure) == path and path not in {"", "."} and not ({"\\", "\0", ":"} & set(path))
    if not plain or pure.is_absolute() or ".." in pure.parts:
        raise ValueError("leads out of the storage")
    return path


class Described(BaseModel):
    """A part of what describes a backup; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class TableLayout(Described):
    """A table and its columns, in the order of its rows' values; `last` is the last number its counter gave out."""

    name: Name
    columns: Annotated[list[Name], Field(min_length=1, max_length=500)]
    last: Count = 0


class ChainHead(Described):
    """The end of a project's chain of the record."""

    seq: Count
    hash: Sha256


class Manifest(Described):
    """What a backup is; written first."""

    format: int
    version: str
    made_at: Annotated[datetime, Field(strict=False)]
    vendor: str
    settings: dict[str, str]
    migrations: dict[str, list[str]]
    tables: list[TableLayout]
    heads: dict[str, ChainHead]


class MemberSum(Described):
    """A member as it was written; `rows` counts lines."""

    name: str
    size: Count
    sha256: Sha256
    rows: Count = 0


class FileSum(MemberSum):
    """A file as it was written, and where it belongs in its storage."""

    path: Annotated[str, AfterValidator(stays_inside)]


class Checksums(Described):
    """All members but the last two, in their order."""

    parts: list[MemberSum]
    files: list[FileSum]

    def rows_by_table(self) -> dict[str, int]:
        """Return how many rows of each table there are; tables without rows are left out."""
        counted: dict[str, int] = {}
        for part in self.parts[1:]:
            table = part.name.split("/")[1]
            counted[table] = counted.get(table, 0) + part.rows
        return counted
