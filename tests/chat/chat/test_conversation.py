"""Saying something: once, in order, to be edited by its author, about a thing, until the topic is closed."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from chat.chat.models import Message, Room, Topic
from chat.chat.workflows.conversation import edit_message, post_about, post_message, remove_message
from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.actions.models import Action
from foundation.accounts.models import User
from foundation.audit.models import Entry, Head
from foundation.web.exceptions import Refused
from tests.factories import a_person, a_topic, an_action

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_new_circle_has_its_room(circle: Circle) -> None:
    assert Room.objects.get(circle=circle)
    assert Room.objects.get(circle=circle.project.circles.general())


def test_messages_are_numbered_in_their_topic(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    assert [post_message(topic, text, by=bo).seq for text in ("one", "two", "three")] == [1, 2, 3]


def test_what_is_sent_twice_stands_once(circle: Circle, ada: User) -> None:
    topic, key = a_topic(circle, by=ada), uuid4()
    first, second = post_message(topic, "hello", by=ada, key=key), post_message(topic, "hello", by=ada, key=key)
    assert first == second
    assert topic.messages.count() == 1


def test_nobody_takes_the_number_of_somebody_elses_message(circle: Circle, ada: User, bo: User) -> None:
    topic, key = a_topic(circle, by=ada), uuid4()
    post_message(topic, "hello", by=ada, key=key)
    with pytest.raises(Refused):
        post_message(topic, "mine now", by=bo, key=key)


def test_talk_is_no_entry_of_the_record_and_takes_no_lock_on_its_head(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    before = Head.objects.get(pk=circle.project_id).seq
    with CaptureQueriesContext(connection) as queries:
        post_message(topic, "hello", by=ada)
    assert Head.objects.get(pk=circle.project_id).seq == before
    assert not [query for query in queries.captured_queries if "audit_head" in query["sql"]]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_message_says_something(circle: Circle, ada: User, text: str) -> None:
    with pytest.raises(Refused):
        post_message(a_topic(circle, by=ada), text, by=ada)


def test_a_mention_reaches_the_inbox_of_who_is_meant(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=ada), "@Bo can the pack sit there?", by=ada)
    notice = bo.notices.get(event="message.mentioned")
    assert (notice.by_name, notice.address) == ("Ada Mercier", message.get_absolute_url())


def test_nobody_hears_of_their_own_mention(circle: Circle, ada: User) -> None:
    post_message(a_topic(circle, by=ada), "@Ada remember", by=ada)
    assert not ada.notices.filter(event="message.mentioned").exists()


def test_eve_outside_cannot_be_mentioned(circle: Circle, ada: User) -> None:
    eve = a_person("Eve Martin")
    message = post_message(a_topic(circle, by=ada), "@Eve look", by=ada)
    assert "<mark>" not in message.html
    assert not eve.notices.exists()


def test_of_two_with_one_first_name_who_is_in_the_circle_is_meant(circle: Circle, ada: User, bo: User) -> None:
    other = a_person("Bo Larsen")
    circle.project.circles.general().admit(other, by=ada)
    post_message(a_topic(circle, by=ada), "@Bo look", by=ada)
    assert bo.notices.filter(event="message.mentioned").exists()
    assert not other.notices.filter(event="message.mentioned").exists()


def test_who_is_answered_hears_of_it_with_the_words_quoted(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    asked = post_message(topic, "Is **48 V** fine?", by=ada)
    answer = post_message(topic, "Yes.", by=bo, reply_to=asked)
    assert answer.quote == "Is 48 V fine?"
    notice = ada.notices.get(event="message.answered")
    with translation.override("fr"):
        assert (notice.event_label, notice.get_reason_display()) == ("vous a répondu", "on vous a répondu")


def test_ones_own_words_can_be_changed_and_the_earlier_ones_read(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=ada), "44 mm", by=ada)
    edit_message(message, "40 mm, @Bo", by=ada)
    message.refresh_from_db()
    assert "40 mm" in message.html
    assert [wording.text for wording in message.wordings.all()] == ["44 mm"]
    assert bo.notices.filter(event="message.mentioned").count() == 1


def test_a_change_does_not_tell_the_same_person_again(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=ada), "@Bo 44 mm", by=ada)
    edit_message(message, "@Bo 40 mm", by=ada)
    assert bo.notices.filter(event="message.mentioned").count() == 1


def test_other_peoples_words_stay_theirs(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=ada), "44 mm", by=ada)
    with pytest.raises(Refused):
        edit_message(message, "0 mm", by=bo)
    with pytest.raises(Refused):
        remove_message(message, by=bo)


def test_a_removed_message_leaves_a_trace_without_words(circle: Circle, ada: User) -> None:
    message = post_message(a_topic(circle, by=ada), "oh no", by=ada)
    edit_message(message, "oh yes", by=ada)
    remove_message(message, by=ada)
    message.refresh_from_db()
    assert message.is_removed
    assert (message.text, message.html, message.wordings.count()) == ("", "", 0)
    with pytest.raises(Refused):
        edit_message(message, "again", by=ada)


def test_a_topic_closes_with_an_outcome_that_the_record_tells(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    topic.close("decided", by=ada, line="D-4")
    topic.refresh_from_db()
    entry = Entry.objects.of_project(circle.project_id).last()
    assert topic.is_closed
    assert entry is not None
    assert (entry.event, entry.facts["outcome"], entry.facts["line"]) == ("topic.closed", "decided", "D-4")
    with pytest.raises(Refused):
        post_message(topic, "and yet", by=ada)
    topic.reopen(by=ada)
    assert post_message(topic, "and yet", by=ada)


def test_an_outcome_is_one_of_the_four(circle: Circle, ada: User) -> None:
    with pytest.raises(Refused):
        a_topic(circle, by=ada).close("won", by=ada)


def test_the_topic_of_a_thing_comes_with_its_first_message_and_is_one(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada)
    assert not Topic.objects.about(action).exists()
    first = post_about(action, "I begin on Monday.", by=ada)
    second = post_about(action, "Good.", by=bo)
    assert first.topic == second.topic
    assert (first.topic.circle, first.topic.reference) == (circle, action.reference)


def test_a_message_that_is_refused_makes_no_topic(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    with pytest.raises(Refused):
        post_about(action, " ", by=ada)
    assert not Topic.objects.about(action).exists()


def test_a_reference_in_a_message_leads_to_its_thing(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    message = post_message(a_topic(circle, by=ada), f"see {action.reference}", by=ada)
    assert f'href="{action.get_absolute_url()}"' in message.html


def test_a_message_becomes_an_action_linked_with_its_words(circle: Circle, ada: User, bo: User) -> None:
    message = post_message(a_topic(circle, by=ada), "Someone must call the maker.", by=ada)
    action = Action.make(circle, "Call the maker", by=bo, source=message, quote=message.text)
    link = Link.objects.out_of(message).get()
    assert (link.target, link.quote) == (str(action.pk), "Someone must call the maker.")


def test_in_a_closed_circle_nothing_is_said(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    Circle.objects.filter(pk=circle.pk).update(closed_at=topic.created_at)
    with pytest.raises(Refused):
        post_message(Topic.objects.get(pk=topic.pk), "hello", by=ada)
    assert Message.objects.count() == 0


def test_a_message_of_many_pages_is_refused_before_anything_is_looked_up(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    with pytest.raises(Refused, match="too long"), CaptureQueriesContext(connection) as queries:
        post_message(topic, "P-1 " * 10_000, by=ada)
    assert len(queries) < 10


def test_a_message_is_not_changed_into_one_of_many_pages(circle: Circle, ada: User) -> None:
    message = post_message(a_topic(circle, by=ada), "hello", by=ada)
    with pytest.raises(Refused, match="too long"):
        edit_message(message, "P-1 " * 10_000, by=ada)
    message.refresh_from_db()
    assert message.text == "hello"


def test_a_message_full_of_references_asks_for_each_thing_once_and_not_for_all(circle: Circle, ada: User) -> None:
    action, topic = an_action(circle, by=ada), a_topic(circle, by=ada)
    with CaptureQueriesContext(connection) as queries:
        message = post_message(topic, f"{action.reference} " * 50 + " ".join(f"A-{n}" for n in range(2, 900)), by=ada)
    assert len(queries) < 150
    assert message.html.count(f'href="{action.get_absolute_url()}"') == 50
