"""What changed since a person last read a document: counted, with who wrote it, and kept for each person."""

import pytest
from django.urls import reverse

from documents.coediting.models import Log
from documents.documents.contexts.unread import UnreadChanges, unread_of
from documents.documents.models import Document, Visit
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_written
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PUMP = "# Pump\n\nThe battery is lead.\n\n## Prices\n\nIt costs 40 €.\n\n- inlet\n- outlet\n"


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen", hue=7)


@pytest.fixture
def rose() -> User:
    return a_person("Rose Petit", hue=3)


@pytest.fixture
def pump(ada: User, bo: User, rose: User) -> Document:
    """A text that ada has read."""
    document = Document.create(a_circle(ada, bo, rose), "Pump", by=ada)
    a_written(document, PUMP, by=ada)
    opens(ada, document)
    return document


def fresh(document: Document) -> Document:
    return Document.objects.select_related("log", "project", "circle").get(pk=document.pk)


def opens(user: User, document: Document) -> str:
    """Open the page, and let it ask what is new; returns what it shows of that."""
    answer = at_browser(user).post(reverse("documents:visits", args=[document.project.slug, document.number]))
    assert answer.status_code in {200, 204}
    return answer.content.decode()


def leaves(user: User, document: Document) -> None:
    answer = at_browser(user).post(reverse("documents:reading", args=[document.project.slug, document.number]))
    assert answer.status_code == 204


def found(user: User, document: Document) -> UnreadChanges:
    unread = unread_of(fresh(document), user)
    assert unread
    return unread


def test_who_comes_back_reads_what_others_changed_block_by_block(
    pump: Document, ada: User, bo: User, rose: User
) -> None:
    lithium = PUMP.replace("lead", "lithium")
    a_written(pump, lithium, by=bo)
    a_written(pump, lithium.replace("40", "45").replace("- outlet\n", "- outlet\n\nIt is blue.\n"), by=rose)
    assert "3 changes since you last read it, by Bo and Rose" in opens(ada, pump)
    changes = found(ada, pump).changes
    assert [(one.change.kind, [person.name for person in one.people]) for one in changes] == [
        ("changed", ["Bo Nguyen"]),
        ("changed", ["Rose Petit"]),
        ("added", ["Rose Petit"]),
    ]
    assert [one.place for one in changes] == [1, 3, 5]


def test_it_is_said_until_the_reader_leaves(pump: Document, ada: User, bo: User) -> None:
    a_written(pump, PUMP.replace("lead", "lithium"), by=bo)
    assert "one change" in opens(ada, pump)
    assert "one change" in opens(ada, pump)
    leaves(ada, pump)
    assert opens(ada, pump) == ""
    assert Visit.objects.get(user=ada).read_seq == Log.objects.get(pk=pump.pk).seq


def test_nothing_is_said_to_who_wrote_it_nor_to_who_reads_it_first(
    pump: Document, ada: User, bo: User, rose: User
) -> None:
    opens(bo, pump)
    a_written(pump, PUMP.replace("lead", "lithium"), by=bo)
    assert opens(bo, pump) == ""
    assert opens(rose, pump) == ""
    a_written(pump, PUMP.replace("lead", "lithium").replace("40", "45"), by=rose)
    assert "one change since you last read it, by Rose" in opens(bo, pump)


def test_a_block_that_went_names_who_took_it_out(pump: Document, ada: User, bo: User) -> None:
    a_written(pump, PUMP.replace("It costs 40 €.\n\n", ""), by=bo)
    (change,) = found(ada, pump).changes
    assert (change.change.kind, change.place, [one.name for one in change.people]) == ("removed", 3, ["Bo Nguyen"])


def test_what_was_written_and_taken_back_is_no_change(pump: Document, ada: User, bo: User) -> None:
    a_written(pump, PUMP.replace("lead", "lithium"), by=bo)
    a_written(pump, PUMP, by=bo)
    assert opens(ada, pump) == ""


def test_after_a_long_time_people_are_named_for_all_of_it(
    pump: Document, ada: User, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.documents.contexts.unread.MOST_ROWS", 0)
    a_written(pump, PUMP.replace("lead", "lithium"), by=bo)
    assert "one change since you last read it, by Bo" in opens(ada, pump)


def test_a_restricted_document_says_nothing_to_who_may_not_read_it(
    pump: Document, ada: User, bo: User, rose: User
) -> None:
    opens(rose, pump)
    a_written(pump, PUMP.replace("lead", "lithium"), by=bo)
    restrict(fresh(pump), RestrictionTerms("Until the tender ends", [bo]), by=ada)
    address = reverse("documents:visits", args=[pump.project.slug, pump.number])
    assert at_browser(rose).post(address).status_code == 403
    assert at_browser(rose).get(f"/api/v1/documents/{pump.pk}/unread", headers=by_token(rose)).status_code == 403


def test_programs_read_it_and_note_how_far(pump: Document, ada: User, bo: User) -> None:
    since = Log.objects.get(pk=pump.pk).seq
    a_written(pump, PUMP.replace("lead", "lithium"), by=bo)
    browser, address = at_browser(ada), f"/api/v1/documents/{pump.pk}"
    answer = browser.get(f"{address}/unread", headers=by_token(ada)).json()
    assert (answer["since"], answer["people"]) == (since, ["Bo Nguyen"])
    (change,) = answer["changes"]
    assert (change["kind"], change["by"]) == ("changed", ["Bo Nguyen"])
    assert (change["before"], change["after"]) == ("The battery is lead.", "The battery is lithium.")
    put = browser.put(f"{address}/reading", "{}", content_type="application/json", headers=by_token(ada))
    assert put.status_code == 204
    assert browser.get(f"{address}/unread", headers=by_token(ada)).json()["changes"] == []
