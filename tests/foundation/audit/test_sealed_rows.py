"""Rows that the record seals: what differs is named by command and page, and what stood before is sealed since."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from across.takeaway.workflows.erasure import erase_person
from decisions.decisions.models import Decision, Objection
from decisions.decisions.workflows.positions import take_position
from foundation.audit.event_types import SealEvent
from foundation.audit.models import Entry
from foundation.audit.sealing import Mismatch, SealedRows, differences, seal_existing
from foundation.audit.seals import Seal
from tests.decisions.decisions.people import Cast, a_cast, adopted, page
from tests.factories import a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("made_now")]


@pytest.fixture
def cast(db: None, made_now: None) -> Cast:
    return a_cast()


def test_the_page_and_the_command_name_what_was_changed(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    decision = adopted(cast)
    browser = at_browser(cast.bo)
    assert "What was decided is what was sealed" in browser.get(page(cast, "record/verification/")).text
    call_command("audit_verify")
    assert "the rows they seal" in capsys.readouterr().out
    Decision.objects.filter(pk=decision.pk).update(without=["Zoe"])
    (found,) = differences(cast.project.pk)
    assert (found.key, found.column, found.why) == (str(decision.pk), "without", Mismatch.CHANGED)
    words = browser.get(page(cast, "record/verification/")).text
    assert "One thing is not what the record sealed." in words
    assert "decision D-1, “closed without”: it is not what was sealed" in words
    errors = StringIO()
    with pytest.raises(CommandError, match="1 rows or fields are not what they sealed"):
        call_command("audit_verify", stderr=errors)
    assert "decision D-1" in errors.getvalue()


def test_what_stands_without_a_seal_is_sealed_once_and_told(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    round_.positions.create(user=cast.bo, kind="no_objection", is_late=False)
    assert [one.why for one in differences(cast.project.pk)] == [Mismatch.UNSEALED]
    assert seal_existing(cast.project.pk, cast.project.name) == 1
    assert seal_existing(cast.project.pk, cast.project.name) == 0
    assert list(differences(cast.project.pk)) == []
    assert Entry.objects.of_project(cast.project.pk).filter(event=SealEvent.ROWS_SEALED).count() == 1
    assert "is sealed from here on" in at_browser(cast.bo).get(page(cast, "record/")).text


@pytest.mark.one_database
def test_an_older_server_seals_what_it_has(cast: Cast) -> None:
    adopted(cast)
    Seal.objects.all().delete()
    before = SealedRows.of(cast.project.pk).number
    import_module("across.takeaway.migrations.0004_seal_what_was_decided").seal_existing(apps, None)
    assert list(differences(cast.project.pk)) == []
    assert list(Entry.breaks_of(cast.project.pk)) == []
    assert SealedRows.of(cast.project.pk).number == before


def test_an_erasure_covers_nothing_that_was_changed_before_it(cast: Cast) -> None:
    tests = valid_objection_tests(an_element(cast.project))
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, "objection", by=cast.bo, words="It shocks.", objection_tests=tests)
    Objection.objects.update(evidence="Measured by nobody.")
    (found,) = differences(cast.project.pk)
    erase_person(cast.bo, by=cast.ada)
    (still,) = differences(cast.project.pk)
    assert (still.place, still.why) == (found.place, Mismatch.CHANGED)
    assert (found.name, still.name) == ("P-1, Bo Nguyen", "P-1, Former member")


def test_what_a_verb_writes_later_is_sealed_with_it(cast: Cast) -> None:
    decision = adopted(cast)
    adopted(cast, revokes=decision)
    sealed = SealedRows.of(cast.project.pk).digests["decision"][str(decision.pk)]
    assert "revoked_at" in sealed
    assert list(differences(cast.project.pk)) == []
