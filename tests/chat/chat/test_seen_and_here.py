"""In a direct conversation people see who has read it, and who is here now."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from chat.chat.models import Topic
from chat.chat.workflows.conversation import post_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.reading import mark_read
from chat.realtime import online
from circles.circles.models import Circle
from foundation.accounts.models import User
from tests.factories import a_person
from tests.markup import compact
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def fay(circle: Circle, ada: User) -> User:
    fay = a_person("Fay Lemoine")
    circle.admit(fay, by=ada)
    return fay


def seen_at(topic: Topic, user: User) -> str:
    """Return what the page says of who has read it, as its part is fetched."""
    answer = at_browser(user).get(reverse("chat:direct_seen", args=[topic.project.slug, topic.pk]))
    return strip_tags(compact(answer.content.decode())).strip()


def page_of(topic: Topic, user: User) -> str:
    return at_browser(user).get(topic.get_absolute_url()).content.decode()


@pytest.mark.both_databases
def test_who_wrote_sees_that_the_other_has_read_it(circle: Circle, ada: User, bo: User) -> None:
    topic = direct_topic(circle.project, [bo], by=ada)
    post_message(topic, "I am late.", by=ada)
    assert seen_at(topic, ada) == ""
    mark_read(topic, 1, by=bo)
    assert seen_at(topic, ada) == "Seen"
    assert seen_at(topic, bo) == ""  # that ada has read her own words says nothing
    post_message(topic, "By an hour.", by=ada)
    assert seen_at(topic, ada) == ""


def test_of_several_it_says_who(circle: Circle, ada: User, bo: User, fay: User) -> None:
    topic = direct_topic(circle.project, [bo, fay], by=ada)
    post_message(topic, "I am late.", by=ada)
    mark_read(topic, 1, by=fay)
    assert seen_at(topic, ada) == "Seen by Fay"
    assert seen_at(topic, bo) == "Seen by Fay"


def test_nobody_else_is_told_who_has_read_it(circle: Circle, ada: User, bo: User, fay: User) -> None:
    topic = direct_topic(circle.project, [bo], by=ada)
    address = reverse("chat:direct_seen", args=[topic.project.slug, topic.pk])
    assert at_browser(fay).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_who_has_a_page_open_is_here_until_they_close_the_last_one(circle: Circle, ada: User, bo: User) -> None:
    topic = direct_topic(circle.project, [bo], by=ada)
    assert "Here now" not in page_of(topic, ada).partition("direct-head")[2]
    online.arrive(bo.pk, circle.project_id)
    assert "Here now" in page_of(topic, ada).partition("direct-head")[2]
    online.leave(bo.pk, circle.project_id)
    assert "Here now" not in page_of(topic, ada).partition("direct-head")[2]


def test_who_is_not_in_the_project_any_more_is_not_here(circle: Circle, ada: User, bo: User) -> None:
    topic = direct_topic(circle.project, [bo], by=ada)
    online.arrive(bo.pk, circle.project_id)
    bo.memberships.get().end(by=bo)
    assert "Here now" not in page_of(topic, ada).partition("direct-head")[2]
