"""E-mails leave the outbox: once each, and none waits for another."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from foundation.audit import clock
from foundation.inbox.models import OutgoingEmail
from foundation.inbox.retry_rules import SENDING_TAKES, TRIES
from foundation.inbox.tasks import deliver_emails
from tests.support.concurrency import together

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_an_email_is_sent_once_however_often_it_is_queued(mailoutbox: list[object]) -> None:
    for _ in range(2):
        OutgoingEmail.post("welcome:bo", to="bo@ronde.example", subject="Welcome", text="Come in.")
        deliver_emails()
    assert len(mailoutbox) == 1
    assert OutgoingEmail.objects.get().sent_at is not None


def test_a_name_of_several_lines_adds_no_header_to_an_email(mailoutbox: list[EmailMessage]) -> None:
    OutgoingEmail.post(
        "invitation:1", to="bo@ronde.example", subject="Eve\r\nBcc: fay@ronde.example\n invites", text="Come."
    )
    assert deliver_emails() == 1
    (sent,) = mailoutbox
    assert sent.subject == "Eve Bcc: fay@ronde.example invites"
    assert sent.recipients() == ["bo@ronde.example"]


def test_an_email_that_cannot_be_sent_delays_no_other(mailoutbox: list[EmailMessage]) -> None:
    broken = OutgoingEmail.objects.create(key="broken", to="bo@ronde.example", subject="two\nlines", text="…")
    OutgoingEmail.post("whole", to="bo@ronde.example", subject="Come", text="…")
    deliver_emails()
    assert [sent.subject for sent in mailoutbox] == ["Come"]
    broken.refresh_from_db()
    assert (broken.attempts, broken.sent_at) == (1, None)
    assert broken.error


class Moody(BaseEmailBackend):
    """A way of sending that breaks, in a way nobody foresaw, at one address."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        if "bo@ronde.example" in messages[0].to:
            raise RuntimeError("the line is haunted")
        mail.outbox.extend(messages)
        return len(messages)


def test_an_unforeseen_failure_is_retried_a_few_times_and_delays_no_other_email(
    settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Moody"}}
    for name in ("bo", "eve"):
        OutgoingEmail.post(name, to=f"{name}@ronde.example", subject="Come", text="…")
    for _ in range(TRIES + 1):
        deliver_emails()
        OutgoingEmail.objects.update(next_try_at=None)
    assert [sent.to for sent in mailoutbox] == [["eve@ronde.example"]]
    haunted = OutgoingEmail.objects.get(key="bo")
    assert (haunted.attempts, haunted.sent_at, haunted.error) == (TRIES, None, "RuntimeError: the line is haunted")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_an_email_once(mailoutbox: list[EmailMessage]) -> None:
    for name in "abcd":
        OutgoingEmail.post(name, to=f"{name}@ronde.example", subject="Come", text="…")
    together(deliver_emails, deliver_emails)
    assert sorted(sent.to for sent in mailoutbox) == [
        ["a@ronde.example"],
        ["b@ronde.example"],
        ["c@ronde.example"],
        ["d@ronde.example"],
    ]


def test_an_email_whose_worker_was_killed_is_sent_by_another_later(mailoutbox: list[EmailMessage]) -> None:
    email = OutgoingEmail.post("1", to="bo@ronde.example", subject="Come", text="…")
    assert email.claim()  # and then the worker dies
    deliver_emails()
    assert not mailoutbox
    OutgoingEmail.objects.update(taken_at=clock.now() - SENDING_TAKES)
    deliver_emails()
    assert len(mailoutbox) == 1
