"""Unread: what others said since one came in, or since one spoke there, and has not read on any device."""

import pytest

from chat.chat.contexts.unread import first_unread, unread_by_circle
from chat.chat.extension import how_many
from chat.chat.models import Topic
from chat.chat.models.read_marker import unread_by
from chat.chat.workflows.conversation import post_message
from chat.chat.workflows.reading import mark_read, mark_seen
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit import clock
from tests.factories import a_person, a_topic

pytestmark = pytest.mark.django_db


def unread(user: User, circle: Circle) -> int:
    return unread_by_circle(circle.project, user).get(circle.pk, 0)


@pytest.mark.both_databases
def test_what_others_say_in_ones_circle_is_unread_until_it_is_read(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    last = [post_message(topic, text, by=ada) for text in ("one", "two")][-1]
    assert (unread(bo, circle), unread(ada, circle)) == (2, 0)
    mark_read(topic, last.seq, by=bo)
    assert unread(bo, circle) == 0


def test_reading_half_leaves_the_other_half(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    first, _second = post_message(topic, "one", by=ada), post_message(topic, "two", by=ada)
    mark_read(topic, first.seq, by=bo)
    assert unread(bo, circle) == 1


def test_an_older_device_does_not_make_things_unread_again(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    first, second = post_message(topic, "one", by=ada), post_message(topic, "two", by=ada)
    mark_read(topic, second.seq, by=bo)
    mark_read(topic, first.seq, by=bo)
    assert unread(bo, circle) == 0


def test_reading_past_the_end_does_not_swallow_what_comes(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    post_message(topic, "one", by=ada)
    mark_read(topic, 999, by=bo)
    post_message(topic, "two", by=ada)
    assert unread(bo, circle) == 1


def test_speaking_does_not_swallow_what_was_said_before(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    post_message(topic, "one", by=ada)
    post_message(topic, "I have not looked yet", by=bo)
    assert unread(bo, circle) == 1


def test_what_was_said_before_one_came_in_is_not_ones_to_read(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    post_message(topic, "long ago", by=ada)
    fay = a_person("Fay Lemoine")
    circle.admit(fay, by=ada, at=clock.now())
    assert unread(fay, circle) == 0
    post_message(topic, "welcome", by=ada)
    assert unread(fay, circle) == 1


def test_other_circles_are_quiet_until_one_speaks_or_is_mentioned_there(circle: Circle, ada: User, bo: User) -> None:
    fay = a_person("Fay Lemoine")
    circle.project.circles.general().admit(fay, by=ada)
    topic = a_topic(circle, by=ada)
    post_message(topic, "among us", by=ada)
    assert unread(fay, circle) == 0
    post_message(topic, "@Fay what do you think?", by=ada)
    assert unread(fay, circle) == 1
    post_message(topic, "and you?", by=bo)
    assert unread(fay, circle) == 2


def test_the_rail_counts_all_rooms_and_shows_it_in_the_accent(circle: Circle, ada: User, bo: User) -> None:
    post_message(a_topic(circle, by=ada), "one", by=ada)
    post_message(a_topic(circle, by=ada, name="Harness"), "two", by=ada)
    count = how_many(circle.project, bo)
    assert (count.number, count.is_new) == (2, True)


def test_each_topic_says_how_much_of_it_is_unread(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    post_message(topic, "one", by=ada)
    post_message(topic, "two", by=ada)
    assert [found.unread for found in unread_by(bo, Topic.objects.in_circle(circle))] == [2]  # type: ignore[attr-defined]


def test_new_is_what_others_said_after_ones_own_message(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada)
    post_message(topic, "one", by=ada)
    post_message(topic, "I have not looked yet", by=bo)
    mark_seen(topic, [(1, 1)], by=bo)
    post_message(topic, "three", by=ada)
    assert first_unread(Topic.objects.get(pk=topic.pk), bo) == 3
