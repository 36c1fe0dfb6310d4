"""Write outcomes that are due. Pages compute them by the database's clock: a task may run late, twice or never."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection, transaction

from decisions.decisions.models import Proposal, Round
from decisions.decisions.models.proposals.stages import DRAFT_LAPSES_AFTER
from decisions.decisions.workflows.reminders import remind
from decisions.decisions.workflows.round_closing import close_due, lapse_untouched
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.audit.models import Head
from foundation.web.schedule import scheduled

AT_MOST = 500


@scheduled(every=timedelta(seconds=30))
def close_due_rounds() -> int:
    """Close rounds whose time is over, and let untouched drafts lapse; return how many outcomes were written.

    A project whose chain another person holds just now is left to the next run.
    """
    due = Round.objects.due().select_related("proposal__project", "proposal__circle", "decides").order_by("pk")
    written = each("rounds", due[:AT_MOST], lambda round_: _alone(round_.proposal, lambda: close_due(round_)))
    drafts = Proposal.objects.untouched_since(clock.now() - DRAFT_LAPSES_AFTER).select_related("project", "circle")
    return written + each("drafts", drafts[:AT_MOST], lambda draft: _alone(draft, lambda: lapse_untouched(draft)))


@scheduled(every=timedelta(minutes=5))
def remind_the_silent() -> int:
    """Remind whose word open rounds wait for, at half and at nine tenths of their window; return how many were
    reminded. Archived projects remind nobody. Safe to run late, twice or never.
    """
    rounds = Round.objects.open_at(None).of_undecided().unarchived().order_by("closes_at", "pk")
    found = rounds.select_related("proposal__project", "proposal__circle", "decides")
    return each("reminders", found, lambda round_: _alone(round_.proposal, lambda: remind(round_) > 0))


def _alone(proposal: Proposal, write: Callable[[], bool]) -> bool:
    """Run a verb if the project's head is free."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        head = Head.objects.select_for_update(skip_locked=skip).filter(pk=proposal.project_id)
        return head.first() is not None and write()
