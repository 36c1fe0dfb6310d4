"""Queue events for webhooks, in the transaction of the event."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from across.webhooks.models import KEPT_FOR, OutgoingWebhook, Webhook
from circles.projects.domain_events import EventRecorded
from foundation.web.exceptions import Refused
from foundation.web.task_queue import send_on_commit

DELIVER = "webhooks.tasks.deliver_webhook"
"""By name: tasks stand above what is shared by pages and API."""
AT_ONCE = 1000
"""So many are sent again by one press."""


def queue_event(event: EventRecorded) -> None:
    """Put an event into the outbox of each webhook that wants it, and whose owner may see what it is about."""
    entry = event.entry
    found = Webhook.objects.living().filter(project=entry.project).select_related("owner")
    wanted = [hook for hook in found if hook.wants(entry.event)]
    readers = event.thing.readers_among([hook.owner for hook in wanted]) if wanted else ()
    for hook in wanted:
        if hook.owner_id in readers:
            OutgoingWebhook.objects.create(key=f"msg_{hook.key[:12]}_{entry.seq}", webhook=hook, entry=entry)
            wake(hook)


def send_trial(hook: Webhook) -> OutgoingWebhook:
    """Send something that is no event, to see whether it arrives."""
    hook.refuse_ended()
    trial = OutgoingWebhook.objects.create(key=f"msg_{hook.key[:12]}_{secrets.token_hex(4)}", webhook=hook)
    wake(hook)
    return trial


def send_again(one: OutgoingWebhook) -> None:
    """Send one again."""
    one.webhook.refuse_ended()
    one.send_again()
    wake(one.webhook)


def send_again_since(hook: Webhook, since: datetime) -> int:
    """Send again what was written since a moment, the oldest first; return how many.

    :raises Refused: for more than can be sent at once.
    """
    hook.refuse_ended()
    found = OutgoingWebhook.objects.filter(webhook=hook, written_at__gte=since).order_by("written_at", "pk")
    if found.count() > AT_ONCE:
        raise Refused(_("That is more than a thousand events; choose a later moment."))
    with transaction.atomic():
        for one in found:
            one.send_again()
    wake(hook)
    return len(found)


def wake(hook: Webhook) -> None:
    """Let a worker look at it soon; the schedule finds it otherwise."""
    send_on_commit(DELIVER, hook.pk)


def outdated(now: datetime) -> "list[OutgoingWebhook]":
    """Find what is kept no longer."""
    return list(OutgoingWebhook.objects.filter(written_at__lt=now - KEPT_FOR).order_by("pk")[:AT_ONCE])
