"""E-mails leave once, whatever the mail server answers and whenever it, or the worker, dies."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from foundation.inbox.models import NotificationSettings, OutgoingEmail, message_id
from foundation.inbox.retry_rules import TRIES, wait_after
from foundation.inbox.tasks import deliver_emails
from tests.factories import a_person
from tests.support.databases import ROOT, SQLITE, empty_template
from tests.support.entry_points import at_browser
from tests.support.mail_server import MailServer

KILLS = 6


@pytest.fixture
def serve(tmp_path: Path, settings: Any) -> Iterator[Callable[..., MailServer]]:
    started = []

    def serve(delay: float = 0) -> MailServer:
        server = MailServer(tmp_path, delay)
        started.append(server)
        options = {"host": "127.0.0.1", "port": server.port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": "foundation.inbox.smtp.HandoverBackend", "OPTIONS": options}}
        return server

    yield serve
    for server in started:
        server.stop()


def post(to: str, **given: Any) -> OutgoingEmail:
    return OutgoingEmail.post(f"to {to}", to=f"{to}@example.org", subject="Come", text="a\n.\n..b", **given)


def later() -> None:
    """Let so much time pass that what waits is due."""
    OutgoingEmail.objects.update(next_try_at=None)
    deliver_emails()


@pytest.mark.both_databases
@pytest.mark.django_db
def test_what_still_waits_is_not_sent_to_who_was_shut_out(serve: Callable[..., MailServer]) -> None:
    server = serve()
    bo = a_person("Bo Nguyen")
    email = post("bo", user=bo)
    type(bo).objects.filter(pk=bo.pk).update(is_active=False)
    deliver_emails()
    email.refresh_from_db()
    assert email.failed_at is not None
    assert server.lines() == []


@pytest.mark.django_db
def test_an_email_arrives_whole_and_under_the_name_it_would_have_again(serve: Callable[..., MailServer]) -> None:
    server = serve()
    email = post("bo", html="<p>é</p>")
    deliver_emails()
    (line,) = server.lines()
    assert line["id"] == message_id(email.key)
    assert "a\n.\n..b" in line["words"].replace("\r\n", "\n")


@pytest.mark.django_db
def test_what_is_put_off_is_tried_again_and_arrives_once(serve: Callable[..., MailServer]) -> None:
    server = serve()
    email = post("later")
    for tries in (1, 2):
        deliver_emails()
        deliver_emails()  # not before its time
        email.refresh_from_db()
        assert (email.attempts, email.sent_at) == (tries, None)
        assert email.next_try_at
        OutgoingEmail.objects.update(next_try_at=None)
    later()
    later()
    assert server.accepted() == {message_id(email.key): 1}


def test_waits_grow_to_hours_and_end_after_two_days() -> None:
    waits = [wait_after(tries) for tries in range(1, TRIES)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (timedelta(minutes=1), timedelta(hours=4))
    assert timedelta(days=1.5) < sum(waits, timedelta()) < timedelta(days=3)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["gone", "full"])
def test_an_address_that_refuses_ends_email_until_its_person_says_otherwise(
    serve: Callable[..., MailServer], who: str
) -> None:
    serve()
    bo = a_person("Bo Nguyen")
    post(who, user=bo)
    waiting = OutgoingEmail.post("next", to="x@example.org", subject="…", text="…", user=bo)
    OutgoingEmail.objects.filter(pk=waiting.pk).update(next_try_at="2099-01-01T00:00:00Z")
    deliver_emails()
    assert NotificationSettings.of(bo).mail_stopped_at
    assert bo.notices.get(event="mail.stopped")
    waiting.refresh_from_db()
    assert waiting.failed_at
    assert "rejected" in at_browser(bo).get(reverse("notifications")).text
    at_browser(bo).post(reverse("resume_mail"))
    assert NotificationSettings.of(bo).mail_stopped_at is None


@pytest.mark.django_db
def test_an_email_refused_as_it_is_is_given_up_alone(serve: Callable[..., MailServer]) -> None:
    serve()
    bo = a_person("Bo Nguyen")
    email = post("spam", user=bo)
    deliver_emails()
    email.refresh_from_db()
    assert email.failed_at
    assert NotificationSettings.of(bo).mail_stopped_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["dies", "silent"])
def test_a_mail_server_that_dies_makes_no_email_arrive_twice(serve: Callable[..., MailServer], who: str) -> None:
    """One that had said nothing gets it again; one that had all of it, and did not answer, may have taken it."""
    server = serve()
    email = post(who)
    deliver_emails()
    server.stop()
    later()  # nobody there
    server.start()
    later()
    email.refresh_from_db()
    assert server.accepted() == {message_id(email.key): 1}
    assert (email.sent_at is not None) == (who == "dies")


def test_workers_that_are_killed_in_mid_send_send_nothing_twice(
    serve: Callable[..., MailServer], tmp_path: Path
) -> None:
    server = serve(0.02)
    SQLITE.copy(empty_template(SQLITE), "killed")
    assert kill(SQLITE.url("killed"), tmp_path, server, KILLS)["killed"] == KILLS
    SQLITE.drop("killed")


def kill(database: str, folder: Path, server: MailServer, kills: int) -> dict[str, Any]:
    """Kill workers, and look at what arrived: nothing twice, and all that is said to have been sent."""
    environment = {
        "RONDE_DATABASE_URL": database,
        "RONDE_DATA_DIR": str(folder),
        "RONDE_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PATH": "/usr/bin:/bin",
    }
    command = [sys.executable, "-m", "tests.support.killed_workers", str(kills)]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=600)
    assert ran.returncode == 0, ran.stderr.decode()
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    arrived = server.accepted()
    assert max(arrived.values()) == 1
    assert found["sent"] + len(found["unsure"]) == found["posted"]
    assert len(arrived) >= found["sent"]
    return {**found, "arrived": len(arrived)}
