"""Reporting an urgent act, which is on the next sync to keep or undo; and undoing it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from decisions.decisions import consent
from decisions.decisions.consent import RoundState
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import DecidingSync, Proposal, Round, UrgentAct, propose_answered
from decisions.decisions.models.exceptional.urgent_act import refuse_no_act
from decisions.decisions.workflows.adoption import reroute_and_reach
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

TOLD_WITHIN = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(minutes=5)


def report_urgent_act(
    circle: Circle,
    *,
    by: User,
    text: str,
    tension: str,
    acted_at: datetime,
    at: datetime | None = None,
    **terms: Any,
) -> Proposal:
    """Report what was done (`text`), when, and why it could not wait (`tension`): to everyone in the circles that it
    affects, and to be kept or undone in the next sync. `terms` are those of `propose_answered`, which takes the lock.

    Records `proposal.created`, `urgent_act.reported` for everyone in these circles, and `proposal.round_opened`, by
    which those asked are told.

    :raises Refused: when it happened more than a day ago or is still to come, cannot be undone, or is no act but a
        change of what was decided.
    """
    with transaction.atomic():
        _refuse_untimely(acted_at, at or clock.now())
        refuse_no_act(terms)
        proposal = propose_answered(circle, by=by, text=text, tension=tension, at=at, **terms)
        act = UrgentAct.objects.create(proposal=proposal, acted_at=acted_at)
        _record_report(act, by=by, at=at)
        open_round(proposal, by=by, at=at)
    return proposal


def undo_urgent_act(
    act: UrgentAct, *, by: User, how: str, sync: DecidingSync | None = None, at: datetime | None = None
) -> None:
    """Lock its proposal, and say that it was undone, and how; that ends its proposal. In a sync, only what is not
    agreed to is undone. Records `urgent_act.undone` for whoever was asked, and whoever did it.

    :raises Refused: when it is decided, this sync does not decide it, or everyone there agrees to keep it.
    """
    write_due_outcomes(act.proposal, at=at)
    with transaction.atomic():
        proposal = act.proposal.locked()
        proposal.refuse_decided()
        if not how.strip():
            raise Refused(_("Say what was undone, and how."))
        act = UrgentAct.objects.get(pk=act.pk)
        act.proposal = proposal
        round_ = proposal.open_round
        if sync is not None and round_ is not None:
            _refuse_agreed(round_, sync, by=by, at=at)
        if round_ is not None:
            round_.close(Round.Outcome.WITHDRAWN, at=at)
        now = at or clock.now()
        act.undone_at, act.undone_by, act.undone_how = now, by, how.strip()
        act.undone_in = sync.words if sync else ""
        act.save()
        proposal.withdrawn_at = now
        proposal.save()
        proposal.close_amendments(at=at)
        _record_undone(act, by=by, at=at)


def _record_report(act: UrgentAct, *, by: User, at: datetime | None) -> None:
    """Record it for everyone in the circles that it affects; who is asked is told by being asked."""
    proposal = act.proposal
    route = proposal.route()
    circles = {*route.affected, route.decides}
    asked = {user for user, _circle in proposal.people_to_ask(route)}
    inside = proposal.project.memberships.current().filter(circle__in=circles).exclude(user__in=asked)
    people = dict.fromkeys(User.objects.filter(pk__in=inside.values("user")), Notice.Reason.CIRCLE)
    proposal.record_event(
        DecisionEvent.URGENT_ACT_REPORTED,
        by=by,
        at=at,
        people=people,
        also=["proposals"],
        acted_at=act.acted_at.isoformat(),
        cost=str(proposal.cost),
    )


def _record_undone(act: UrgentAct, *, by: User, at: datetime | None) -> None:
    """Record it for whoever was asked, and whoever did it."""
    proposal = act.proposal
    asked = User.objects.filter(asked_in__round__proposal=proposal).distinct()
    people: dict[User, str] = dict.fromkeys(asked, Notice.Reason.FOLLOWED)
    people |= {proposal.proposer: Notice.Reason.OWNER, proposal.owner: Notice.Reason.OWNER}
    proposal.record_event(
        DecisionEvent.URGENT_ACT_UNDONE,
        by=by,
        at=at,
        people=people,
        also=["proposals"],
        how=act.undone_how[:300],
        sync=act.undone_in,
    )


def _refuse_agreed(round_: Round, sync: DecidingSync, *, by: User, at: datetime | None) -> None:
    """Raise `Refused` where this sync may not decide it, or everyone in it agrees."""
    reroute_and_reach(round_, sync, by=by, at=at)
    if consent.state(round_.facts(at or clock.now(), sync=sync)) is RoundState.CONSENTED:
        raise Refused(_("No objection stands: keep it, or have the person who did it undo it."))


def _refuse_untimely(acted_at: datetime, now: datetime) -> None:
    """Raise `Refused` unless it happened within the last day."""
    if acted_at > now + CLOCKS_DIFFER:
        raise Refused(_("What is still to come can be asked first: propose it."))
    if acted_at < now - TOLD_WITHIN:
        raise Refused(
            _("It happened more than 24 hours ago: it is no longer an urgent act. Propose to keep it, in a round.")
        )
