"""Writing how a round ends: by the last position, by a sync, or by time."""

from datetime import datetime

from django.db import transaction

from circles.money.domain_events import MoneyNeeded
from circles.projects.models import Project
from decisions.decisions import consent, deadlines
from decisions.decisions.consent import RoundState
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import DecidingSync, Proposal, Round
from decisions.decisions.models.proposals.pulling import circle_around
from decisions.decisions.models.proposals.stages import DRAFT_LAPSES_AFTER, Lapse
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.notice_kinds import POSITION_KINDS
from decisions.decisions.workflows.enactment import enact
from decisions.decisions.workflows.proposal_ends import escalate, lapse
from decisions.decisions.workflows.rerouting import reroute
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def write_due_outcomes(proposal: Proposal, *, at: datetime | None = None) -> None:
    """Write what time has decided, of a round or of a draft; late or twice without harm. Every act begins so, in a
    transaction of its own: what it then refuses leaves this written. What costs something lets others that do come
    first where they ended first. Takes the lock itself.
    """
    if proposal.cost:
        close_due_with_costs(proposal.project, at=at)
    while any(close_due(due, at=at) for due in proposal.rounds.due(at)):
        continue  # a round that failed long ago may be due to go up as well
    if proposal.is_forgotten:
        lapse_untouched(proposal, at=at)


def close_due_with_costs(project: Project, *, at: datetime | None = None) -> None:
    """Write the ends of the rounds about money, in the order in which they came: what ended first has its money before
    anyone else reaches for it, so that no worker who is late gives it away. Takes the lock for each.
    """
    due = Round.objects.due(at).filter(cost__gt=0, proposal__project=project, closed_at=None)
    for ended in due.select_related("proposal__project").order_by("closes_at", "pk"):
        close_due(ended, at=at)


def close_earlier_with_costs(event: MoneyNeeded) -> None:
    """Let what ended earlier have its money before anyone else takes it."""
    close_due_with_costs(event.project, at=event.at)


def lapse_untouched(draft: Proposal, *, at: datetime | None = None) -> bool:
    """Lock a draft, and let it lapse if nobody touched it for 30 days; return whether it did. Records as `lapse`."""
    with transaction.atomic():
        proposal = draft.locked()
        stale = Proposal.objects.untouched_since((at or clock.now()) - DRAFT_LAPSES_AFTER)
        if not stale.filter(pk=proposal.pk).exists():
            return False
        lapse(proposal, why=Lapse.UNTOUCHED, at=at)
    return True


def close_due(round_: Round, *, at: datetime | None = None) -> bool:
    """Lock its proposal, and write the outcome if the round's time is over; return whether it did. Twice, late or in
    two processes: once. Records as `end_as`.
    """
    with transaction.atomic():
        proposal = round_.proposal.locked()
        due = proposal.rounds.due(at).filter(pk=round_.pk).first()
        if due is None:
            return False
        due.proposal = proposal
        if due.closed_at is not None:  # failed, and nobody changed the text for three days
            due.integrate_by = None
            due.save()
            escalate(proposal, at=at)
            return True
        reroute(due, at=at)
        now = at or clock.now()
        facts = due.facts(min(now, due.closes_at or now))  # as it stood then, however late that is written
        state = consent.state(facts)
        if state is RoundState.CONSENTED and consent.is_alone(facts) and due.told_around_at is None:
            tell_or_adopt(due, at=at)
            return due.closed_at is not None
        end_as(due, state, by=None, at=at)
    return state in consent.ENDED


def end_early(round_: Round, *, at: datetime | None = None) -> None:
    """Adopt at once what all asked have spoken to inside its scope, and nothing stands against. The caller holds the
    lock. Records as `end_as`.
    """
    reroute(round_, at=at)
    if not round_.in_sync and round_.state(at or clock.now()) is RoundState.CONSENTED:
        end_as(round_, RoundState.CONSENTED, by=None, at=at)


def adopt_alone(round_: Round, *, at: datetime | None = None) -> None:
    """Where nobody but who proposes is asked and here, tell the circle around, or adopt it (see `tell_or_adopt`). Not
    against an objection of a person who has left, nor while a missing element is decided. The caller holds the lock.
    """
    facts = round_.facts(at or clock.now())
    if consent.is_alone(facts) and not (facts.objections or facts.waits):
        tell_or_adopt(round_, at=at)


def tell_or_adopt(round_: Round, *, at: datetime | None = None) -> None:
    """Tell the circle around what asks nobody: it may pull it for one working day before it is in force. Adopt it at
    once where there is nobody to tell. The caller holds the lock.

    Records `proposal.told_around` for who has a voice in that circle, or as `end_as`.
    """
    around = circle_around(round_)
    if around is None:
        end_as(round_, RoundState.CONSENTED, by=None, at=at)
        return
    now = at or clock.now()
    round_.told_around_at = now
    round_.closes_at = calendar(round_.proposal.project).after(now, deadlines.ALONE_DAYS)
    round_.save()
    proposal = round_.proposal
    others = [one for one in around.members() if one.pk != proposal.created_by_id]
    people: dict[User, str] = dict.fromkeys(others, Notice.Reason.CIRCLE)
    proposal.record_event(
        DecisionEvent.TOLD_AROUND,
        by=None,
        at=at,
        people=people,
        also=["proposals"],
        circle=around.name,
        until=round_.closes_at.isoformat(),
    )


def end_as(
    round_: Round,
    state: RoundState,
    *,
    by: User | None,
    at: datetime | None,
    sync: DecidingSync | None = None,
    without_silent: bool = False,
) -> None:
    """Write a state that ends the round; the others leave it open. The caller holds the lock.

    Records what comes of it: as `enact`, `escalate` or `lapse` do; `round.failed`, or `round.budget_exceeded` or
    `round.changes_impossible` where consent leads to no decision, for the owner.

    :raises Refused: in a sync, when the decision is not possible now.
    """
    proposal = round_.proposal
    if state not in consent.ENDED:
        return
    round_.close(Round.Outcome(state.value), at=at)
    Notice.finish_asking(proposal.project_id, proposal.reference, POSITION_KINDS, at=at or clock.now())
    owner = {proposal.owner: Notice.Reason.OWNER}
    if state is RoundState.CONSENTED:
        if sync is None and proposal.route().refused:
            proposal.record_event(DecisionEvent.BUDGET_EXCEEDED, by=None, at=at, people=owner)
            return
        _enact_or_record_why(round_, by=by, sync=sync, without_silent=without_silent, at=at)
    elif state is RoundState.FAILED:
        proposal.record_event(DecisionEvent.ROUND_FAILED, by=by, at=at, people=owner, round=round_.number)
    elif state is RoundState.ESCALATED:
        escalate(proposal, at=at)
    else:
        lapse(proposal, why=Lapse.NO_WAY if proposal.standing_objections else Lapse.NO_CONSENT, at=at)


def _enact_or_record_why(
    round_: Round, *, by: User | None, sync: DecidingSync | None, without_silent: bool, at: datetime | None
) -> None:
    """Decide; where nobody is there to read why it is not possible now, tell the owner and leave it agreed."""
    try:
        with transaction.atomic():
            enact(round_, by=by, sync=sync, without_silent=without_silent, at=at, since=round_.closed_at)
    except Refused as refusal:
        if sync is not None:
            raise
        proposal = round_.proposal
        owner = {proposal.owner: Notice.Reason.OWNER}
        proposal.record_event(DecisionEvent.CHANGES_IMPOSSIBLE, by=None, at=at, people=owner, why=str(refusal))
