"""What is restored is what was backed up, in an empty place only, and wholly or not at all."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from across.backup.archive import BackupRefused
from across.backup.workflows.create_backup import create_backup
from across.backup.workflows.restore_backup import restore_backup
from chat.chat.models import Topic
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.across.backup.archives import pieces_of, sealed
from tests.across.backup.places import a_used_place, rows_in
from tests.factories import a_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """The backup of a used place."""
    a_used_place()
    create_backup(tmp_path / "backup")
    return tmp_path / "backup"


def restore(path: Path) -> str:
    out = io.StringIO()
    call_command("restore", str(path), stdout=out)
    return out.getvalue()


def test_a_restored_place_has_the_same_rows_files_and_rules(
    backup: Path, move_to_empty_place: Callable[[], None], tmp_path: Path
) -> None:
    everyone = set(User.objects.values_list("pk", flat=True))
    newest = Circle.objects.latest("pk").pk
    move_to_empty_place()
    assert not User.objects.exists()

    said = restore(backup)

    assert "Checked: the record (1 chain, " in said
    assert set(User.objects.values_list("pk", flat=True)) == everyone
    with default_storage.open("printouts/register.pdf") as file:
        assert file.read() == b"%PDF-1.7"
    create_backup(tmp_path / "again")
    assert rows_in(tmp_path / "again") == rows_in(backup)
    ada = User.objects.get(name="Ada Mercier")
    opened = Circle.objects.get(pk=newest).project.circles.general().open_circle("New", by=ada)
    assert opened.pk > newest, "numbers go on"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(title="")


def test_a_number_that_was_given_out_is_not_given_out_again(
    tmp_path: Path, move_to_empty_place: Callable[[], None]
) -> None:
    from django.contrib.auth.models import Group

    gone = Group.objects.create(name="gone")
    Group.objects.create(name="also gone").delete()
    last = gone.pk + 1
    gone.delete()
    create_backup(tmp_path / "backup")
    move_to_empty_place()
    restore(tmp_path / "backup")
    assert Group.objects.create(name="new").pk == last + 1


def test_a_place_that_is_used_is_refused_and_stays(backup: Path) -> None:
    people = set(User.objects.values_list("pk", flat=True))
    with pytest.raises(CommandError, match=r"no empty place: its database has \d+ "):
        restore(backup)
    assert set(User.objects.values_list("pk", flat=True)) == people


def test_a_storage_with_files_is_refused(
    backup: Path, move_to_empty_place: Callable[[], None], storage: Path, settings: Settings
) -> None:
    move_to_empty_place()
    settings.MEDIA_ROOT = storage
    with pytest.raises(CommandError, match="its storage has files, such as printouts"):
        restore(backup)
    assert not User.objects.exists()


def test_a_damaged_backup_is_refused_before_the_database_is_asked(
    backup: Path, monkeypatch: pytest.MonkeyPatch, move_to_empty_place: Callable[[], None]
) -> None:
    move_to_empty_place()
    data = bytearray(backup.read_bytes())
    data[-2000] ^= 1
    backup.write_bytes(data)
    monkeypatch.setattr(connection, "cursor", lambda *_: pytest.fail("the database was touched"))
    with pytest.raises(BackupRefused, match="This backup is damaged: "):
        restore_backup(backup, print)


def test_what_the_database_does_not_take_leaves_nothing(backup: Path, move_to_empty_place: Callable[[], None]) -> None:
    """Its sums fit, and yet a row names a person who is not there."""
    pieces = pieces_of(backup.read_bytes())
    people = next(each for each in pieces if each.name.startswith("tables/accounts_user/"))
    pieces.remove(people)
    backup.write_bytes(sealed([replace(each) for each in pieces]))
    move_to_empty_place()
    with pytest.raises(CommandError, match="The database does not take it"):
        restore(backup)
    assert rows_left() == 0
    assert not default_storage.exists("printouts/register.pdf")


def rows_left() -> int:
    return Circle.objects.count() + Entry.objects.count() + Topic.objects.count()


def test_nothing_is_restored_beside_a_running_server(backup: Path, move_to_empty_place: Callable[[], None]) -> None:
    from django.conf import settings

    from config.startup_checks import hold_database

    move_to_empty_place()
    with hold_database(settings.ENVIRONMENT.data_dir), pytest.raises(CommandError, match="stop it before you restore"):
        restore(backup)
    assert rows_left() == 0


def test_a_database_of_something_else_is_refused(backup: Path, move_to_empty_place: Callable[[], None]) -> None:
    move_to_empty_place()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO old_migrations")
    with pytest.raises(CommandError, match="its database has tables, such as "):
        restore(backup)


def test_a_person_restored_signs_in_with_the_same_password(
    tmp_path: Path, move_to_empty_place: Callable[[], None]
) -> None:
    email = a_person("Bo").email
    create_backup(tmp_path / "backup")
    move_to_empty_place()
    restore(tmp_path / "backup")
    from tests.factories import PASSWORD

    assert User.objects.get(email=email).check_password(PASSWORD)
