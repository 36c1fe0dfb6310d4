"""Pulling to a sync what is, or would be, in force without it: it is decided there, and suspended until then."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.decisions import deadlines
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Claim, Decision, Proposal, Pull, propose_answered
from decisions.decisions.models.proposals.pull import ProposalPulled
from decisions.decisions.models.proposals.pulling import sync_to_pull_to
from decisions.decisions.models.rounds.round_end import next_sync
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.text.titles import shortened
from decisions.decisions.workflows.rerouting import reroute
from decisions.decisions.workflows.round_closing import write_due_outcomes
from decisions.decisions.workflows.successors import MAX_TITLE, answers_of, touches_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish


def pull(
    proposal: Proposal,
    *,
    by: User,
    what: str,
    circle: Circle | None = None,
    names: str = "",
    at: datetime | None = None,
) -> Proposal:
    """Lock a proposal, and take it to the sync of the general circle, or of the circle around where nobody else is
    asked: "this affects us". One that is in force already is suspended, and a proposal to keep it is decided there;
    return that, or the proposal itself. `circle` claims with it, and is asked.

    Records `proposal.pulled`, or `proposal.created` and `decision.pulled` for whoever was asked, proposed or owns it;
    then `proposal.rerouted` or `proposal.round_opened`. Publishes `ProposalPulled`: a sync that runs takes it up.

    :raises Refused: when a sync decides it anyway, or the sync has closed in which it could be pulled.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        to = sync_to_pull_to(proposal)
        if to is None:
            raise Refused(_("This cannot be taken to a sync any more: object to the decision, or propose anew."))
        now = at or clock.now()
        if decision := proposal.adopted:
            return _pull_decision(decision.locked(), to, circle, by=by, what=what, names=names, now=now)
        _write(proposal, None, to, circle, by=by, what=what, names=names, now=now)
        owners = {proposal.owner: Notice.Reason.OWNER, proposal.proposer: Notice.Reason.OWNER}
        entry = proposal.record_event(
            DecisionEvent.PULLED, by=by, at=at, people=owners, also=["proposals"], to=to.name, what=what
        )
        if round_ := proposal.open_round:
            reroute(round_, after=entry.event, of=to.name, at=at)
            round_.ask([(by.pk, to.pk)] if by.pk != proposal.created_by_id else [], None, now)
        publish(ProposalPulled(proposal=proposal, to=to, by=by, at=at))
    return proposal


def _write(
    proposal: Proposal,
    decision: Decision | None,
    to: Circle,
    circle: Circle | None,
    *,
    by: User,
    what: str,
    names: str,
    now: datetime,
) -> Pull:
    """Write the pull, and the claim that comes with it; the caller holds the lock."""
    working = calendar(proposal.project)
    next_at = next_sync(to, now, working, None, pressing=True) or working.after(now, deadlines.GRAVE_DAYS)
    made = Pull.objects.create(
        proposal=proposal, decision=decision, to=to, by=by, what=what, next_sync_at=next_at, pulled_at=now
    )
    if circle is not None and circle.pk not in proposal.route().affected:
        Claim.objects.create(proposal=proposal, circle=circle, by=by, names=names, what=what[:200], made_at=now)
    return made


def _pull_decision(
    decision: Decision, to: Circle, circle: Circle | None, *, by: User, what: str, names: str, now: datetime
) -> Proposal:
    """Suspend a decision in force, and ask the sync whether to keep it; the caller holds the lock."""
    before = decision.proposal
    title = decision.project.in_its_language(gettext_noop("Keep %(reference)s: %(title)s"), decision.names)
    kept = propose_answered(
        decision.circle,
        by=before.proposer,
        tension=before.tension,
        text=decision.text,
        title=shortened(title, MAX_TITLE),
        owner=decision.owner,
        cost=decision.cost,
        reversibility=decision.reversibility,
        review_months=before.review_months,
        replaces=decision,
        effects=answers_of(decision),
        at=now,
        **touches_of(decision),
    )
    for claim in before.claims.standing():
        Claim.objects.create(
            proposal=kept, circle=claim.circle, by=claim.by, names=claim.names, what=claim.what, made_at=now
        )
    made = _write(kept, decision, to, circle, by=by, what=what, names=names, now=now)
    Link.tie(decision.project, decision, kept, by=by)
    people: dict[User, str] = dict.fromkeys(decision.round.people_asked(), Notice.Reason.FOLLOWED)
    people |= {before.proposer: Notice.Reason.OWNER, decision.owner: Notice.Reason.OWNER}
    decision.record_event(
        DecisionEvent.DECISION_PULLED,
        by=by,
        at=now,
        people=people,
        also=["decisions", "proposals", before.change_key],
        what=what,
        proposal=kept.reference,
        until=made.next_sync_at.isoformat(),
    )
    round_ = kept.locked().begin_round(by=None, at=now)
    if by.pk != kept.created_by_id:
        round_.ask([(by.pk, to.pk)], None, now)
    publish(ProposalPulled(proposal=kept, to=to, by=by, at=now))
    return kept
