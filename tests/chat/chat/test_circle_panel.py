"""Beside a circle's page, its room: one goes on where it last talked, without going there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from chat.chat.contexts.circle_panel import LAST
from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_about, post_message
from circles.circles.models import Circle
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.accounts.models import User
from foundation.audit import clock

pytestmark = pytest.mark.django_db


def page(person: User, circle: Circle) -> str:
    browser = Client()
    browser.force_login(person)
    return browser.get(circle.get_absolute_url()).text


@pytest.mark.both_databases
def test_the_topic_last_spoken_in_stands_beside_the_circle(circle: Circle, ada: User, bo: User) -> None:
    room, now = Room.of(circle), clock.now()
    quiet, lively = open_topic(room, "Seals", by=ada), open_topic(room, "Depth of the well", by=ada)
    post_message(lively, "44 mm at the lip.", by=ada, at=now - timedelta(hours=1))
    post_message(quiet, "Long ago.", by=ada, at=now - timedelta(days=3))

    shown = page(bo, circle)

    assert "44 mm at the lip." in shown
    assert "Long ago." not in shown
    assert f'action="{lively.get_absolute_url()}messages/"' in shown
    assert reverse("chat:room", args=[circle.project.slug, circle.key]) in shown


def test_what_one_has_not_read_is_counted_at_the_tab_of_the_room(circle: Circle, ada: User, bo: User) -> None:
    topic = open_topic(Room.of(circle), "Seals", by=ada)
    for words in ("Dry again.", "At the lip."):
        post_message(topic, words, by=ada)

    assert '<span class="tabs__count">2</span>' in page(bo, circle)
    assert "tabs__count" not in page(ada, circle)


def test_a_topic_that_came_to_an_end_gives_way_to_one_that_is_open(circle: Circle, ada: User) -> None:
    ended, open_ = (open_topic(Room.of(circle), name, by=ada) for name in ("Ended", "Still open"))
    post_message(open_, "What of the lip?", by=ada)
    post_message(ended, "It holds.", by=ada)
    ended.close("answered", by=ada)

    shown = page(ada, circle)

    assert "What of the lip?" in shown
    assert "It holds." not in shown


def test_a_room_in_which_nobody_has_spoken_offers_a_first_topic(circle: Circle, ada: User) -> None:
    assert reverse("chat:topics", args=[circle.project.slug, circle.key]) in page(ada, circle)


@pytest.mark.both_databases
def test_talk_about_a_restricted_document_stands_beside_the_circle_for_its_readers_alone(
    circle: Circle, ada: User, bo: User
) -> None:
    offer = Document.create(circle, "Offer", by=ada)
    seals = open_topic(Room.of(circle), "Seals", by=ada)
    post_message(seals, "Dry again.", by=ada, at=clock.now() - timedelta(hours=1))
    post_about(offer, "Ninety euros at most.", by=ada)
    assert "Ninety euros at most." in page(bo, circle)

    restrict(offer, RestrictionTerms("Until the tender ends"), by=ada)

    assert "Ninety euros at most." in page(ada, circle)
    shown = page(bo, circle)
    assert "Ninety euros at most." not in shown
    assert "Dry again." in shown


def test_of_what_one_has_read_the_end_stands_there_and_of_the_rest_all(circle: Circle, ada: User, bo: User) -> None:
    topic = open_topic(Room.of(circle), "Seals", by=ada)
    for number in range(LAST + 3):
        post_message(topic, f"Seal {number:02} holds.", by=ada)

    read, unread = page(ada, circle), page(bo, circle)

    assert "Seal 02 holds." not in read
    assert "Seal 03 holds." in read
    assert f"?before={topic.messages.get(text__contains='03').seq}" in read, "what stands before is one step away"
    assert "Seal 00 holds." in unread
