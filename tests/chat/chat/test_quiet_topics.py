"""A topic that goes quiet without an outcome asks who started it, once; its outcome is found as an answer."""

from datetime import timedelta

import pytest

from across.search.contexts.hits import results
from chat.chat.event_types import ChatNotice
from chat.chat.models import Topic
from chat.chat.tasks import ask_outcomes
from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from tests.factories import a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def quiet(circle: Circle, ada: User, bo: User, *, days: int, name: str = "Which seal?") -> Topic:
    topic, at = a_topic(circle, by=ada, name=name), clock.now() - timedelta(days=days)
    for text in ("EPDM swells.", "FKM holds."):
        post_message(topic, text, by=bo, at=at)
    return topic


def asked(user: User) -> list[str]:
    return list(Notice.objects.to(user).open().filter(event=ChatNotice.OUTCOME_ASKED).values_list("title", flat=True))


def test_who_started_a_quiet_topic_is_asked_once(circle: Circle, ada: User, bo: User) -> None:
    quiet(circle, ada, bo, days=15)
    assert (ask_outcomes(), ask_outcomes()) == (1, 0)
    assert (asked(ada), asked(bo)) == (["Which seal?"], [])


def test_nobody_is_asked_of_what_goes_on_has_ended_or_is_long_past(circle: Circle, ada: User, bo: User) -> None:
    quiet(circle, ada, bo, days=13)
    quiet(circle, ada, bo, days=40)
    quiet(circle, ada, bo, days=15).close("answered", by=bo, line="FKM.")
    post_message(quiet(circle, ada, bo, days=15), "And in oil?", by=bo)
    assert ask_outcomes() == 0


def test_with_its_outcome_the_question_is_over_and_found_as_an_answer(circle: Circle, ada: User, bo: User) -> None:
    topic = quiet(circle, ada, bo, days=15)
    ask_outcomes()
    topic.close("decided", by=ada, line="FKM, by D-12.")
    assert asked(ada) == []
    first = results(circle.project, bo, "which seal?").hits[0]
    assert (first.kind, first.title, first.excerpt) == ("topic", "Which seal?", "FKM, by D-12.")
