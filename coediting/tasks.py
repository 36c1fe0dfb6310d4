"""What time decides of co-editing: tickets end."""

from celery import shared_task

from audit.batch_jobs import each
from coediting.models import Ticket


@shared_task
def clear_tickets() -> int:
    """Delete tickets that have run out; returns how many."""
    return each("tickets", [Ticket.objects.outdated()], lambda found: found.delete()[0])
