"""What one hears of is answered in the inbox: words by words, an action by what came of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from chat.chat.workflows.conversation import post_message, remove_message
from circles.circles.templatetags.repeated_components import attention_address
from daily.syncs.models.upcoming import ahead_of
from decisions.actions.models import Action
from decisions.decisions.models import Objection
from decisions.decisions.workflows.positions import take_position
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from foundation.audit import clock
from foundation.inbox.contexts import snoozes
from foundation.inbox.models import Attention, Notice, NotificationSettings, OutgoingEmail
from foundation.inbox.workflows.mailing import send_notices
from tests.factories import (
    PASSWORD,
    a_circle,
    a_person,
    a_round,
    a_topic,
    a_written,
    an_action,
    an_element,
    valid_objection_tests,
)
from tests.support.entry_points import at_browser
from tests.support.sent_mail import last_sent

pytestmark = pytest.mark.django_db
INBOX = reverse("inbox")


@pytest.mark.both_databases
def test_who_is_mentioned_answers_in_the_inbox_and_is_done_with_it() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    topic = a_topic(a_circle(ada, bo), by=ada)
    asked = post_message(topic, f"@{bo.name}, is it **42 V**?", by=ada)
    browser = at_browser(bo)
    page = browser.get(INBOX).content.decode()
    assert "is it 42 V?" in page
    assert "Reply to Ada" in page
    said = {"text": "It is.", "reply_to": str(asked.pk), "back": INBOX}
    answer = browser.post(f"{topic.get_absolute_url()}messages/", said, follow=True)
    assert answer.redirect_chain == [(INBOX, 302)]
    assert topic.messages.get(reply_to=asked).text == "It is."
    assert "is it 42 V?" not in answer.content.decode()
    assert Notice.objects.to(bo).get(message=asked.pk).done_at is not None


def test_a_message_that_was_taken_back_is_not_answered() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    topic = a_topic(a_circle(ada, bo), by=ada)
    remove_message(post_message(topic, f"@{bo.name}, is it 42 V?", by=ada), by=ada)
    assert "Reply to Ada" not in at_browser(bo).get(INBOX).content.decode()


def test_a_comment_is_answered_in_the_inbox() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    circle = a_circle(ada, bo)
    document = a_written(Document.create(circle, "Wear test", by=bo), "It loses 39.6 %.", by=bo)
    comment = begin_thread(document, Anchor(quote="39.6 %"), "At the motor?", by=ada)
    browser = at_browser(bo)
    page = browser.get(INBOX).content.decode()
    assert "At the motor?" in page
    where = reverse("documents:answers", args=[circle.project.slug, comment.thread_id])
    assert where in page
    browser.post(where, {"text": "With the controller.", "back": INBOX})
    assert comment.thread.comments.count() == 2
    assert "At the motor?" not in browser.get(INBOX).content.decode()


def test_an_action_is_done_where_one_was_reminded_of_it() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    action = an_action(a_circle(ada, bo), by=ada, owner=bo)
    browser = at_browser(bo)
    assert f"{action.get_absolute_url()}completion/" in browser.get(INBOX).content.decode()
    browser.post(f"{action.get_absolute_url()}completion/", {"how": "42 V", "back": INBOX})
    assert not Action.objects.open().filter(pk=action.pk).exists()
    assert action.what not in browser.get(INBOX).content.decode()


def test_who_has_read_news_is_done_with_it_and_what_asks_goes_on_waiting() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    action = an_action(a_circle(ada, bo), by=ada, owner=bo)
    at_browser(bo).post(reverse("read_all_notices"))
    waiting = Notice.objects.to(bo).waiting(clock.now())
    assert [notice.reference for notice in waiting] == [action.reference]


def test_who_follows_a_topic_hears_what_is_said_in_it_once_until_they_read() -> None:
    ada, bo, eve = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Eve")
    topic = a_topic(a_circle(ada, bo), by=ada)
    place: dict[str, Any] = {"project": topic.project_id, "title": topic.name, "address": topic.get_absolute_url()}
    for user in (bo, eve, ada):
        Attention.attend(user, "follow", thing=topic.change_key, **place)
    post_message(topic, "It rains.", by=ada)
    post_message(topic, "Still.", by=ada)
    assert [(notice.user, notice.event) for notice in Notice.objects.filter(event="message.posted")] == [
        (bo, "message.posted")
    ]


def test_who_muted_a_topic_is_left_alone() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    topic = a_topic(a_circle(ada, bo), by=ada)
    place: dict[str, Any] = {"project": topic.project_id, "title": topic.name, "address": topic.get_absolute_url()}
    Attention.attend(bo, "mute", thing=topic.change_key, **place)
    post_message(topic, f"@{bo.name}, is it 42 V?", by=ada)
    assert not Notice.objects.to(bo).filter(event__startswith="message.").exists()


def test_the_bell_of_a_page_says_what_one_chose() -> None:
    ada = a_person("Ada Mercier")
    action = an_action(a_circle(ada), by=ada)
    browser = at_browser(ada)
    address = attention_address(action)
    assert escape(address) in browser.get(action.get_absolute_url()).content.decode()
    place: dict[str, Any] = {"project": action.project_id, "title": "A-1", "address": action.get_absolute_url()}
    chosen = []
    for what in ("usual", "follow", "mute"):
        Attention.attend(ada, what, thing=action.change_key, **place)
        [button] = re.findall(r'value="(\w+)"\s+aria-current', browser.get(address).content.decode())
        chosen.append(button)
    assert chosen == ["usual", "follow", "mute"]


def test_who_changes_a_password_is_told_by_e_mail() -> None:
    ada = a_person("Ada Mercier", language="fr")
    new = "an-even-longer-passphrase"
    browser = Client()
    browser.post("/account/login/", {"login": ada.email, "password": PASSWORD})
    browser.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    told = last_sent(ada.email)
    assert "mot de passe de votre compte a été changé" in told.body
    assert "127.0.0.1" in told.body


def test_an_objection_is_read_where_it_waits_and_in_its_email() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    NotificationSettings.objects.create(user=bo, quiet_from="00:00", quiet_until="00:00", days_off="", digest="never")
    circle = a_circle(ada, bo)
    round_ = a_round(circle=circle, by=bo)
    answers = valid_objection_tests(an_element(circle.project))
    take_position(round_, "objection", by=ada, objection_tests=answers)
    shown = at_browser(bo).get(INBOX).text
    objection = Objection.objects.get()
    assert escape(objection.harm) in shown
    assert f'href="{objection.integration_url}"' in shown
    send_notices(bo, clock.now() + timedelta(minutes=2))
    told = OutgoingEmail.objects.get(to=bo.email, subject__contains=round_.proposal.reference)
    assert f"> {objection.harm}" in told.text
    assert escape(objection.harm) in told.html


def test_a_thing_is_put_off_until_the_morning_of_a_day_to_come() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    an_action(a_circle(ada, bo), by=ada, owner=bo)
    notice = bo.notices.latest("pk")
    address, browser = reverse("snooze_notice", args=[notice.pk]), at_browser(bo)
    day = clock.now().astimezone(bo.zone).date() + timedelta(days=9)
    browser.post(address, {"until": "day", "day": day.isoformat()})
    notice.refresh_from_db()
    assert notice.snoozed_until is not None
    back = notice.snoozed_until.astimezone(bo.zone)
    assert (back.date(), back.hour) == (day, 8)
    for gone in ("", "tomorrow", (day - timedelta(days=10)).isoformat()):
        assert browser.post(address, {"until": "day", "day": gone}).status_code == 409


def test_a_thing_is_put_off_until_before_the_next_sync_of_its_project() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    circle = a_circle(ada, bo)
    an_action(circle, by=ada, owner=bo)
    browser, notice = at_browser(bo), bo.notices.filter(kind="action").latest("pk")
    offered = browser.get(reverse("inbox")).text
    browser.post(reverse("snooze_notice", args=[notice.pk]), {"until": "sync"})
    notice.refresh_from_db()
    assert "Before the next sync" in offered
    coming = ahead_of(circle.project, bo, clock.now()).next
    assert coming
    assert notice.snoozed_until == coming.starts_at - timedelta(minutes=15)
    for recurring_sync in circle.project.recurring_syncs.all():
        recurring_sync.end(by=ada)
    assert "Before the next sync" not in browser.get(reverse("inbox")).text


def test_what_is_over_is_no_choice_to_snooze_until() -> None:
    bo = a_person("Bo Nguyen")
    now = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
    soon, later = now + timedelta(minutes=15), now + timedelta(hours=2)
    assert [one.key for one in snoozes(bo, now, soon)] == ["tomorrow", "monday"]
    assert [one.key for one in snoozes(bo, now, later)] == ["sync", "tomorrow", "monday"]


def test_a_round_that_waits_for_a_sync_is_not_called_closed() -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    round_ = a_round(circle=a_circle(ada, bo), by=ada)
    Notice.objects.to(bo).update(ends_at=clock.now() - timedelta(hours=1))  # before a sync was to decide it
    browser = at_browser(bo)
    page = browser.get(INBOX).content.decode()
    assert round_.proposal.title in page
    assert "inbox-item__where" in page
    assert "closed" not in page.split("inbox-item__where")[1].split("</p>")[0]
