"""The record in the database: written with the change, never changed after it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.audit.models import Entry, Head, PersonalValue
from tests.factories import a_circle, a_person, a_project

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_new_project_begins_its_record_with_its_making() -> None:
    project = a_project()
    assert Entry.objects.of_project(project.pk)[0].event == "project.created"
    assert list(Entry.breaks_of(project.pk)) == []


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET title = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    a_project()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_failed_action_leaves_no_entry() -> None:
    project = a_project()
    before = Entry.objects.count()

    def fail_after_opening() -> None:
        with transaction.atomic():
            project.circles.general().open_circle("Design", by=project.created_by)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_opening()
    assert Entry.objects.count() == before
    assert list(Entry.breaks_of(project.pk)) == []


def test_erasing_a_name_leaves_the_chain_whole() -> None:
    bo = a_person("Bo Nguyen")
    project = a_circle(bo).project
    PersonalValue.objects.filter(entry__project=project.pk, value="Bo Nguyen").update(value="", salt="")
    assert list(Entry.breaks_of(project.pk)) == []
    assert "Bo Nguyen" not in str(list(Entry.objects.values()))


def test_a_changed_name_is_found() -> None:
    bo = a_person("Bo Nguyen")
    project = a_circle(bo).project
    PersonalValue.objects.filter(entry__project=project.pk, value="Bo Nguyen").update(value="Eve Martin")
    assert list(Entry.breaks_of(project.pk))


def test_a_cut_tail_is_found_by_the_head() -> None:
    project = a_project()
    head = Head.objects.get(pk=project.pk)
    head.seq += 1
    head.save()
    assert [broken.seq for broken in Entry.breaks_of(project.pk)] == [head.seq]


def test_the_command_says_that_chains_hold_and_fails_when_one_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    project = a_project()
    call_command("audit_verify")
    assert "1 chains hold" in capsys.readouterr().out
    Head.objects.filter(pk=project.pk).update(hash="0" * 64)
    with pytest.raises(CommandError):
        call_command("audit_verify")


@pytest.mark.django_db(transaction=True)
def test_the_chain_is_locked_in_a_transaction_only() -> None:
    project = a_project()
    with pytest.raises(transaction.TransactionManagementError):
        Head.lock(project.pk)
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert Head.lock(project.pk).seq == Head.objects.get(pk=project.pk).seq
    locking = [query for query in asked if "FOR UPDATE" in query["sql"]]
    assert bool(locking) == connection.features.has_select_for_update


def test_a_locked_end_knows_since_when_it_is_closed() -> None:
    project, now = a_project(), timezone.now().replace(microsecond=0)
    assert Head.lock(project.pk).closed_at is None
    Head.objects.filter(pk=project.pk).update(closed_at=now)
    assert Head.lock(project.pk).closed_at == now
