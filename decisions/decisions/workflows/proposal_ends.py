"""How a proposal goes on or ends where nobody agreed to it: it lapses, or is sent up."""

from datetime import datetime

from django.utils.translation import gettext_noop

from circles.circles.models import Circle
from circles.money.models import Purse
from decisions.actions.models import Action
from decisions.decisions import deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Proposal
from decisions.decisions.models.proposals.stages import Lapse
from decisions.decisions.models.rounds.working_time import calendar
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice


def lapse(proposal: Proposal, *, why: Lapse, at: datetime | None = None) -> None:
    """End without a decision; the present state stays. The caller holds the lock.

    Records `proposal.lapsed` for the owner. Where no text was found that nobody objects to, everyone asked is told of
    `proposal.offered_as_question`; where it was an urgent act, its owner gets the action to undo it.
    """
    proposal.lapsed_at, proposal.lapsed_because = at or clock.now(), why
    proposal.save()
    proposal.close_amendments(at=at)
    people: dict[User, str] = {proposal.owner: Notice.Reason.OWNER}
    proposal.record_event(DecisionEvent.LAPSED, by=None, at=at, people=people, also=["proposals"], why=why.value)
    if proposal.is_offered_as_a_question and (last := proposal.last_round):
        asked = dict.fromkeys(last.people_asked(), Notice.Reason.FOLLOWED)
        proposal.record_event(DecisionEvent.OFFERED_AS_QUESTION, by=None, at=at, people=asked | people)
    if proposal.act:
        ask_to_undo(proposal, at=at)
    end_pulled(proposal, at=at)


def end_pulled(proposal: Proposal, *, at: datetime | None) -> None:
    """Put the decision out of force that a sync was asked to keep, and did not; what it reserved is free. The caller
    holds the lock.

    Records `decision.revoked` for whoever was asked about it, proposed it or owns it; the money that is freed publishes
    `MoneyChanged`.
    """
    pulled = proposal.holds_up
    if pulled is None or not pulled.is_in_force:
        return
    decision = pulled.locked()
    names = {"reference": proposal.reference}
    because = proposal.project.in_its_language(
        gettext_noop("%(reference)s, which asked to keep it, was not adopted."), names
    )
    decision.revoked_at, decision.revoked_because = at or clock.now(), because
    decision.save()
    Purse.free(decision, by=None, at=at)
    people: dict[User, str] = dict.fromkeys(decision.round.people_asked(), Notice.Reason.FOLLOWED)
    people |= {decision.proposal.proposer: Notice.Reason.OWNER, decision.owner: Notice.Reason.OWNER}
    decision.record_event(
        DecisionEvent.REVOKED, by=None, at=at, people=people, also=["decisions"], because=decision.revoked_because
    )


def ask_to_undo(proposal: Proposal, *, at: datetime | None) -> None:
    """Make the action to undo an urgent act that nobody agreed to keep; the caller holds the lock. Records it as every
    action.
    """
    project = proposal.project
    due = calendar(project).after(at or clock.now(), deadlines.FACT_DAYS)
    what = project.in_its_language(gettext_noop("Undo what was not kept: %(title)s"), {"title": proposal.title})
    Action.make(
        proposal.circle,
        what,
        by=None,
        owner=proposal.owner if project.has(proposal.owner) else project.circles.general().people_in("pilot").first(),
        due_on=project.day_of(due),
        source=proposal,
        at=at,
    )


def escalate(proposal: Proposal, *, at: datetime | None = None) -> None:
    """Send it up to the parent circle's sync, in a new round of the same text. The caller holds the lock.

    Records `proposal.escalated` for the owner, and `proposal.round_opened`.
    """
    parent = Circle.objects.get(pk=proposal.route().decides).parent or proposal.project.circles.general()
    proposal.escalated_to = parent
    proposal.save()
    owner = {proposal.owner: Notice.Reason.OWNER}
    proposal.record_event(DecisionEvent.ESCALATED, by=None, at=at, people=owner, to=parent.name)
    proposal.begin_round(by=None, at=at)
