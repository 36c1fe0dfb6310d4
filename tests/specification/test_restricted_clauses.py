"""Clauses of a document that is restricted while a proposal moves them: its new words stay with whoever reads it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from audit import clock
from audit.models import Entry
from chat.broadcasts import readers_of, recent_changes
from chat.event_types import ChatEvent
from chat.extension import find_message
from chat.models import Room, Topic
from chat.workflows.conversation import open_topic, post_about
from circles.models import Circle
from decisions.models import ClauseTouch, Proposal, RoundClauses
from decisions.models.proposals.split_clauses import with_descents
from decisions.workflows.proposals import create_proposal
from documents.models import CommentThread, Document
from documents.workflows.comments import Anchor, begin_thread
from documents.workflows.restricting import RestrictionTerms, restrict
from documents.workflows.suggestions import suggest_text
from inbox.models import Notice
from projects.models import Link, Project
from richtext.markdown_reader import nodes_of
from specification.event_types import SpecificationEvent
from specification.extension import choices
from specification.forms import named_descents
from specification.models import Clause
from specification.workflows.clauses import describe, drop
from syncs.models import AgendaItem, Sync
from syncs.workflows.agenda_input import exceptions_due
from takeaway.workflows.erasure import former_names
from takeaway.workflows.typed_names import typed_names
from tests.factories import a_circle, a_written
from tests.specification.blocks import a_clause, adopted, fresh, write
from tests.support.entry_points import at_browser, by_token
from web.broadcasts import group_of, group_of_person
from web.exceptions import Refused
from webhooks.models import Webhook
from webhooks.workflows.sending import may_see

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SAID: dict[str, Any] = {"tension": "It is not agreed.", "text": "We agree to it."}
TYPED = SAID | {"reversibility": "easy", "review_months": 3}


@pytest.fixture
def cable(project: Project, circle: Circle, fay: User) -> Clause:
    """A clause of a plan that everyone reads."""
    plan = Document.create(project.general, "Test plan", by=fay)
    a_written(plan, "# Heat\n\nCable rise at 750 W.", by=fay)
    return a_clause(plan, "Cable", circle, by=fay)


@pytest.fixture
def asked(cable: Clause, circle: Circle, ada: User, fay: User) -> Proposal:
    """What ada asks about it; since then only fay reads the plan, which says something else."""
    proposal = create_proposal(circle, by=ada, ask=True, clauses=[ClauseTouch(cable)], **SAID)
    plan = Document.objects.get(pk=cable.document_id)
    restrict(plan, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    write(plan, "# Heat\n\nCable rise at 900 W.", by=fay)
    return proposal


def told(proposal: Proposal, reader: User) -> str:
    """Return all that a proposal shows and keeps of clauses."""
    page = at_browser(reader).get(proposal.get_absolute_url()).text
    address = f"/api/v1/projects/{proposal.project.slug}/proposals/{proposal.number}"
    said = Client(headers=by_token(reader)).get(address).text
    kept = list(RoundClauses.objects.filter(round__proposal=proposal).values_list("rows", flat=True))
    return f"{page} {said} {kept}"


def test_taking_the_text_as_it_stands_takes_none_of_a_restricted_document(asked: Proposal, ada: User) -> None:
    address = reverse("decisions:clause_texts", args=[asked.project.slug, asked.number])
    assert at_browser(ada).post(address).status_code == 409
    assert "750 W" in told(asked, ada)
    assert "900 W" not in told(asked, ada)


def test_a_proposal_is_written_anew_with_the_text_that_it_had(asked: Proposal, cable: Clause, ada: User) -> None:
    address = f"/api/v1/projects/{asked.project.slug}/proposals/{asked.number}"
    body = {"text": "We agree to that.", "clauses": [cable.key]}
    program = Client(headers=by_token(ada))
    assert program.patch(address, body, content_type="application/json").status_code == 200
    page = reverse("decisions:revision", args=[asked.project.slug, asked.number])
    typed = TYPED | {"text": "We do.", "clauses": cable.key, "retires": "", "descents": ""}
    assert at_browser(ada).post(page, typed).status_code == 302
    assert asked.rounds.count() == 3
    assert "750 W" in told(asked, ada)
    assert "900 W" not in told(asked, ada)


def test_what_a_clause_becomes_is_taken_as_it_was_ratified_where_its_document_is_restricted(
    cable: Clause, document: Document, project: Project, circle: Circle, ada: User, fay: User
) -> None:
    bus = a_clause(document, "Bus", by=ada)
    describe(cable, by=fay, circles=[project.general])
    adopted(project.general, cable, bus, by=fay)
    plan = Document.objects.get(pk=cable.document_id)
    restrict(plan, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    write(plan, "# Heat\n\nCable rise at 900 W.", by=fay)
    address = f"/api/v1/projects/{project.slug}/proposals"
    body = SAID | {"circle": circle.key, "descents": [{"before": [bus.key], "after": [cable.key]}]}
    by_ada = Client(headers=by_token(ada)).post(address, body, content_type="application/json")
    assert (by_ada.status_code, "There is no clause" in by_ada.text) == (422, True), "she may not read it"
    body["circle"] = project.general.key
    assert Client(headers=by_token(fay)).post(address, body, content_type="application/json").status_code == 201
    proposal = Proposal.objects.latest("pk")
    kinds = {one.clause.key: one.kind for one in proposal.clauses_touched()}
    assert kinds == {cable.key: "unchanged", bus.key: "retired"}
    assert "750 W" in told(proposal, ada)
    assert "900 W" not in told(proposal, ada)


def test_a_text_that_names_a_clause_is_told_its_title_only_where_all_may_read_it(
    cable: Clause, circle: Circle, ada: User, fay: User
) -> None:
    power = a_circle(ada, inside=circle.project.general, name="Power")
    proposal = create_proposal(power, by=ada, ask=False, tension="It is wrong.", text=f"{cable.key} holds.")
    address = f"{proposal.get_absolute_url()}rounds/"
    title = f'<span class="does__about">{cable.title}</span>'
    assert title in at_browser(ada).post(address).text
    restrict(Document.objects.get(pk=cable.document_id), RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    asked = at_browser(ada).post(address).text
    assert f"names {cable.key}" in asked
    assert "does__about" not in asked


def test_no_clause_becomes_one_whose_block_is_gone_from_a_restricted_document(
    cable: Clause, document: Document, project: Project, fay: User
) -> None:
    bus = a_clause(document, "Bus", by=fay)
    describe(cable, by=fay, circles=[project.general])
    adopted(project.general, cable, bus, by=fay)
    plan = Document.objects.get(pk=cable.document_id)
    restrict(plan, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    write(plan, "# Heat", by=fay)
    touches = with_descents([], *named_descents(project, f"{bus.key} → {cable.key}", reader=fay))
    with pytest.raises(Refused, match="no longer in any document"):
        create_proposal(project.general, by=fay, ask=False, clauses=touches, **SAID)


def test_nobody_proposes_what_a_restricted_document_says(asked: Proposal, cable: Clause, fay: User) -> None:
    project = asked.project
    body = SAID | {"circle": project.general.key, "clauses": [cable.key]}
    program = Client(headers=by_token(fay))
    address = f"/api/v1/projects/{project.slug}/proposals"
    assert program.post(address, body, content_type="application/json").status_code == 409
    page = f"/p/{project.slug}/proposals/new/?circle={project.general.key}"
    refused = at_browser(fay).post(page, TYPED | {"clauses": cable.key})
    assert (refused.status_code, "is restricted" in refused.text) == (422, True)


@pytest.mark.both_databases
def test_talk_about_a_clause_is_for_those_who_read_its_document(
    cable: Clause, circle: Circle, ada: User, bo: User, fay: User
) -> None:
    post_about(cable, "Why 750 W?", by=ada, circle=circle)
    other = open_topic(Room.of(circle), "Pumps", by=ada)
    topic = Topic.objects.get(thing=str(cable.pk))
    people = [ada, bo, fay]
    assert who_reads(topic, people) == {one.pk for one in people}
    restrict(cable.document, RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    assert who_reads(topic, people) == {fay.pk}
    assert who_reads(other, people) == {one.pk for one in people}
    assert readers_of(topic) == {fay.pk}
    message = post_about(cable, "Is it 750 W, @Ada Mercier?", by=fay, circle=circle)
    assert not Notice.objects.filter(user=ada, message=message.pk).exists()
    with pytest.raises(Refused):
        find_message(topic.project, fay, str(message.pk))
    pages = (topic.get_absolute_url(), Room.of(circle).get_absolute_url(), circle.get_absolute_url())
    for reader, shows in ((fay, True), (ada, False)):
        assert [("750 W" in at_browser(reader).get(page).text) for page in pages] == [shows] * 3, reader


def who_reads(topic: Topic, people: list[User]) -> set[UUID]:
    """Return who may read it, by both ways in which that is asked."""
    reading = {one.pk for one in people if Topic.objects.visible_to(one).filter(pk=topic.pk).exists()}
    assert topic.readers_among(people) == reading
    return reading


def only_fay_reads(thing: Any, fay: User) -> None:
    """Restrict the document in which a clause stands."""
    restrict(Document.objects.get(pk=thing.document_id), RestrictionTerms("Not agreed yet", people=[fay]), by=fay)


def test_no_program_hears_of_talk_about_a_clause_that_was_dropped_since(
    cable: Clause, circle: Circle, project: Project, ada: User, fay: User
) -> None:
    topic = post_about(cable, "Why 750 W?", by=fay, circle=circle).topic
    topic.close("answered", by=fay)
    only_fay_reads(cable, fay)
    drop(cable, by=fay)
    entry = Entry.objects.get(event=ChatEvent.TOPIC_CLOSED)
    for owner in (ada, fay):
        assert not may_see(Webhook(project=project, owner=owner), entry), owner


@pytest.mark.both_databases
def test_talk_about_a_comment_or_a_suggestion_is_for_those_who_read_its_document(
    cable: Clause, ada: User, bo: User, fay: User
) -> None:
    plan, people = Document.objects.get(pk=cable.document_id), [ada, bo, fay]
    said = begin_thread(plan, Anchor(quote="750 W"), "Why 750 W?", by=fay)
    suggested = suggest_text(plan, [*plan.nodes(), *nodes_of("Or 800 W.")], by=fay)
    topics = [post_about(thing, "Is it agreed?", by=ada).topic for thing in (said, suggested)]
    assert [who_reads(topic, people) for topic in topics] == [{one.pk for one in people}] * 2
    only_fay_reads(cable, fay)
    assert [who_reads(topic, people) for topic in topics] == [{fay.pk}] * 2


@pytest.mark.both_databases
def test_what_is_repeated_to_open_pages_is_repeated_to_readers_in_few_queries(
    cable: Clause, circle: Circle, ada: User, bo: User, fay: User
) -> None:
    post_about(cable, "Why 750 W?", by=ada, circle=circle)
    only_fay_reads(cable, fay)
    for name in ("Pumps", "Belts", "Seals"):
        post_about(Document.create(circle, name, by=ada), "Which?", by=ada)
    with CaptureQueriesContext(connection) as queries:
        changes = recent_changes([circle.project_id], clock.now() - timedelta(minutes=5))
        told = [(group, body["chat"]["about"].partition(":")[0]) for group, body in changes if "chat" in body]
    everyone = group_of(circle.project_id)
    assert sorted(told) == sorted([(group_of_person(fay.pk), "clause"), *[(everyone, "document")] * 3])
    assert len(queries) <= 8


def test_the_record_has_no_words_of_restricted_talk(cable: Clause, circle: Circle, fay: User) -> None:
    begin_thread(Document.objects.get(pk=cable.document_id), Anchor(quote="750 W"), "Why 750 W?", by=fay)
    topic = post_about(cable, "Why 750 W?", by=fay, circle=circle).topic
    only_fay_reads(cable, fay)
    topic.close("answered", by=fay, line="750 W is what it takes.")
    topic.reopen(by=fay)
    assert recorded(ChatEvent.TOPIC_CLOSED) == (cable.key, cable.key, {"outcome": "answered", "line": ""})
    assert recorded(ChatEvent.TOPIC_REOPENED) == (cable.key, cable.key, {})
    about = post_about(CommentThread.objects.get().comments.get(), "Why 750 W?", by=fay).topic
    about.close("answered", by=fay)
    assert recorded(ChatEvent.TOPIC_CLOSED)[:2] == ("", cable.document.reference)


def recorded(event: str) -> tuple[str, str, Any]:
    """Return reference, title and facts of the last such entry."""
    entry = Entry.objects.filter(event=event).latest("seq")
    return entry.reference, entry.title, entry.facts


def test_the_record_names_a_clause_of_a_restricted_document_by_its_key(cable: Clause, fay: User) -> None:
    only_fay_reads(cable, fay)
    describe(cable, by=fay, rationale="It is what it takes.")
    drop(cable, by=fay)
    for event in (SpecificationEvent.CLAUSE_DESCRIBED, SpecificationEvent.CLAUSE_DROPPED):
        assert recorded(event)[:2] == (cable.key, cable.key)


@pytest.fixture
def above(cable: Clause, circle: Circle, ada: User, fay: User) -> Clause:
    """A clause from which the one of the plan comes, that is ada's now."""
    sources = Document.create(cable.project.general, "Sources", by=fay)
    a_written(sources, "A pump draws 3 A.", by=fay)
    parent = a_clause(sources, "A pump", circle, by=fay)
    describe(cable, by=fay, owner=ada, parents=[parent])
    return parent


def test_a_sync_shows_no_words_of_a_restricted_clause(
    cable: Clause, above: Clause, circle: Circle, project: Project, fay: User
) -> None:
    write(Document.objects.get(pk=above.document_id), "A pump draws 4 A.", by=fay)
    covered, day = [circle.pk], project.day_of(clock.now())
    shown = {"clause": fresh(cable), "sync": Sync(project=project, circle=circle)}
    assert [due.ref for due in exceptions_due(circle, covered, day, {})] == [cable.key]
    assert "750 W" in render_to_string("specification/live_point.html", shown)
    only_fay_reads(cable, fay)
    assert exceptions_due(circle, covered, day, {}) == []
    screen = render_to_string("specification/live_point.html", shown | {"clause": fresh(cable)})
    assert ("750 W" in screen, cable.key in screen) == (False, True)


def test_nothing_is_made_of_a_restricted_clause(cable: Clause, circle: Circle, project: Project, fay: User) -> None:
    program, address = Client(headers=by_token(fay)), f"/api/v1/projects/{project.slug}/actions"
    body = {"what": "Measure it", "circle": circle.key, "source": cable.key}
    assert program.post(address, body, content_type="application/json").status_code == 201
    only_fay_reads(cable, fay)
    refused = program.post(address, body, content_type="application/json")
    assert (refused.status_code, "is restricted" in refused.text) == (409, True)
    with pytest.raises(Refused, match="is restricted"):
        AgendaItem.add(circle, "Heat", by=fay, source=fresh(cable))
    assert Link.objects.count() == 1


def test_an_owner_who_may_not_read_a_clause_gets_no_notice_of_it(
    cable: Clause, above: Clause, ada: User, bo: User, fay: User
) -> None:
    heard = Notice.objects.filter(reference=cable.key)
    assert [notice.user_id for notice in heard] == [ada.pk], "she was given it"
    only_fay_reads(cable, fay)
    write(Document.objects.get(pk=above.document_id), "A pump draws 4 A.", by=fay)
    assert fresh(cable).is_suspect
    describe(cable, by=fay, owner=bo)
    assert heard.all().count() == 1


def test_who_splits_a_circle_sees_of_a_restricted_clause_its_key(cable: Clause, circle: Circle, fay: User) -> None:
    assert choices(circle) == [(cable.key, f"{cable.key} {cable.title}")]
    only_fay_reads(cable, fay)
    assert choices(circle) == [(cable.key, cable.key)]


def test_who_erases_a_person_reads_no_words_of_a_restricted_clause(
    cable: Clause, circle: Circle, project: Project, ada: User, fay: User
) -> None:
    describe(cable, by=fay, rationale=f"As {ada.name} measured.")
    post_about(cable, f"Is it what {ada.name} measured?", by=fay, circle=circle)
    names = former_names(ada, language="en")
    assert [place.inside for place in typed_names(names, [project])] == [f"{cable.title}, {project.name}"] * 2
    only_fay_reads(cable, fay)
    assert [place.inside for place in typed_names(names, [project])] == [f"{cable.key}, {project.name}"] * 2
