"""Several people speak in the same moment: everyone is heard once, in one order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from chat.chat.models import Message, Topic
from chat.chat.workflows.conversation import post_about, post_message
from tests.factories import a_circle, a_person, a_topic, an_action

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 6


def at_once(request: Callable[[int], Message]) -> list[Message]:
    start = Barrier(PEOPLE)

    def run(number: int) -> Message:
        try:
            start.wait(10)
            return request(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(run, range(PEOPLE)))


def test_messages_said_at_once_get_one_number_each() -> None:
    ada = a_person("Ada Mercier")
    topic = a_topic(a_circle(ada), by=ada)
    said = at_once(lambda number: post_message(Topic.objects.get(pk=topic.pk), f"line {number}", by=ada))
    assert sorted(message.seq for message in said) == list(range(1, PEOPLE + 1))


def test_one_message_sent_over_several_lines_at_once_stands_once() -> None:
    ada, key = a_person("Ada Mercier"), uuid4()
    topic = a_topic(a_circle(ada), by=ada)
    said = at_once(lambda _number: post_message(Topic.objects.get(pk=topic.pk), "hello", by=ada, key=key))
    assert {message.pk for message in said} == {key}
    assert topic.messages.count() == 1


def test_first_messages_about_a_thing_at_once_meet_in_one_topic() -> None:
    ada = a_person("Ada Mercier")
    action = an_action(a_circle(ada), by=ada)
    said = at_once(lambda number: post_about(action, f"line {number}", by=ada))
    assert len({message.topic_id for message in said}) == 1
    assert Message.objects.count() == PEOPLE
