"""Archives as an attacker or a bad disk would make them of a good one."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection, models

from across.takeaway.archive import HEX, SEAL, seal
from across.takeaway.tables import project_tables
from across.takeaway.workflows.importing import import_project
from circles.projects.models import Project
from decisions.decisions.kept_data import KEPT_DATA as DECISIONS
from decisions.decisions.models import Printout

type Change = Callable[[dict[str, bytes], dict[str, Any]], None]


def rewritten(copy: Path, change: Change) -> Path:
    """Write a copy anew after `change(files, manifest)`, with hashes and sizes that fit: nothing shows but content."""
    with ZipFile(copy) as source:
        files = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    change(files, manifest)
    manifest["files"] = {
        name: {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for name, data in files.items()
    }
    target = copy.with_name("rewritten.zip")
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return sealed(target)


def sealed(path: Path) -> Path:
    """Give an archive the seal that fits it."""
    with ZipFile(path, "a") as archive:
        archive.comment = SEAL + b"0" * HEX
    with path.open("r+b") as file:
        seal(file)
    return path


def rows_in(files: dict[str, bytes], table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[f"data/{table}.jsonl"].splitlines()]


def put_rows(files: dict[str, bytes], table: str, rows: list[dict[str, Any]]) -> None:
    files[f"data/{table}.jsonl"] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def changed_rows(table: str, **values: Any) -> Change:
    """Return a change that gives the first row of a table other values."""

    def change(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
        first, *rest = rows_in(files, table)
        put_rows(files, table, [first | values, *rest])

    return change


def brought_in(copy: Path) -> Project:
    with copy.open("rb") as file:
        return import_project(file, by=None).project


def number_from(first: int) -> None:
    """Let what is made from now on have higher numbers than any copy: on a server in use they do not meet."""
    for model in project_tables():
        table, key = model._meta.db_table, model._meta.pk
        if not isinstance(key, models.AutoField):
            continue
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, key.column, first])
                continue
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first])


def with_uploads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let printouts go along with their project, as uploads will: they are rows that name a file."""
    monkeypatch.setitem(cast(dict[Any, str], DECISIONS.tables), Printout, "project")
