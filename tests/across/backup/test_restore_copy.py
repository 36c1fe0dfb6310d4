"""An embedded server is restored from its continuous copy, into an empty place only."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from foundation.accounts.models import User
from tests.across.backup.places import a_used_place
from tests.support.databases import ROOT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def copy_once(folder: Path, files: Path) -> None:
    """Copy this database as the copier does at the end of its server."""
    command = [sys.executable, "-m", "across.backup.continuous", str(connection.settings_dict["NAME"]), str(folder)]
    subprocess.run([*command, "--files", str(files)], cwd=ROOT, stdin=subprocess.DEVNULL, check=True)


def restore(folder: Path) -> str:
    out = io.StringIO()
    call_command("restore", str(folder), stdout=out)
    return out.getvalue()


def test_people_record_and_files_are_back(
    tmp_path: Path, storage: Path, move_to_empty_place: Callable[[], None]
) -> None:
    a_used_place()
    people = set(User.objects.values_list("pk", flat=True))
    copy_once(tmp_path / "copies", storage)
    move_to_empty_place()
    said = restore(tmp_path / "copies")
    assert "Restoring what was copied until" in said
    assert "Checked: the record (1 chain, " in said
    assert set(User.objects.values_list("pk", flat=True)) == people
    with default_storage.open("printouts/register.pdf") as file:
        assert file.read() == b"%PDF-1.7"


def test_a_used_place_is_refused_and_stays(tmp_path: Path, storage: Path) -> None:
    a_used_place()
    copy_once(tmp_path / "copies", storage)
    people = set(User.objects.values_list("pk", flat=True))
    with pytest.raises(CommandError, match="no empty place"):
        restore(tmp_path / "copies")
    assert set(User.objects.values_list("pk", flat=True)) == people


def test_a_copy_of_a_newer_version_is_refused_with_a_sentence(
    tmp_path: Path, storage: Path, move_to_empty_place: Callable[[], None]
) -> None:
    a_used_place()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('chat', '9999_later', '2027-01-01')")
    copy_once(tmp_path / "copies", storage)
    move_to_empty_place()
    with pytest.raises(CommandError, match=r"This copy was made by a newer version.*chat\.9999_later"):
        restore(tmp_path / "copies")
    assert not User.objects.exists()


def test_an_empty_folder_is_no_copy(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no whole copy of a database"):
        restore(tmp_path)


def test_a_copy_is_not_restored_into_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with pytest.raises(CommandError, match="A continuous copy is of SQLite"):
        restore(tmp_path)
