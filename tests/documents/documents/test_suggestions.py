"""Suggestions: made without a right to write, taken or left block by block, with what others typed meanwhile."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from pycrdt import XmlFragment

from circles.circles.models import Circle
from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept as accept_invitation
from circles.invitations.workflows.guests import invite_guest
from circles.projects.models import Link
from decisions.decisions.workflows.positions import take_position
from documents.coediting.models import Log
from documents.document_files.workflows.imported_remarks import keep_remarks
from documents.documents.models import Document, Suggestion, SuggestionUpdate
from documents.documents.workflows.suggestion_verdicts import accept, refuse, withdraw
from documents.documents.workflows.suggestions import suggest, suggest_text
from documents.richtext.block_ids import missing_ids
from documents.richtext.exchange.remarks import Remark
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import ROOT, load
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import a_cast
from tests.factories import a_person, a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

TEXT = "# Result\n\nT-2 delivers about 4 % less water.\n\nThe seal stayed dry.\n\nNo part was changed.\n"
BETTER = TEXT.replace("about 4 %", "3.8 %").replace("No part was changed.", "No part was changed, but the oil.")


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    made = Document.create(circle, "Wear test", by=ada, content=update_of(TEXT))
    _doc, ids = missing_ids(made.log.read().updates)
    writes(made, ids or b"", by=None)
    return made


def writes(document: Document, update: bytes, by: User | None) -> None:
    """Append to a document's log, as its session does."""
    Log.objects.get(pk=document.pk).append(update, by=by)


def types(document: Document, block: int, words: str, by: User) -> None:
    """Type at the end of a block of the document."""
    doc = load(Log.objects.get(pk=document.pk).read().updates)
    before = doc.get_state()
    text: Any = doc.get(ROOT, type=XmlFragment).children[block].children[0]
    text.insert(len(str(text).encode()), words)
    writes(document, doc.get_update(before), by)


def retypes(suggestion: Suggestion, markdown: str, by: User) -> None:
    """Make a person's suggestion say this."""
    updates = [*Log.objects.get(pk=suggestion.document_id).read().updates, *suggestion.log()]
    suggest(suggestion.document, edit_into(updates, nodes_of(markdown)), by=by, key=uuid.uuid4().hex)


def says(document: Document) -> str:
    return markdown_of(Document.objects.get(pk=document.pk).nodes())


def heard(user: User) -> list[str]:
    return [one.event for one in Notice.objects.to(user) if one.event.startswith("suggestion")]


def fresh(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.with_place().get(pk=suggestion.pk)


def keys(suggestion: Suggestion) -> list[str]:
    return [change.key for change in fresh(suggestion).changes().changes]


@pytest.fixture
def suggestion(document: Document, bo: User) -> Suggestion:
    return fresh(suggest_text(document, nodes_of(BETTER), by=bo, reason="The table says 3.75."))


@pytest.mark.both_databases
def test_a_suggestion_changes_nothing_until_it_is_accepted(suggestion: Suggestion, ada: User, bo: User) -> None:
    document = suggestion.document
    assert says(document) == TEXT
    assert [change.kind for change in suggestion.changes().changes] == ["changed", "changed"]
    assert heard(ada) == ["suggestion.added"]
    accept(suggestion, by=ada)
    assert says(document) == BETTER
    last = Log.objects.get(pk=document.pk).updates.filter(user=bo).last()
    assert last
    ended = fresh(suggestion)
    assert (ended.outcome, ended.accepted, ended.ended_by) == ("accepted", 2, ada)
    entry = Entry.objects.filter(event="suggestion.accepted").get()
    assert entry.facts["changes"] == 2
    assert heard(bo) == ["suggestion.accepted"]


def test_one_block_is_accepted_and_the_other_refused(suggestion: Suggestion, ada: User) -> None:
    first, second = keys(suggestion)
    accept(suggestion, by=ada, keys=[first])
    assert says(suggestion.document) == TEXT.replace("about 4 %", "3.8 %")
    assert keys(suggestion) == [second]
    refuse(fresh(suggestion), by=ada, keys=[second])
    assert says(suggestion.document) == TEXT.replace("about 4 %", "3.8 %")
    assert fresh(suggestion).outcome == "partly"


def test_what_others_type_meanwhile_stays_and_is_no_part_of_it(suggestion: Suggestion, ada: User, bo: User) -> None:
    document = suggestion.document
    seen = suggestion.changes().seen
    types(document, 1, " Really.", ada)  # in a block that the suggestion changes
    types(document, 2, " So did the bearing.", ada)
    first, _second = keys(suggestion)
    accept(fresh(suggestion), by=ada, keys=[first], seen=seen)
    assert "3.8 % less water. Really." in says(document)
    assert "stayed dry. So did the bearing." in says(document)
    assert len(keys(suggestion)) == 1
    refuse(fresh(suggestion), by=ada)
    assert "No part was changed.\n" in says(document)


def test_what_others_wrote_in_a_block_that_was_to_go_stays(document: Document, ada: User, bo: User) -> None:
    made = fresh(suggest_text(document, nodes_of(TEXT.replace("The seal stayed dry.\n\n", "")), by=bo))
    seen = made.changes().seen
    types(document, 2, " Not on day three.", ada)
    accept(fresh(made), by=ada, seen=seen)
    assert "The seal stayed dry. Not on day three." in says(document)


def test_a_new_block_is_accepted_where_it_stands(document: Document, ada: User, bo: User) -> None:
    more = TEXT.replace("The seal", "The sand was washed.\n\nThe seal")
    made = fresh(suggest_text(document, nodes_of(more), by=bo))
    assert [change.kind for change in made.changes().changes] == ["added"]
    accept(made, by=ada)
    assert says(document) == more


def test_two_people_suggest_at_once(document: Document, ada: User, bo: User, fay: User) -> None:
    one = fresh(suggest_text(document, nodes_of(TEXT.replace("about 4 %", "3.8 %")), by=bo))
    other = fresh(suggest_text(document, nodes_of(TEXT.replace("stayed dry", "leaked")), by=fay))
    accept(one, by=ada)
    accept(fresh(other), by=ada)
    assert says(document) == TEXT.replace("about 4 %", "3.8 %").replace("stayed dry", "leaked")


def test_nobody_accepts_what_they_have_not_read(suggestion: Suggestion, ada: User, bo: User) -> None:
    seen = suggestion.changes().seen
    retypes(suggestion, BETTER.replace("dry", "soaked"), bo)
    with pytest.raises(Refused, match="just changed"):
        accept(fresh(suggestion), by=ada, seen=seen)
    accept(fresh(suggestion), by=ada, seen=fresh(suggestion).changes().seen)
    assert "soaked" in says(suggestion.document)


def test_who_goes_on_after_a_verdict_suggests_the_rest_alone(suggestion: Suggestion, ada: User, bo: User) -> None:
    accept(suggestion, by=ada, keys=keys(suggestion)[:1])
    retypes(fresh(suggestion), BETTER.replace("dry", "soaked"), bo)
    assert len(keys(suggestion)) == 2
    accept(fresh(suggestion), by=ada)
    assert says(suggestion.document) == BETTER.replace("dry", "soaked")


def test_a_suggestion_is_withdrawn_by_its_author_alone(suggestion: Suggestion, ada: User, bo: User) -> None:
    with pytest.raises(Refused):
        withdraw(suggestion, by=ada)
    withdraw(suggestion, by=bo)
    with pytest.raises(Refused, match="withdrawn"):
        accept(fresh(suggestion), by=ada)


def test_its_log_is_never_changed(suggestion: Suggestion) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        SuggestionUpdate.objects.update(seq=9)


def test_what_is_no_update_is_refused_and_what_is_sent_twice_stands_once(document: Document, bo: User) -> None:
    with pytest.raises(Refused):
        suggest(document, b"\xff\xff", by=bo, key="a")
    update = edit_into(document.log.read().updates, nodes_of(BETTER))
    for _ in range(2):
        made = suggest(document, update, by=bo, key="a")
    assert made.updates.count() == 1


def test_tracked_changes_of_a_file_become_suggestions_of_who_made_them(document: Document, ada: User) -> None:
    remarks = [
        Remark("deletion", "Ines", "2026-10-03T10:00:00Z", "really ", before="T-2 ", after="delivers about"),
        Remark("insertion", "Ines", "2026-10-03T10:00:00Z", "about ", "about ", "T-2 delivers ", "4 % less"),
        Remark("insertion", "Sami", "2026-10-04T10:00:00Z", "stayed dry", "stayed dry", "The seal ", "."),
        Remark("insertion", "Sami", "2026-10-04T10:00:00Z", "nowhere", "nowhere"),
    ]
    assert [one.words for one in keep_remarks(document, remarks, by=ada)] == ["nowhere"]
    before = TEXT.replace("T-2 delivers about 4 %", "T-2 really delivers 4 %").replace("seal stayed dry", "seal ")
    assert says(document).split() == before.split()
    ines, sami = Suggestion.objects.with_place().order_by("pk")
    assert (ines.speaker, sami.speaker, ines.author) == ("Ines", "Sami", None)
    assert ines.created_at.isoformat().startswith("2026-10-03")
    for each in (ines, sami):
        accept(fresh(each), by=ada)
    assert says(document).split() == TEXT.split()


def test_a_guest_who_may_comment_suggests_and_does_not_accept(document: Document, ada: User) -> None:
    gil = a_person("Gil Lab")
    invite_guest(document, str(gil.email), level="comment", reason="The laboratory", ends_on=None, by=ada)
    accept_invitation(Guest.objects.latest("pk"), by=gil)
    guest, host = (Client(headers=by_token(user)) for user in (gil, ada))
    sent = guest.post(
        f"/api/v1/documents/{document.pk}/suggestions", {"markdown": BETTER}, content_type="application/json"
    )
    assert sent.status_code == 201
    place = f"/api/v1/projects/{document.project.slug}/suggestions/{sent.json()['id']}"
    seen = {"seen": sent.json()["seen"]}
    assert guest.post(f"{place}/acceptance", seen, content_type="application/json").status_code == 403
    assert host.post(f"{place}/acceptance", seen, content_type="application/json").json()["outcome"] == "accepted"
    assert says(document) == BETTER
    assert heard(gil) == ["suggestion.accepted"]


def test_a_suggestion_becomes_a_proposal_and_its_adoption_applies_it() -> None:
    cast = a_cast()
    document = Document.create(cast.circle, "Wear test", by=cast.ada, content=update_of(TEXT))
    suggestion = fresh(suggest_text(document, nodes_of(BETTER), by=cast.bo, reason="As the table has it."))
    address = reverse("decisions:new_proposal", args=[cast.project.slug])
    form = at_browser(cast.ada).get(f"{address}?circle={cast.circle.key}&from=suggestion-{suggestion.pk}")
    assert "~~about 4~~ **3.8** % less water" in form.content.decode()
    round_ = a_round(circle=cast.circle, by=cast.ada)
    Link.tie(cast.project, suggestion, round_.proposal, by=cast.ada)
    with pytest.raises(Refused, match="adoption"):
        accept(fresh(suggestion), by=cast.ada)
    types(document, 2, " Nor the hose.", cast.ada)
    for person in (cast.bo, cast.fay):
        take_position(round_, "no_objection", by=person)
    assert says(document).startswith(BETTER[:40])
    assert "Nor the hose." in says(document)
    assert fresh(suggestion).outcome == "accepted"
    assert Entry.objects.get(event="suggestion.accepted").facts["decision"] == "D-1"
