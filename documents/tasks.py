"""Clear away tickets that open nothing any more; write what time has done to restrictions, which end without it."""

from celery import shared_task

from audit import clock
from audit.batch_jobs import each
from documents.models import Restriction, Ticket
from documents.workflows import restricting

AT_MOST = 500


@shared_task
def clear_tickets() -> int:
    """Delete tickets that have run out; returns how many."""
    return each("tickets", [Ticket.objects.outdated()], lambda found: found.delete()[0])


@shared_task
def watch_restrictions() -> int:
    """Tell of restrictions that end within three days, and write the end of those that are over; returns how many."""
    every = Restriction.objects.select_related("document").order_by("pk")
    lapsed, soon = every.lapsed()[:AT_MOST], every.to_forewarn(clock.now())[:AT_MOST]
    ended = each("restrictions", list(lapsed), restricting.let_end)
    return ended + each("restrictions", list(soon), restricting.forewarn)
