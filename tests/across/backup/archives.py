"""Small backups for tests, taken apart and put together again."""

import hashlib
import io
import tarfile
from dataclasses import dataclass
from datetime import UTC, datetime

from across.backup.archive import FORMAT, BackupReader, BackupWriter, ChainHead, Manifest, TableLayout
from across.backup.archive.contents import Checksums
from across.backup.archive.tar_blocks import END_BLOCKS, header_of, padding_of
from across.backup.archive.writer import end_text

TABLES = [
    TableLayout(name="circle", columns=["id", "name"], last=9),
    TableLayout(name="person", columns=["id", "name"]),
]
FILES = {"printouts/one.pdf": b"%PDF-1.7 one", "two.bin": bytes(700)}


def a_manifest() -> Manifest:
    return Manifest(
        format=FORMAT,
        version="0.1.0",
        made_at=datetime(2026, 11, 27, 3, 29, 44, tzinfo=UTC),
        vendor="sqlite",
        settings={"base_url": "https://ronde.example"},
        migrations={"circles": ["0001_initial"]},
        tables=TABLES,
        heads={"7f0e": ChainHead(seq=3, hash="ab" * 32)},
    )


def an_archive(rows: int = 12) -> bytes:
    """A backup of two tables in parts of three rows, and two files."""
    out = io.BytesIO()
    writer = BackupWriter(out, a_manifest())
    for number, table in enumerate(TABLES):
        people = [[each, f"Élodie {number}.{each}"] for each in range(rows)]
        writer.add_table(table.name, people, part_bytes=60)
    for path, data in FILES.items():
        writer.add_file(path, len(data), [data])
    writer.finish()
    return out.getvalue()


def read_whole(archive: bytes) -> BackupReader:
    """Read it to its end; raises BackupRefused."""
    reader = BackupReader(io.BytesIO(archive))
    for _ in reader.contents():
        pass
    return reader


@dataclass(frozen=True)
class Piece:
    """A member as it lies in the file: its header, which need not be one of ours, and its bytes."""

    name: str
    data: bytes
    header: bytes = b""

    def written(self) -> bytes:
        return (self.header or header_of(self.name, len(self.data))) + self.data + padding_of(len(self.data))


def pieces_of(archive: bytes) -> list[Piece]:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        return [Piece(each.name, data.read()) for each in tar if (data := tar.extractfile(each))]


def joined(pieces: list[Piece]) -> bytes:
    return b"".join(each.written() for each in pieces) + END_BLOCKS


def sealed(pieces: list[Piece]) -> bytes:
    """Join members as a person would who knows the format: with checksums and an end that fit them."""
    old = Checksums.model_validate_json(next(each.data for each in pieces if each.name == "checksums.json"))
    kept = [each for each in pieces if each.name not in ("checksums.json", "end.json")]
    rows, paths = {each.name: each.rows for each in old.parts}, {each.name: each.path for each in old.files}
    sums = [
        {"name": each.name, "size": len(each.data), "sha256": hashlib.sha256(each.data).hexdigest()}
        | {"rows": rows.get(each.name, 0)}
        | ({"path": paths.get(each.name, each.name)} if each.name.startswith("files/") else {})
        for each in kept
    ]
    found = Checksums.model_validate(
        {"parts": [one for one in sums if "path" not in one], "files": [one for one in sums if "path" in one]}
    )
    kept.append(Piece("checksums.json", found.model_dump_json().encode()))
    digest = hashlib.sha256(b"".join(each.written() for each in kept)).hexdigest()
    return joined([*kept, Piece("end.json", end_text(digest))])


def ended(pieces: list[Piece]) -> bytes:
    """Join members with an end that fits them; the checksums may not."""
    digest = hashlib.sha256(b"".join(each.written() for each in pieces[:-1])).hexdigest()
    return joined([*pieces[:-1], Piece("end.json", end_text(digest))])
