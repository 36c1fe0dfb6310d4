"""Send what waits for programs, and forget what was sent long ago."""

from celery import shared_task

from audit import clock
from audit.batch_jobs import each
from webhooks.models import OutgoingWebhook, Webhook
from webhooks.workflows.queueing import outdated
from webhooks.workflows.sending import deliver_waiting


@shared_task
def deliver_webhook(pk: int) -> int:
    """Send what waits for one program; returns how much arrived. Safe to run twice or never."""
    return each("webhooks", list(Webhook.objects.living().filter(pk=pk)), deliver_waiting)


@shared_task
def deliver_webhooks() -> int:
    """Send what waits for all programs; returns how much arrived. Safe to run twice or never."""
    waiting = OutgoingWebhook.objects.sendable(clock.now()).order_by().values("webhook")
    return each("webhooks", list(Webhook.objects.filter(pk__in=waiting)), deliver_waiting)


@shared_task
def clear_webhooks() -> int:
    """Forget what was sent, or waited, a month ago; returns how many."""
    return each("webhooks", outdated(clock.now()), lambda one: one.delete()[0])
