"""Claiming that a proposal affects a circle, and releasing that once it is settled."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Claim, ClaimRelease, Proposal
from decisions.decisions.models.proposals.pulling import sync_to_pull_to
from decisions.decisions.models.proposals.stages import Stage
from decisions.decisions.workflows.pulling import pull
from decisions.decisions.workflows.rerouting import reroute
from decisions.decisions.workflows.round_closing import adopt_alone, end_early, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def claim(
    proposal: Proposal, circle: Circle, *, by: User, what: str = "", names: str = "", at: datetime | None = None
) -> Claim:
    """Lock a proposal, and say for a circle "this affects us", through a thing that it `names` or as a sentence says;
    the route changes at once, and the circle's voices are asked. What was agreed and not adopted yet is asked of all
    again; one that is in force until the next sync is pulled to it.

    Records `proposal.claimed` for the owner; then `proposal.rerouted` or `proposal.round_opened`, or as `pull`.

    :raises Refused: when it is decided for good, or the circle is affected already.
    """
    write_due_outcomes(proposal, at=at)
    with transaction.atomic():
        proposal = proposal.locked()
        if proposal.adopted and sync_to_pull_to(proposal):
            kept = pull(proposal, by=by, what=what or names, circle=circle, names=names, at=at)
            return kept.claims.filter(circle=circle).first() or Claim(proposal=kept, circle=circle, by=by, what=what)
        proposal.refuse_decided()
        if circle.pk in proposal.route().affected:
            raise Refused(_("This circle is among the affected ones already."))
        now = at or clock.now()
        made = proposal.claims.create(circle=circle, by=by, names=names, what=what, made_at=now)
        owners = {proposal.owner: Notice.Reason.OWNER}
        entry = proposal.record_event(
            DecisionEvent.CLAIMED, by=by, at=at, people=owners, circle=circle.name, what=made.said
        )
        if current := proposal.open_round:
            reroute(current, after=entry.event, of=circle.name, at=at)
        elif proposal.stage is Stage.AGREED:
            proposal.begin_round(by=None, at=at)
    return made


def release_claim(claim: Claim, *, by: User, settled: str, at: datetime | None = None) -> ClaimRelease:
    """Lock its proposal, and release a claim: "settled between us". The route goes back, and who was asked because of
    it, and has not spoken, is asked no more.

    Records `proposal.claim_released` for the owner, then `proposal.rerouted`; and, where it is in force by that, as
    `round_closing.end_as`.

    :raises Refused: when the proposal is decided, or the claim was released before.
    """
    write_due_outcomes(claim.proposal, at=at)
    with transaction.atomic():
        proposal = claim.proposal.locked()
        proposal.refuse_decided()
        fresh = proposal.claims.standing().filter(pk=claim.pk).select_related("circle").first()
        if fresh is None:
            raise Refused(_("This claim was released already."))
        now = at or clock.now()
        made = ClaimRelease.objects.create(claim=fresh, by=by, settled=settled, released_at=now)
        owners = {proposal.owner: Notice.Reason.OWNER, fresh.by: Notice.Reason.OWNER}
        entry = proposal.record_event(
            DecisionEvent.CLAIM_RELEASED, by=by, at=at, people=owners, circle=fresh.circle.name, settled=settled
        )
        if current := proposal.open_round:
            reroute(current, after=entry.event, of=fresh.circle.name, at=at)
            if fresh.circle_id not in current.affected and fresh.circle_id != current.decides_id:
                current.excuse(fresh.circle, now)
            end_early(current, at=at)
            if current.closed_at is None:
                adopt_alone(current, at=at)
    return made
