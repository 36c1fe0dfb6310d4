"""Several messages of one person in a row: what a page shows as going on."""

from datetime import UTC, datetime, timedelta

import pytest

from chat.chat.contexts.conversation import talk_opened
from chat.chat.models import Room, Topic
from chat.chat.workflows.conversation import edit_message, open_topic, post_message
from chat.chat.workflows.reading import mark_read
from circles.circles.models import Circle, Membership
from foundation.accounts.models import User
from tests.factories import a_person

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    return a_person("Ada")


@pytest.fixture
def bo() -> User:
    return a_person("Bo")


@pytest.fixture
def topic(circle: Circle, ada: User) -> Topic:
    return open_topic(Room.of(circle), "The seal", by=ada, at=NOON)


def going_on(topic: Topic, reader: User) -> list[int]:
    """Return the numbers of messages that stand without face and name."""
    topic = Topic.objects.with_last().get(pk=topic.pk)
    return [line.message.seq for line in talk_opened(topic, reader).lines if line.continues]


@pytest.mark.both_databases
def test_what_ada_says_within_ten_minutes_goes_on(topic: Topic, ada: User, bo: User) -> None:
    for minutes in (0, 4, 13, 24):
        post_message(topic, "It drips.", by=ada, at=NOON + timedelta(minutes=minutes))
    post_message(topic, "Where?", by=bo, at=NOON + timedelta(minutes=25))
    post_message(topic, "At the flange.", by=ada, at=NOON + timedelta(minutes=26))
    assert going_on(topic, ada) == [2, 3]


def test_an_answer_an_edited_message_and_a_new_day_stand_for_themselves(topic: Topic, ada: User) -> None:
    first = post_message(topic, "It drips.", by=ada, at=NOON)
    post_message(topic, "At the flange.", by=ada, reply_to=first, at=NOON + timedelta(minutes=1))
    third = post_message(topic, "And at teh seal.", by=ada, at=NOON + timedelta(minutes=2))
    edit_message(third, "And at the seal.", by=ada)
    post_message(topic, "Dry now.", by=ada, at=NOON + timedelta(days=1))
    assert going_on(topic, ada) == []


def test_what_bo_has_not_read_begins_with_a_face(topic: Topic, ada: User, bo: User) -> None:
    Membership.objects.filter(user=bo).update(started_at=NOON)
    for minutes in range(3):
        post_message(topic, "It drips.", by=ada, at=NOON + timedelta(minutes=minutes))
    mark_read(topic, 1, by=bo)
    assert going_on(topic, bo) == [3]
    assert going_on(topic, ada) == [2, 3]


def test_who_spoke_last_is_named_once_and_in_turn(topic: Topic, ada: User, bo: User) -> None:
    for by in (ada, bo, ada):
        post_message(topic, "It drips.", by=by, at=NOON)
    assert talk_opened(Topic.objects.with_last().get(pk=topic.pk), bo).voices == [bo, ada]
