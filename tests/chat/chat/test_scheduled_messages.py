"""A scheduled message is said at its time, once, and by nobody who may not speak any more."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chat.chat.event_types import ChatNotice
from chat.chat.models import Message, MessageDraft, ScheduledMessage
from chat.chat.tasks import send_scheduled_messages
from chat.chat.workflows.scheduled_messages import schedule_message, unschedule_message
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.contexts import choices_for
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.factories import a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def make_due() -> None:
    ScheduledMessage.objects.update(send_at=clock.now() - timedelta(minutes=1))


def test_a_message_chosen_for_tomorrow_is_said_then_and_once(
    circle: Circle, ada: User, bo: User, client: Client
) -> None:
    topic = a_topic(circle, by=bo)
    client.force_login(ada)
    page = f"/p/{circle.project.slug}/later/"
    client.post(page, {"topic": topic.pk, "text": "The seal *holds*.", "until": "tomorrow"})
    assert b"The seal" in client.get(page).content
    assert send_scheduled_messages() == 0
    assert not Message.objects.filter(topic=topic).exists()
    make_due()
    assert (send_scheduled_messages(), send_scheduled_messages()) == (1, 0)
    assert list(Message.objects.filter(topic=topic).values_list("author", "text")) == [(ada.pk, "The seal *holds*.")]


def test_what_the_menu_offers_is_taken_and_nothing_that_is_over(circle: Circle, ada: User, client: Client) -> None:
    topic = a_topic(circle, by=ada)
    client.force_login(ada)
    page = f"/p/{circle.project.slug}/later/"
    offered = client.get(page, headers={"HX-Request": "true"}).text
    choices = {one.key: one.at for one in choices_for(ada, circle.project.pk, clock.now())}
    assert re.findall(r'name="until" value="(\w+)"', offered) == [*choices, "day"]
    today = clock.now().astimezone(ada.zone).date().isoformat()
    for over in ({"until": "yesterday"}, {"until": "day", "day": today, "at": "00:00"}):
        assert client.post(page, {"topic": topic.pk, "text": "Good night.", **over}).status_code == 409
    client.post(page, {"topic": topic.pk, "text": "Good night.", "until": "monday"})
    assert ScheduledMessage.objects.get().send_at == choices["monday"]


def test_where_the_topic_was_closed_meanwhile_its_author_is_told_and_keeps_the_words(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    schedule_message(topic, "Too late?", by=ada, at=clock.now() + timedelta(hours=1))
    topic.close("dropped", by=ada)
    make_due()
    send_scheduled_messages()
    assert not Message.objects.filter(topic=topic).exists()
    assert MessageDraft.text_of(ada, topic.draft_place) == "Too late?"
    assert Notice.objects.to(ada).filter(event=ChatNotice.NOT_SENT, title=topic.name).count() == 1


def test_nobody_else_sees_it_and_it_can_be_taken_back(circle: Circle, ada: User, bo: User, client: Client) -> None:
    topic = a_topic(circle, by=bo)
    kept = schedule_message(topic, "Wait for it.", by=ada, at=clock.now() + timedelta(hours=1))
    client.force_login(bo)
    page = f"/p/{circle.project.slug}/later/"
    assert b"Wait for it." not in client.get(page).content
    assert client.post(f"{page}{kept.pk}/sending/").status_code == 404
    unschedule_message(kept)
    assert (ScheduledMessage.objects.count(), MessageDraft.text_of(ada, topic.draft_place)) == (0, "Wait for it.")


def test_who_schedules_stays_in_the_topic_and_takes_it_back_by_undo(circle: Circle, ada: User, client: Client) -> None:
    topic = a_topic(circle, by=ada)
    client.force_login(ada)
    page, wanted = f"/p/{circle.project.slug}/later/", {"topic": topic.pk, "text": "Good night.", "until": "monday"}
    answer: Any = client.post(page, wanted, follow=True)
    assert answer.redirect_chain == [(topic.get_absolute_url(), 302)]
    assert "Scheduled for" in answer.text
    said = client.post(page, wanted, headers={"HX-Request": "true"}).text
    [undo] = re.findall(rf'action="({page}[^"]+/removal/)"', said)
    assert "Scheduled for" in said
    client.post(undo)
    assert ScheduledMessage.objects.count() == 1
    assert MessageDraft.text_of(ada, topic.draft_place) == "Good night."


def test_what_is_empty_or_past_is_refused(circle: Circle, ada: User) -> None:
    topic = a_topic(circle, by=ada)
    for text, hours in ((" ", 1), ("Yesterday.", -24)):
        with pytest.raises(Refused):
            schedule_message(topic, text, by=ada, at=clock.now() + timedelta(hours=hours))
