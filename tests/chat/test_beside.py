"""Beside a circle's page, its room: one goes on where it last talked, without going there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit import clock
from chat.models import Room
from circles.models import Circle

pytestmark = pytest.mark.django_db


def page(person: User, circle: Circle) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.get(circle.get_absolute_url()).text


def test_the_topic_last_spoken_in_stands_beside_the_circle(circle: Circle, ada: User, bo: User) -> None:
    room, now = Room.of(circle), clock.now()
    quiet, lively = room.open_topic("Seals", by=ada), room.open_topic("Depth of the well", by=ada)
    lively.say("44 mm at the lip.", by=ada, at=now - timedelta(hours=1))
    quiet.say("Long ago.", by=ada, at=now - timedelta(days=3))

    shown = page(bo, circle)

    assert "44 mm at the lip." in shown
    assert "Long ago." not in shown
    assert f'action="{lively.get_absolute_url()}messages/"' in shown
    assert reverse("chat:room", args=[circle.project.slug, circle.key]) in shown


def test_what_one_has_not_read_is_counted_at_the_tab_of_the_room(circle: Circle, ada: User, bo: User) -> None:
    topic = Room.of(circle).open_topic("Seals", by=ada)
    for words in ("Dry again.", "At the lip."):
        topic.say(words, by=ada)

    assert '<span class="tabs__count">2</span>' in page(bo, circle)
    assert "tabs__count" not in page(ada, circle)


def test_a_topic_that_came_to_an_end_gives_way_to_one_that_is_open(circle: Circle, ada: User) -> None:
    ended, open_ = (Room.of(circle).open_topic(name, by=ada) for name in ("Ended", "Still open"))
    open_.say("What of the lip?", by=ada)
    ended.say("It holds.", by=ada)
    ended.close("answered", by=ada)

    shown = page(ada, circle)

    assert "What of the lip?" in shown
    assert "It holds." not in shown


def test_a_room_in_which_nobody_has_spoken_offers_a_first_topic(circle: Circle, ada: User) -> None:
    assert reverse("chat:topics", args=[circle.project.slug, circle.key]) in page(ada, circle)
