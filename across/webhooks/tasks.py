"""Send what waits for programs, and forget what was sent long ago."""

from datetime import timedelta

from across.webhooks.models import OutgoingWebhook, Webhook
from across.webhooks.workflows.queueing import outdated
from across.webhooks.workflows.sending import deliver_waiting
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled, unscheduled


@unscheduled("an event sends it for the program that waits; deliver_webhooks finds what it missed.")
def deliver_webhook(pk: int) -> int:
    """Send what waits for one program; returns how much arrived. Safe to run twice or never."""
    return each("webhooks", list(Webhook.objects.living().filter(pk=pk)), deliver_waiting)


@scheduled(every=timedelta(seconds=10))
def deliver_webhooks() -> int:
    """Send what waits for all programs; returns how much arrived. Safe to run twice or never."""
    waiting = OutgoingWebhook.objects.sendable(clock.now()).order_by().values("webhook")
    return each("webhooks", list(Webhook.objects.filter(pk__in=waiting)), deliver_waiting)


@scheduled(every=timedelta(hours=1))
def clear_webhooks() -> int:
    """Forget what was sent, or waited, a month ago; returns how many."""
    return each("webhooks", outdated(clock.now()), lambda one: one.delete()[0])
