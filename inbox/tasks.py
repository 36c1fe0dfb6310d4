"""Send what waits in the outbox."""

from celery import shared_task

from audit.sweeping import each
from inbox.models import Letter

TRIES = 20


@shared_task
def deliver_letters() -> int:
    """Send waiting letters; gives how many were looked at. Safe to run twice or never."""
    waiting = list(Letter.objects.filter(sent_at=None, attempts__lt=TRIES).order_by("written_at")[:200])
    each("letters", waiting, Letter.deliver)
    return len(waiting)
