"""Send what waits to a program: signed, oldest first, and no further than the first that does not arrive."""

import json
import time
from typing import Any

import structlog
from django.conf import settings
from django.utils import translation

from across.webhooks.models import OutgoingWebhook, Webhook, WebhookAttempt
from across.webhooks.signing import signed
from across.webhooks.workflows.message_payload import payload_of_message
from circles.projects.references import is_found_by_key, thing_at, thing_named
from circles.record.timeline import sentences_of
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.retry_rules import ServerAnswer
from foundation.web.exceptions import Refused
from foundation.web.outgoing_http import AddressRefused, post

AT_ONCE = 100
GONE = 410
UNSEEN = "its owner may not see this any more"

log = structlog.get_logger(__name__)


def deliver_waiting(hook: Webhook) -> int:
    """Send what is due to one program; return how much arrived. Outside of any transaction: a program may take its
    time, and SQLite lets one write at a time.
    """
    arrived = 0
    for waiting in OutgoingWebhook.objects.sendable(clock.now()).filter(webhook=hook)[:AT_ONCE]:
        one = waiting.claim()
        if one is None:
            continue
        if not deliver(one):
            break
        arrived += 1
    return arrived


def deliver(one: OutgoingWebhook) -> bool:
    """Send one; return whether it need not be tried again. What its owner may not see any more is not sent."""
    hook = Webhook.objects.select_related("owner", "project").get(pk=one.webhook_id)
    if not (hook.is_entitled and may_be_sent(hook, one)):
        one.give_up(UNSEEN)
        return True
    begun = time.monotonic()
    try:
        status, said = send(hook, one)
    except AddressRefused:
        status, said = 0, "this server does not send there"
    except OSError as error:
        status, said = 0, f"{type(error).__name__}: {error}"
    took = int((time.monotonic() - begun) * 1000)
    WebhookAttempt.objects.create(outgoing=one, status=status, took_ms=took, answer=said.replace("\0", "")[:500])
    good = 200 <= status < 300
    if good:
        one.mark_sent()
    else:
        one.note_failure(ServerAnswer.LATER, f"{status}: {said}" if status else said)
    hook.note_outcome(good=good, is_gone=status == GONE)
    return good


def may_be_sent(hook: Webhook, one: OutgoingWebhook) -> bool:
    """Whether its owner may see now what this is about; a message, as long as its room is chosen still."""
    if one.message is not None:
        in_room = hook.wants_message(one.message.topic.scope, one.event)
        return in_room and hook.owner_id in one.message.readers_among([hook.owner])
    return one.entry is None or may_see(hook, one.entry)


def may_see(hook: Webhook, entry: Entry) -> bool:
    """Whether its owner may see what an event is about, now: what is no thing of its own is in the record for all."""
    thing = thing_at(hook.project, entry.reference) if entry.reference else None
    if thing is not None:
        return hook.owner_id in thing.readers_among([hook.owner])
    if is_found_by_key(entry.subject_kind):
        try:
            return thing_named(hook.project, hook.owner, f"{entry.subject_kind}-{entry.subject}") is not None
        except Refused:  # of a restricted document nothing goes out, whoever asks
            return False
    return True


def send(hook: Webhook, one: OutgoingWebhook) -> tuple[int, str]:
    """Send it, and return status and words of the answer."""
    now = clock.now()
    body = json.dumps(payload_of(hook, one), ensure_ascii=False).encode()
    timestamp = int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Ronde",
        "webhook-id": one.key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signed(hook.secrets_at(now), one.key, timestamp, body),
    }
    answer = post(hook.url, body, headers, allowed=settings.WEBHOOK_NETWORKS)
    return answer.status, answer.text


def payload_of(hook: Webhook, one: OutgoingWebhook) -> dict[str, Any]:
    """Return what a program is sent: the entry as its owner reads it."""
    project = {"project": hook.project.slug}
    if one.message is not None:
        when = one.written_at.isoformat()
        return {"type": one.event, "timestamp": when, "data": payload_of_message(one)}
    if one.entry is None:
        return {"type": one.event, "timestamp": one.written_at.isoformat(), "data": project}
    entry = one.entry
    with translation.override(hook.owner.language):
        (sentence,) = sentences_of(hook.project, [entry], reader=hook.owner)
    data = project | {
        "seq": entry.seq,
        "kind": entry.subject_kind,
        "id": entry.subject,
        "reference": entry.reference,
        "title": entry.title,
        "circle": entry.scope,
        "actor": str(entry.actor) if entry.actor else None,
        "facts": entry.facts,
        "sentence": sentence.text,
    }
    return {"type": entry.event, "timestamp": entry.happened_at.isoformat(), "data": data}
