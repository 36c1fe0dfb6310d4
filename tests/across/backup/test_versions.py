"""An older version's backup is migrated forward; a newer one's is refused with a sentence."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from across.backup.archive import BackupRefused
from across.backup.workflows.create_backup import create_backup
from across.backup.workflows.restore_backup import restore_backup
from chat.chat.models import Topic
from foundation.accounts.models import User
from tests.across.backup.places import a_used_place, rows_in
from tests.support.databases import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

LATER = """
from django.db import migrations, models

def shout(apps, editor):
    for topic in apps.get_model("chat", "Topic").objects.all():
        topic.name = topic.name.upper()
        topic.save()

class Migration(migrations.Migration):
    dependencies = [("chat", "{newest}")]
    operations = [
        migrations.AddField("Topic", "loudness", models.IntegerField(db_default=11)),
        migrations.RunPython(shout{back}),
    ]
"""
type Upgrade = Callable[..., None]


@pytest.fixture
def upgrade(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """Make this a version with one migration more, which adds a column and changes what rows say."""

    def upgrade(*, reversible: bool = True) -> None:
        names = sorted(path.stem for path in (ROOT / "chat" / "chat" / "migrations").glob("0*.py"))
        folder = tmp_path / f"later_chat_{reversible}"
        folder.mkdir()
        (folder / "__init__.py").touch()
        for name in names:
            (folder / f"{name}.py").write_text(
                f"from importlib import import_module\nMigration = "
                f"import_module('chat.chat.migrations.{name}').Migration\n"
            )
        back = ", migrations.RunPython.noop" if reversible else ""
        (folder / "9999_later.py").write_text(LATER.format(newest=names[-1], back=back))
        monkeypatch.syspath_prepend(str(tmp_path))
        settings.MIGRATION_MODULES = {"chat": folder.name}

    return upgrade


def columns() -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, "chat_topic")}


def test_the_version_that_backups_name_is_the_one_of_the_package() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == settings.VERSION


def test_an_older_backup_is_loaded_into_its_own_tables_and_migrated_forward(
    tmp_path: Path, upgrade: Upgrade, move_to_empty_place: Callable[[], None]
) -> None:
    a_used_place()
    create_backup(tmp_path / "older")
    upgrade()
    move_to_empty_place()
    call_command("migrate", verbosity=0)
    assert "loudness" in columns()

    restore_backup(tmp_path / "older", print)

    assert "loudness" in columns()
    assert [topic.name for topic in Topic.objects.all()] == ["SEAL"]


def test_an_older_backup_is_refused_untouched_where_there_is_no_way_back(
    tmp_path: Path, upgrade: Upgrade, move_to_empty_place: Callable[[], None]
) -> None:
    a_used_place()
    create_backup(tmp_path / "older")
    upgrade(reversible=False)
    move_to_empty_place()
    call_command("migrate", verbosity=0)
    with pytest.raises(BackupRefused, match="name a database without tables"):
        restore_backup(tmp_path / "older", print)
    assert "loudness" in columns()
    assert not User.objects.exists()


def test_a_newer_backup_is_refused_with_a_sentence(
    tmp_path: Path, upgrade: Upgrade, settings: Settings, move_to_empty_place: Callable[[], None]
) -> None:
    a_used_place()
    upgrade()
    call_command("migrate", verbosity=0)
    create_backup(tmp_path / "newer")
    assert rows_in(tmp_path / "newer")["chat_topic"]
    settings.MIGRATION_MODULES = {}
    move_to_empty_place()
    with pytest.raises(BackupRefused, match=r"made by a newer version.*migration chat\.9999_later"):
        restore_backup(tmp_path / "newer", print)
    assert not User.objects.exists()


def test_a_database_that_is_not_migrated_is_not_backed_up(tmp_path: Path, upgrade: Upgrade) -> None:
    upgrade()
    with pytest.raises(BackupRefused, match="run the command `migrate` first"):
        create_backup(tmp_path / "backup")
    assert list(tmp_path.glob("*backup*")) == []
