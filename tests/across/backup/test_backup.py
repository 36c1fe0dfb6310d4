"""A backup is of one instant, while people go on."""

import io
import stat
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from across.backup.archive import BackupRefused
from across.backup.workflows.create_backup import create_backup
from across.backup.workflows.verify_backup import verify_backup
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.database_snapshot import one_instant
from tests.across.backup.places import a_used_place, rows_in
from tests.factories import a_person, an_action
from tests.support.concurrency import together


@pytest.mark.django_db(transaction=True)
def test_who_writes_does_not_wait_for_a_backup_and_is_not_in_it() -> None:
    a_person("Ada")
    with one_instant():
        assert User.objects.count() == 1
        (bo,) = together(lambda: a_person("Bo"))  # in a thread of its own, to its end
        assert User.objects.count() == 1
    assert list(User.objects.filter(pk=bo.pk)) == [bo]


@pytest.mark.django_db(transaction=True)
def test_a_backup_under_load_has_all_that_was_done_before_and_a_chain_without_gaps(tmp_path: Path) -> None:
    ada = a_used_place()
    project = Circle.objects.earliest("pk").project
    ended, under_way = threading.Event(), threading.Barrier(3)

    def go_on_working() -> None:
        an_action(project.circles.general(), by=ada)
        under_way.wait(30)
        while not ended.is_set():
            an_action(project.circles.general(), by=ada)

    def back_up() -> tuple[int, int]:
        under_way.wait(30)
        before = Entry.objects.of_project(project.record_id).count()
        try:
            create_backup(tmp_path / "backup")
        finally:
            ended.set()
        return before, Entry.objects.of_project(project.record_id).count()

    *_, (before, after) = together(go_on_working, go_on_working, back_up)
    head = verify_backup(tmp_path / "backup").manifest.heads[str(project.record_id)]
    entries = [row for row in rows_in(tmp_path / "backup")["audit_entry"] if str(project.record_id) in row]
    assert before <= head.seq == len(entries) <= after
    assert after > before, "nobody wrote meanwhile"


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_for_its_owner_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "backup"
    create_backup(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    first = path.read_bytes()
    with pytest.raises(BackupRefused, match="is there already"):
        create_backup(path)
    with pytest.raises(BackupRefused, match="no folder"):
        create_backup(tmp_path / "nowhere" / "backup")
    assert path.read_bytes() == first
    assert list(tmp_path.glob(".backup*")) == [], "what was begun is gone"


@pytest.mark.django_db(transaction=True)
def test_the_command_verifies_what_it_wrote(tmp_path: Path) -> None:
    a_used_place()
    out = io.StringIO()
    call_command("backup", str(tmp_path / "backup"), stdout=out)
    call_command("backup", "verify", str(tmp_path / "backup"), stdout=out)
    written, whole = out.getvalue().splitlines()
    assert written.removeprefix("Written: ") == whole.removeprefix("Whole: ")
    assert f"1 file, 1 project with {Entry.objects.count()} record entries." in whole


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["verify"], "Name the backup to verify"),
        (["one", "two"], "Name one file"),
        (["verify", "/nowhere/backup"], "cannot be read: No such file"),
    ],
)
def test_the_command_says_what_it_lacks(words: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("backup", *words)
