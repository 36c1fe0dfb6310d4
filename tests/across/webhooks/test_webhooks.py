"""Programs are sent events: signed, as far as their owner may see them, again when they did not take them."""

import base64
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from across.webhooks.models import OutgoingWebhook, Webhook, WebhookAttempt
from across.webhooks.tasks import clear_webhooks, deliver_webhooks
from across.webhooks.workflows.queueing import send_again, send_again_since, send_trial
from circles.projects.workflows.archiving import archive_project
from decisions.actions.models import Action
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from foundation.accounts.models import Token
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, a_cast
from tests.factories import an_action
from tests.support.program import Program, a_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """ada, bo and fay in Hydraulics; eve outside."""
    return a_cast()


@pytest.fixture
def program(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A program on this machine; what wakes a worker at once is left to the schedule."""
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr("foundation.web.task_queue.current_app.send_task", lambda *_task: None)
    with a_program() as running:
        yield running


def a_webhook(cast: Cast, program: Program, status: int = 200, **terms: Any) -> Webhook:
    values = {"by": cast.ada, "name": "bot", "url": program.at(status), "types": ["action.created"], **terms}
    return Webhook.add(cast.project, **values)


def act(cast: Cast) -> Action:
    return an_action(cast.circle, by=cast.ada, owner=cast.ada)


def is_signed(hook: Webhook, secret: str, headers: dict[str, str], body: bytes) -> bool:
    """Verify as a receiver does."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
    return wanted in headers["webhook-signature"].split(" ")


@pytest.mark.both_databases
def test_an_event_is_sent_signed_and_once(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program)
    act(cast)
    assert (deliver_webhooks(), deliver_webhooks()) == (1, 0)
    ((_path, headers, body),) = program.got
    assert is_signed(hook, hook.secret, headers, body)
    assert not is_signed(hook, hook.secret, headers, body + b" ")
    said = json.loads(body)
    assert (said["type"], said["data"]["reference"], said["data"]["project"]) == ("action.created", "A-1", "pompe")
    assert "Ada Mercier" in said["data"]["sentence"]
    assert WebhookAttempt.objects.get().status == 200


def test_it_is_written_with_the_event_or_not_at_all(cast: Cast, program: Program) -> None:
    a_webhook(cast, program)
    with transaction.atomic():
        act(cast)
        assert OutgoingWebhook.objects.count() == 1
        transaction.set_rollback(True)
    assert OutgoingWebhook.objects.count() == 0


def test_it_is_sent_what_it_wants_and_without_a_choice_everything(cast: Cast, program: Program) -> None:
    exact, thing, every = (a_webhook(cast, program, types=types) for types in (["action.finished"], ["action.*"], []))
    before = OutgoingWebhook.objects.count()
    action = act(cast)
    action.start(by=cast.ada)
    action.finish(by=cast.ada, how="Done")
    after = OutgoingWebhook.objects.filter(entry__event__startswith="action.")
    types = list(Entry.objects.filter(event__startswith="action.").values_list("event", flat=True))
    assert "action.finished" in types
    assert [one.entry.event for one in after.filter(webhook=exact) if one.entry] == ["action.finished"]
    for hook in (thing, every):
        assert after.filter(webhook=hook).count() == len(types)
    assert before > 0, "one that is sent everything is sent its own events"


def test_a_program_that_takes_nothing_is_tried_again_later(cast: Cast, program: Program) -> None:
    a_webhook(cast, program, 500)
    act(cast)
    deliver_webhooks()
    waiting = OutgoingWebhook.objects.get()
    assert (waiting.attempts, waiting.sent_at, waiting.error) == (1, None, "500: heard")
    assert waiting.next_try_at
    assert waiting.next_try_at > timezone.now() + timedelta(seconds=30)
    deliver_webhooks()
    assert len(program.got) == 1, "it waits"
    OutgoingWebhook.objects.update(next_try_at=None)
    Webhook.objects.update(url=program.at(200))
    assert deliver_webhooks() == 1
    assert [one.status for one in WebhookAttempt.objects.order_by("pk")] == [500, 200]
    assert len({headers["webhook-id"] for _path, headers, _body in program.got}) == 1


def test_one_that_does_not_take_the_first_is_not_sent_the_others(cast: Cast, program: Program) -> None:
    a_webhook(cast, program, 503)
    for _ in range(3):
        act(cast)
    deliver_webhooks()
    assert len(program.got) == 1


def test_one_that_takes_nothing_for_a_day_is_paused_and_its_owner_notified(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program, 500)
    act(cast)
    for _ in range(10):
        OutgoingWebhook.objects.update(next_try_at=None)
        deliver_webhooks()
    hook.refresh_from_db()
    assert (hook.failures, hook.paused_at) == (10, None)
    Webhook.objects.update(failing_since=timezone.now() - timedelta(days=2))
    OutgoingWebhook.objects.update(next_try_at=None)
    deliver_webhooks()
    hook.refresh_from_db()
    assert hook.paused_at
    assert Notice.objects.filter(user=cast.ada, event="webhook.paused").count() == 1
    act(cast)
    OutgoingWebhook.objects.update(next_try_at=None)
    deliver_webhooks()
    assert len(program.got) == 11
    Webhook.objects.update(url=program.at(200))
    hook.resume(by=cast.ada)
    assert deliver_webhooks() == 2, "what happened meanwhile waited"


def test_one_that_says_it_is_gone_is_paused_at_once(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program, 410)
    act(cast)
    deliver_webhooks()
    hook.refresh_from_db()
    assert hook.paused_at


def test_what_its_owner_may_not_see_is_neither_written_nor_sent(cast: Cast, program: Program) -> None:
    offer = Document.create(cast.circle, "Offer", by=cast.ada)
    hers = a_webhook(cast, program, by=cast.pia, types=["document.*"])
    offer.rename("A better offer", by=cast.ada)
    assert OutgoingWebhook.objects.filter(webhook=hers).count() == 1
    restrict(offer, RestrictionTerms("Our price"), by=cast.ada)
    offer.rename("The best offer", by=cast.ada)
    deliver_webhooks()
    assert program.got == [], "neither what was written before it was restricted, nor what came after"
    assert "The best offer" not in {one.entry.title for one in OutgoingWebhook.objects.all() if one.entry}


def test_who_leaves_the_project_is_sent_nothing_more(cast: Cast, program: Program) -> None:
    a_webhook(cast, program, by=cast.bo)
    act(cast)
    cast.circle.memberships.get(user=cast.bo).end(by=cast.bo)
    act(cast)
    deliver_webhooks()
    assert program.got == []


def test_one_that_was_made_by_a_token_ends_with_it(cast: Cast, program: Program) -> None:
    Token.issue(cast.ada, "bot")
    token = Token.objects.get()
    a_webhook(cast, program, token=token)
    act(cast)
    assert deliver_webhooks() == 1
    token.end()
    act(cast)
    deliver_webhooks()
    assert len(program.got) == 1


def test_a_new_secret_holds_beside_the_one_before_for_a_day(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program)
    before = hook.secret
    after = hook.renew_secret(by=cast.ada)
    act(cast)
    deliver_webhooks()
    _path, headers, body = program.got[-1]
    assert before != after
    assert is_signed(hook, before, headers, body)
    assert is_signed(hook, after, headers, body)
    Webhook.objects.update(renewed_at=timezone.now() - timedelta(days=1, seconds=1))
    act(cast)
    deliver_webhooks()
    _path, headers, body = program.got[-1]
    assert not is_signed(hook, before, headers, body)
    assert is_signed(hook, after, headers, body)


def test_one_or_all_since_a_moment_are_sent_again_under_the_same_id(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program)
    act(cast)
    act(cast)
    deliver_webhooks()
    first, second = OutgoingWebhook.objects.order_by("pk")
    send_again(first)
    assert deliver_webhooks() == 1
    assert send_again_since(hook, second.written_at) == 1
    assert send_again_since(hook, first.written_at) == 2
    assert deliver_webhooks() == 2
    ids = [headers["webhook-id"] for _path, headers, _body in program.got]
    assert ids == [first.key, second.key, first.key, first.key, second.key]


def test_a_trial_is_no_event(cast: Cast, program: Program) -> None:
    entries = Entry.objects.count()
    hook = a_webhook(cast, program)
    send_trial(hook)
    assert deliver_webhooks() == 1
    assert json.loads(program.got[0][2])["type"] == "webhook.trial"
    assert Entry.objects.count() == entries + 1, "only that it was added"


def test_a_removed_one_is_sent_nothing(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program)
    act(cast)
    hook.remove(by=cast.ada)
    act(cast)
    assert deliver_webhooks() == 0
    assert program.got == []
    for again in (lambda: send_trial(Webhook.objects.get()), lambda: hook.renew_secret(by=cast.ada)):
        with pytest.raises(Refused):
            again()


def test_an_address_inside_is_refused_when_it_is_named_and_when_it_is_sent_to(
    cast: Cast, program: Program, settings: Any
) -> None:
    a_webhook(cast, program)
    settings.WEBHOOK_NETWORKS = []
    act(cast)
    deliver_webhooks()
    assert program.got == []
    assert WebhookAttempt.objects.get().answer == "this server does not send there"
    with pytest.raises(Refused):
        a_webhook(cast, program)


def test_there_are_ten_at_most_and_no_unknown_events(cast: Cast, program: Program) -> None:
    with pytest.raises(Refused, match=r"moon\.landed"):
        a_webhook(cast, program, types=["moon.landed"])
    for _ in range(10):
        a_webhook(cast, program)
    with pytest.raises(Refused):
        a_webhook(cast, program)
    a_webhook(cast, program, by=cast.bo)


def test_an_archived_project_takes_no_new_one(cast: Cast, program: Program) -> None:
    hook = a_webhook(cast, program)
    archive_project(cast.project, by=cast.fay)
    with pytest.raises(Refused):
        a_webhook(cast, program)
    hook.remove(by=cast.ada)


def test_what_was_sent_a_month_ago_is_forgotten(cast: Cast, program: Program) -> None:
    a_webhook(cast, program)
    act(cast)
    act(cast)
    OutgoingWebhook.objects.filter(pk=OutgoingWebhook.objects.order_by("pk")[0].pk).update(
        written_at=timezone.now() - timedelta(days=31)
    )
    clear_webhooks()
    assert OutgoingWebhook.objects.count() == 1
