"""Send what waits in the outbox, and clear away answers that nobody will ask for again."""

from celery import shared_task

from accounts.models import Answered
from audit.sweeping import each
from inbox.models import Letter

TRIES = 20


@shared_task
def deliver_letters() -> int:
    """Send waiting letters; gives how many were looked at. Safe to run twice or never."""
    waiting = list(Letter.objects.filter(sent_at=None, attempts__lt=TRIES).order_by("written_at")[:200])
    each("letters", waiting, Letter.deliver)
    return len(waiting)


@shared_task
def clear_answers() -> int:
    """Delete the answers kept for what is sent twice, where their key holds no longer; gives how many."""
    return each("answers", [Answered.objects.outdated()], lambda found: found.delete()[0])
