"""A whole copy comes into an empty server with everything, or not at all."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import models

from across.takeaway.rows import columns_of, line_of
from across.takeaway.tables import file_columns, project_tables
from across.takeaway.workflows.importing import import_project
from across.takeaway.workflows.welcome_emails import write_welcome_emails
from chat.chat.models import Message
from circles.circles.models import Membership
from circles.invitations.models import Guest, JoinLink
from circles.projects.models import Project
from decisions.decisions.models import Printout
from decisions.tracks.models import ExplorationPeriod, StopNote
from foundation.accounts.models import User
from foundation.audit.models import Entry, Head
from foundation.audit.sealing import differences
from foundation.inbox.models import OutgoingEmail
from foundation.web.former_layout import RENAMED_COLUMNS, RENAMED_TABLES
from tests.across.takeaway.archives import brought_in, put_rows, rewritten, rows_in, with_uploads
from tests.across.takeaway.conftest import WriteCopy
from tests.factories import PASSWORD, a_person, a_project
from tests.support.databases import OwnDatabase
from tests.support.entry_points import at_browser
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, on_a_database_in_turn("imported projects")]


def counts_of(project: Project) -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.filter(**{lookup: project.pk}).count()
        for model, lookup in project_tables().items()
    }


def test_the_sample_comes_in_with_equal_counts_and_a_valid_record(sample_copy: Path) -> None:
    with sample_copy.open("rb") as file:
        found = import_project(file, by=None)
    assert found.counts["documents_document"] > 20
    assert {name: count for name, count in counts_of(found.project).items() if count} == {
        model._meta.label: count + (1 if model._meta.label == "audit.Entry" else 0)
        for model in project_tables()
        if (count := found.counts[model._meta.db_table])
    }, "and the entry that says so"
    assert list(Entry.breaks_of(found.project.pk)) == []


def as_named_before(files: dict[str, bytes], manifest: dict[str, Any]) -> None:
    """Give tables and columns of a copy the names that they had before migrations renamed them."""
    for before, now in RENAMED_TABLES.items():
        files[f"data/{before}.jsonl"] = files.pop(f"data/{now}.jsonl")
        manifest["counts"][before] = manifest["counts"].pop(now)
    names = {now: before for before, now in RENAMED_COLUMNS.items()}
    syncs = ("syncs_presence", "syncs_recurringsync", "syncs_historicalrecurringsync")
    for table in ("coediting_log", *syncs, "tracks_stopnote", "tracks_historicalstopnote"):
        put_rows(files, table, [{names.get(k, k): v for k, v in row.items()} for row in rows_in(files, table)])
    manifest["schema"]["tracks"].remove("0003_exploration_period")
    manifest["schema"]["coediting"].remove("0019_processed_seq")
    manifest["schema"]["syncs"].remove("0006_raised_hand")


def test_a_copy_from_before_tables_and_columns_were_renamed_comes_in(sample_copy: Path) -> None:
    project = brought_in(rewritten(sample_copy, as_named_before))
    assert ExplorationPeriod.objects.filter(track__project=project).count() > 5
    note = StopNote.objects.exclude(reopen_met_at=None).get()
    assert note.reopen_met_by
    assert note.reopen_met_by.track.project == project


@pytest.mark.one_database
def test_it_reads_as_before(sample_copy: Path) -> None:
    project = brought_in(sample_copy)
    ada = at_browser(User.objects.get(email="ada@heliopompe.example"))
    for page in ("", "decisions/", "decisions/3/", "documents/", "documents/2/", "chat/", "record/", "people/"):
        assert ada.get(f"/p/{project.slug}/{page}", follow=True).status_code == 200, page
    register = ada.get(f"/p/{project.slug}/decisions/?q=EPDM").content.decode()
    assert f"/p/{project.slug}/decisions/21/" in register
    assert f"/p/{project.slug}/decisions/11/" not in register


@pytest.mark.one_database
def test_work_goes_on_after_an_import(sample_copy: Path) -> None:
    project = brought_in(sample_copy)
    ada = User.objects.get(email="ada@heliopompe.example")
    entries = Head.seq_of(project.pk)
    project.circles.general().open_circle("Afterwards", by=ada)
    assert Head.seq_of(project.pk) > entries
    assert list(Entry.breaks_of(project.pk)) == []


def test_one_of_each_comes_in_row_by_row(small_copy: Path) -> None:
    brought_in(small_copy)
    with ZipFile(small_copy) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("data/")}
    ends = (Guest, JoinLink)
    came = [model for model in project_tables() if rows_in(files, model._meta.db_table) and model not in ends]
    assert not Guest.objects.filter(ended_at=None).exists(), "what guests may stays with the server they were let into"
    assert not JoinLink.objects.turned_on().exists(), "nobody comes in here by an address of another server"
    assert not Project.objects.get().public_links, "on this server nobody has allowed links that anyone may read by"
    Project.objects.update(public_links=True)
    assert len(came) > 40, "it has much of everything"
    for model in came:
        stored = {str(row.pk): json.loads(line_of(values(row))) for row in model._default_manager.all()}
        expected = {
            str(row[model._meta.pk.attname]): compared(row, model) for row in rows_in(files, model._meta.db_table)
        }
        assert {key: stored[key] for key in expected} == (expected if model is not Head else stored), model


def values(row: models.Model) -> dict[str, Any]:
    return compared({name: getattr(row, name) for name in columns_of(type(row))}, type(row))


def compared(row: dict[str, Any], model: type[models.Model]) -> dict[str, Any]:
    """Leave out where files lie: that is each server's own."""
    return {name: value for name, value in row.items() if name not in file_columns(model)}


@pytest.mark.one_database
def test_people_come_without_password_and_without_rights(sample_copy: Path) -> None:
    a_person("Root", is_superuser=True)
    with sample_copy.open("rb") as file:
        found = import_project(file, by=None)
    assert len(found.newcomers) == 15
    assert not any(one.has_usable_password() or one.is_staff or one.is_superuser for one in found.newcomers)
    assert "EN 60335" in User.objects.get(email="ines@heliopompe.example").skill_names
    assert write_welcome_emails(found.project, found.newcomers) == 15
    email = OutgoingEmail.objects.get(to="ada@heliopompe.example")
    assert "http://testserver/account/password/reset/" in email.text


def test_an_administrator_of_both_servers_goes_on_by_the_account_they_have_here(sample_copy: Path) -> None:
    ada = User.objects.create_superuser("ada@heliopompe.example", PASSWORD, name="Ada M.")
    with sample_copy.open("rb") as file:
        found = import_project(file, by=ada)
    before = User.objects.exclude(pk=ada.pk).get(name="Ada Mercier")
    assert (before.email, before.handle, before.is_active, before in found.newcomers) == (None, "", False, False)
    assert (ada.check_password(PASSWORD), User.objects.get(pk=ada.pk).is_superuser) == (True, True)
    assert found.project.circles.general().people_in("pilot").filter(pk=ada.pk).exists()
    assert not Membership.objects.current().filter(user=before, circle__closed_at=None).exists()
    assert list(Entry.breaks_of(found.project.pk)) == []
    assert list(differences(found.project.pk)) == [], "what she did before stays as it was sealed"
    assert at_browser(ada).get(f"/p/{found.project.slug}/decisions/3/").status_code == 200


@pytest.mark.one_database
def test_the_command_says_what_came_in(sample_copy: Path) -> None:
    out = StringIO()
    call_command("import_project", str(sample_copy), stdout=out)
    assert "25 decisions" in out.getvalue()
    assert "15 people have no password here" in out.getvalue()
    with pytest.raises(CommandError, match="There is already a project at the address “heliopompe” here"):
        call_command("import_project", str(sample_copy))


@pytest.mark.one_database
def test_what_honest_messages_say_is_not_touched(sample_copy: Path) -> None:
    brought_in(sample_copy)
    with ZipFile(sample_copy) as archive:
        rows = rows_in({"data/chat_message.jsonl": archive.read("data/chat_message.jsonl")}, "chat_message")
    kept = dict(Message.objects.values_list("pk", "html"))
    assert {row["id"]: row["html"] for row in rows} == {str(pk): html for pk, html in kept.items()}


@pytest.mark.django_db(transaction=True)
def test_stored_files_come_along(
    write: WriteCopy, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path, django_db_setup: OwnDatabase
) -> None:
    with_uploads(monkeypatch)
    settings.MEDIA_ROOT = tmp_path / "here"
    ada = a_person("Ada Mercier")
    printout = Printout.request(a_project(ada), "", number=1, language="en", by=ada)
    printout.finish(ContentFile(b"%PDF-1.7 \x00\xff"), "register.pdf")
    copy = write(printout.project)
    django_db_setup.reset()
    settings.MEDIA_ROOT = tmp_path / "there"
    brought_in(copy)
    with Printout.objects.get().file.open("rb") as file:
        assert file.read() == b"%PDF-1.7 \x00\xff"
