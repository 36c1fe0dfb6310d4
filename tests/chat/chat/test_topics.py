"""Topics are renamed, and messages moved from one to another with a trace in both."""

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.models import Message, Topic
from chat.chat.models.read_marker import unread_in
from chat.chat.workflows.conversation import edit_message, post_about, post_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.marking import pin, react
from chat.chat.workflows.moving import move_messages
from chat.chat.workflows.reading import mark_read
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_person, a_project, a_topic, an_action
from tests.markup import main_of
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return a_topic(circle, by=ada)


@pytest.fixture
def said(topic: Topic, ada: User, bo: User) -> list[Message]:
    return [post_message(topic, text, by=by) for text, by in (("one", ada), ("two", bo), ("three", ada))]


@pytest.mark.both_databases
def test_a_topic_is_called_otherwise_and_the_record_says_so(topic: Topic, ada: User) -> None:
    before = topic.name
    topic.rename("  Seal of the pump ", by=ada)
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.title, entry.facts["before"]) == ("topic.renamed", "Seal of the pump", before)
    page = at_browser(ada).get(reverse("circles:record", args=[topic.project.slug])).content.decode()
    assert f"renamed the topic “{before}”" in page


def test_a_topic_about_a_thing_is_called_as_that_is(circle: Circle, ada: User, topic: Topic) -> None:
    about = post_about(an_action(circle, by=ada), "hello", by=ada).topic
    with pytest.raises(Refused, match="takes its name from what it is about"):
        about.rename("Something else", by=ada)
    with pytest.raises(Refused, match="needs a name"):
        topic.rename(" ", by=ada)


def test_who_has_no_voice_renames_nothing(topic: Topic, ada: User) -> None:
    other = a_person()
    topic.project.circles.general().admit(other, by=ada)
    assert at_browser(other).post(f"{topic.get_absolute_url()}name/", {"name": "x"}).status_code == 403
    assert at_browser(ada).post(f"{topic.get_absolute_url()}name/", {"name": "Seals"}).status_code == 302
    topic.refresh_from_db()
    assert topic.name == "Seals"


def test_messages_move_in_their_order_and_leave_a_trace(
    topic: Topic, said: list[Message], circle: Circle, ada: User, bo: User
) -> None:
    to = a_topic(circle, by=ada)
    post_message(to, "before", by=bo)
    react(said[1], "eye", by=ada)
    assert move_messages(said[1:], to, by=ada) == 2
    there = list(to.messages.order_by("seq"))
    assert [(one.seq, one.text) for one in there] == [(1, "before"), (2, "two"), (3, "three")]
    assert there[1] == said[1]
    assert there[1].reactions.count() == 1
    here = list(topic.messages.order_by("seq"))
    assert [(one.seq, one.text, one.moved_to) for one in here] == [
        (1, "one", None),
        (2, "", there[1]),
        (3, "", there[2]),
    ]
    topic.head.refresh_from_db()
    assert (topic.head.seq, topic.head.last) == (3, said[0])
    entry = Entry.objects.latest("seq")
    assert (entry.event, entry.facts["messages"]) == ("topic.messages_moved", 2)
    page = main_of(at_browser(bo).get(topic.get_absolute_url()).text)
    assert "This message was moved to" in page
    assert to.name in page
    assert "moved from" in at_browser(bo).get(to.get_absolute_url()).content.decode()
    assert post_message(topic, "four", by=ada).seq == 4


def test_who_had_read_both_has_nothing_new_to_read(
    topic: Topic, said: list[Message], circle: Circle, ada: User, bo: User
) -> None:
    to = a_topic(circle, by=ada)
    post_message(to, "before", by=ada)
    mark_read(topic, 3, by=bo)
    mark_read(to, 1, by=bo)
    move_messages(said[2:], to, by=ada)
    assert unread_in(to, bo) == 0
    assert unread_in(topic, bo) == 0


def test_a_trace_is_neither_edited_nor_marked_nor_moved(
    topic: Topic, said: list[Message], circle: Circle, ada: User
) -> None:
    to = a_topic(circle, by=ada)
    move_messages(said[:1], to, by=ada)
    trace = topic.messages.get(seq=1)
    with pytest.raises(Refused, match="was moved"):
        edit_message(trace, "mine", by=ada)
    with pytest.raises(Refused, match="was moved"):
        pin(trace, by=ada)
    with pytest.raises(Refused, match="was moved"):
        move_messages([trace], to, by=ada)


def test_messages_stay_in_their_project_and_where_only_some_read(
    topic: Topic, said: list[Message], circle: Circle, ada: User, bo: User
) -> None:
    elsewhere = a_topic(a_project(ada).circles.general(), by=ada)
    direct = direct_topic(topic.project, [bo], by=ada)
    with pytest.raises(Refused, match="in their project"):
        move_messages(said, elsewhere, by=ada)
    with pytest.raises(Refused, match="only some"):
        move_messages(said, direct, by=ada)
    with pytest.raises(Refused, match="already"):
        move_messages(said, topic, by=ada)
    closed = a_topic(circle, by=ada)
    closed.close("answered", by=ada)
    with pytest.raises(Refused, match="closed"):
        move_messages(said, closed, by=ada)


def test_by_page_a_message_moves_with_what_follows_to_a_new_topic(topic: Topic, said: list[Message], ada: User) -> None:
    moves = reverse("chat:moves", args=[topic.project.slug, said[1].pk])
    page = at_browser(ada).get(said[1].page).content.decode()
    assert moves in page
    answer = at_browser(ada).post(moves, {"name": "Another matter", "following": "on"})
    to = Topic.objects.get(name="Another matter")
    assert answer.headers["Location"] == to.get_absolute_url()
    assert [one.text for one in to.messages.order_by("seq")] == ["two", "three"]


def test_somebody_without_a_voice_moves_their_own_words_only(topic: Topic, said: list[Message], ada: User) -> None:
    other = a_person()
    topic.project.circles.general().admit(other, by=ada)
    own = post_message(topic, "mine", by=other)
    for message, status in ((said[0], 403), (own, 302)):
        moves = reverse("chat:moves", args=[topic.project.slug, message.pk])
        assert at_browser(other).post(moves, {"name": "Mine"}).status_code == status


def test_the_api_renames_moves_and_reopens(topic: Topic, said: list[Message], circle: Circle, ada: User) -> None:
    to, base = a_topic(circle, by=ada), f"/api/v1/projects/{topic.project.slug}"
    client = Client(headers=by_token(ada))
    assert (
        client.post(f"{base}/topics/{topic.pk}/name", {"name": "Seals"}, "application/json").json()["name"] == "Seals"
    )
    moved = {"messages": [str(said[0].pk)]}
    assert client.post(f"{base}/topics/{to.pk}/arrivals", moved, "application/json").json()["messages"] == 1
    client.post(f"{base}/topics/{topic.pk}/outcome", {"outcome": "answered"}, "application/json")
    assert client.post(f"{base}/topics/{topic.pk}/reopening").json()["closed_at"] is None
