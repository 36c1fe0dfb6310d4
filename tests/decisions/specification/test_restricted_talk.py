"""What is said of clauses of a restricted document, and what comes of them, reaches those alone who may read it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from across.takeaway.workflows.erasure import former_names
from across.takeaway.workflows.typed_names import typed_names
from across.webhooks.models import Webhook
from across.webhooks.workflows.sending import may_see
from chat.chat.broadcasts import readers_of, recent_changes
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.event_types import ChatEvent
from chat.chat.extension import find_message
from chat.chat.models import Room, Topic
from chat.chat.workflows.conversation import open_topic, post_about, post_message
from circles.circles.models import Circle
from circles.projects.models import Link, Project
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows.agenda_input import exceptions_due
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.specification.event_types import SpecificationEvent
from decisions.specification.extension import choices
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe, drop
from documents.documents.models import CommentThread, Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.broadcasts import group_of, group_of_person
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, fresh, write
from tests.factories import a_written
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SAID: dict[str, Any] = {"tension": "It is not agreed.", "text": "We agree to it."}
TYPED = SAID | {"reversibility": "easy", "review_months": 3}


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
    """Return who may read it, by each way in which that is asked."""
    reading = {one.pk for one in people if Topic.objects.visible_to(one).filter(pk=topic.pk).exists()}
    assert topic.readers_among(people) == reading
    listed = {one.pk for one in people if topics_for(one, topic.project).filter(pk=topic.pk).exists()}
    assert listed == reading
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


def test_one_statement_says_whether_the_document_is_restricted_in_which_a_topic_has_its_thing(
    cable: Clause, circle: Circle, fay: User
) -> None:
    topic = post_about(cable, "Why 750 W?", by=fay, circle=circle).topic
    with CaptureQueriesContext(connection) as made:
        assert topic.open_headline == topic.name
    only_fay_reads(cable, fay)
    with CaptureQueriesContext(connection) as made_then:
        assert topic.open_headline == cable.key
    assert (len(made), len(made_then)) == (1, 1)


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
def test_older_talk_about_what_was_said_of_a_document_is_for_those_who_read_that(
    cable: Clause, ada: User, bo: User, fay: User
) -> None:
    said, people = post_about(cable, "Why 750 W?", by=fay), [ada, bo, fay]
    room = said.topic.room
    assert room
    topics = [
        Topic.begin(room, "Why?", by=fay, thing_kind=thing.kind, thing=str(thing.pk)) for thing in (said, said.topic)
    ]
    for topic in topics:
        post_message(topic, "Because of 750 W.", by=fay)
    assert [who_reads(topic, people) for topic in topics] == [{one.pk for one in people}] * 2
    only_fay_reads(cable, fay)
    assert [who_reads(topic, people) for topic in topics] == [{fay.pk}] * 2
    assert [topic.open_headline for topic in topics] == [cable.document.reference] * 2


def test_what_was_said_is_answered_where_it_stands(circle: Circle, ada: User) -> None:
    said = post_message(open_topic(Room.of(circle), "Pumps", by=ada), "Which?", by=ada)
    for thing in (said, said.topic):
        with pytest.raises(Refused, match="Answer where it was said"):
            post_about(thing, "This one.", by=ada)


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
    sources = Document.create(cable.project.circles.general(), "Sources", by=fay)
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


def test_a_sync_that_runs_names_a_clause_by_its_key_once_that_is_restricted(
    cable: Clause, above: Clause, circle: Circle, ada: User, bo: User, fay: User
) -> None:
    write(Document.objects.get(pk=above.document_id), "A pump draws 4 A.", by=fay)
    sync = open_sync(circle, by=ada)
    pages = [sync.get_absolute_url(), reverse("meetings:hand", args=[circle.project.slug, sync.number])]
    sync.turn_to(sync.points.get(reference=cable.key), by=ada)
    assert all("750 W" in at_browser(bo).get(page).text for page in pages)
    only_fay_reads(cable, fay)
    shown = [at_browser(bo).get(page).text for page in pages]
    assert [("750 W" in text, cable.key in text) for text in shown] == [(False, True)] * 2
    close_sync(sync, by=ada)
    assert "750 W" not in at_browser(bo).get(sync.get_absolute_url()).text


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
