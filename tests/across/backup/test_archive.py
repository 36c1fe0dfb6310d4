"""The file that a backup is: what was written is read, and nothing else is."""

import io
import os
import subprocess
import tracemalloc
from pathlib import Path

import pytest

from across.backup.archive import BackupReader, BackupRefused, BackupWriter, Rows, TableLayout
from across.backup.workflows.verify_backup import verify_backup
from tests.across.backup.archives import (
    FILES,
    a_manifest,
    an_archive,
    pieces_of,
    read_whole,
    sealed,
)
from tests.across.backup.damage import damaged_archives

SEED = int(os.environ.get("RONDE_TEST_SEED", "13"))
DAMAGED = int(os.environ.get("RONDE_TEST_DAMAGED", "1000"))


def test_what_was_written_is_read_in_its_order() -> None:
    reader = BackupReader(io.BytesIO(an_archive(rows=7)))
    rows: dict[str, list[list[object]]] = {}
    files = []
    for item in reader.contents():
        if isinstance(item, Rows):
            rows.setdefault(item.table.name, []).extend(item.rows)
        else:
            files.append(b"".join(item.chunks))
    assert reader.manifest == a_manifest()
    assert rows["circle"] == [[number, f"Élodie 0.{number}"] for number in range(7)]
    assert list(rows) == ["circle", "person"]
    assert files == list(FILES.values())
    assert reader.checksums
    assert [each.path for each in reader.checksums.files] == list(FILES)
    assert reader.checksums.rows_by_table() == {"circle": 7, "person": 7}


def test_it_is_a_plain_tar(tmp_path: Path) -> None:
    (tmp_path / "backup").write_bytes(an_archive(rows=2))
    listed = subprocess.run(["tar", "tf", tmp_path / "backup"], capture_output=True, text=True, check=True).stdout
    assert listed.split() == [
        "manifest.json",
        "tables/circle/000000.jsonl.gz",
        "tables/person/000000.jsonl.gz",
        "files/000000",
        "files/000001",
        "checksums.json",
        "end.json",
    ]


def test_the_helper_that_seals_makes_whole_backups() -> None:
    archive = an_archive()
    assert sealed(pieces_of(archive)) == archive


def test_a_thousand_damaged_backups_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "backup"
    path.write_bytes(an_archive())
    verify_backup(path)
    accepted, sentences = [], []
    for what, damaged in damaged_archives(DAMAGED, SEED):
        path.write_bytes(damaged)
        try:
            verify_backup(path)
        except BackupRefused as refused:
            sentences.append(str(refused))
        else:
            accepted.append(what)
    assert accepted == []
    assert [words for words in sentences if not words.endswith(".") or "\n" in words] == []


def test_a_bit_flipped_anywhere_is_found() -> None:
    archive = an_archive(rows=1)
    for place in range(0, len(archive), 7):
        damaged = bytearray(archive)
        damaged[place] ^= 0x20
        with pytest.raises(BackupRefused):
            read_whole(bytes(damaged))


def test_a_format_of_the_future_is_refused_with_a_sentence() -> None:
    newer = a_manifest().model_copy(update={"format": 2})
    out = io.BytesIO()
    BackupWriter(out, newer).finish()
    with pytest.raises(BackupRefused, match="has format 2, and this version of Ronde reads 1: update it"):
        read_whole(out.getvalue())


def test_a_file_that_grows_while_it_is_copied_makes_no_backup() -> None:
    for chunks in ([b"123456"], [b"12"]):
        with pytest.raises(BackupRefused, match="changed while it was copied"):
            BackupWriter(io.BytesIO(), a_manifest()).add_file("growing", 4, chunks)


class Nowhere(io.RawIOBase):
    """A file that keeps nothing."""

    def write(self, data: object, /) -> int:
        return len(data)  # type: ignore[arg-type]


def test_a_large_table_is_written_holding_one_part() -> None:
    layout = a_manifest().model_copy(update={"tables": [TableLayout(name="update", columns=["data"])]})
    writer = BackupWriter(Nowhere(), layout)  # type: ignore[arg-type]
    tracemalloc.start()
    writer.add_table("update", ([f"{number:06}" * 1500] for number in range(8000)))  # 72 MB
    writer.finish()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 24 * 1024 * 1024
