"""What time decides of co-editing: tickets end."""

from datetime import timedelta

from documents.coediting.models import Ticket
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled


@scheduled(every=timedelta(hours=1))
def clear_tickets() -> int:
    """Delete tickets that have run out; returns how many."""
    return each("tickets", [Ticket.objects.outdated()], lambda found: found.delete()[0])
