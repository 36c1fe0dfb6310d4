"""Clear away what is kept about requests for a while."""

from celery import shared_task

from accounts.models import Answered
from audit.sweeping import each


@shared_task
def clear_answers() -> int:
    """Delete kept answers whose key holds no longer; gives how many."""
    return each("answers", [Answered.objects.outdated()], lambda found: found.delete()[0])
