"""Making a decision of what a round consented to, and what that brings with it."""

from collections.abc import Sequence
from datetime import datetime

from circles.money.models import Purse, too_little
from circles.projects.domain_events import ThingAdopted
from circles.restructuring.changes import from_json
from decisions.decisions import consent
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import DecidingSync, Decision, Round
from decisions.decisions.models.proposals.answering import refuse_unanswered_in
from decisions.decisions.models.rounds.non_responses import non_responses
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.text.titles import shortened
from decisions.decisions.workflows.ratifying import ratify
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish


def enact(
    round_: Round,
    *,
    by: User | None,
    sync: DecidingSync | None,
    without_silent: bool,
    at: datetime | None,
    since: datetime | None = None,
) -> Decision:
    """Write the decision into the register, reserve its cost, put what it replaces or revokes out of force, and carry
    out its changes of circles, in its order. It is in force, and counts to its review, `since` its round closed,
    however late that is written (None: now). The caller holds the proposal's lock.

    Records `proposal.adopted` for whoever was asked, proposes or owns it; then as `supersede`, `revoke`, the money's
    reservation (which publishes `MoneyChanged`), `ratify` and the changes do. Publishes `ThingAdopted`: documents apply
    the suggestion that the proposal was made of.

    :raises Refused: when something that it names has ended or came to be meanwhile, its circle and those around it have
        not that much left, a change is not possible now, or what it replaces or revokes holds no more; then nothing is
        to be kept of it.
    """
    proposal = round_.proposal
    route = proposal.route()
    proposal.refuse_outdated()
    refuse_unanswered_in(round_)
    if route.refused:
        raise Refused(too_little(proposal.circle, proposal.cost, route.refused.limit))
    proposal.close_amendments(at=at)
    participants = round_.participants()
    decision = Decision.enter(
        round_,
        by=by,
        sync=sync,
        at=since or at or clock.now(),
        without=[one.user.name for one in participants if without_silent and one.is_silent],
        lacking=non_responses(round_, participants) if without_silent else [],
        review_soon=consent.review_soon(_had_to_speak(round_, participants, in_a_sync=sync is not None)),
    )
    decision.record_adopted([one.user for one in participants], by=by, at=at)
    if proposal.replaces:
        supersede(proposal.replaces.locked(), decision, by=by, at=decision.adopted_at)
    if proposal.revokes:
        revoke(proposal.revokes.locked(), decision, because=round_.tension, by=by, at=decision.adopted_at)
    way = proposal.circle.way_up_to(route.decides)
    Purse(circle=proposal.circle).reserve(decision.cost, decision, way=way, by=by, at=at)
    touched = list(proposal.clauses_touched())
    ratify(decision, touched, sync=sync.address if sync else "", by=by, at=at or decision.adopted_at)
    for row in round_.carries_out:
        from_json(decision.project, row).apply(by=by, at=at, decision=decision.reference)
    publish(ThingAdopted(thing=proposal, decision=decision.reference, by=by, at=at or clock.now()))
    return decision


def _had_to_speak(round_: Round, participants: Sequence[Participant], *, in_a_sync: bool) -> list[consent.Voice]:
    """Return the voices whose silence asks for an early review: all, but where it is in force as soon as the affected
    circles have spoken, only theirs: nobody else had the time to.
    """
    voices = [one.voice() for one in participants]
    if in_a_sync or not round_.is_synchronised:
        return voices
    others = frozenset(round_.affected) - {round_.proposal.circle_id}
    return [one for one in voices if one.circles & others]


def supersede(decision: Decision, successor: Decision, *, by: User | None, at: datetime) -> None:
    """Let a later decision replace this one; what it reserved is free. The caller holds the lock.

    Records `decision.superseded`; the money that is freed publishes `MoneyChanged`.

    :raises Refused: when it holds no more.
    """
    decision.refuse_ended()
    decision.superseded_at = at
    decision.superseded_by = successor
    if decision.reviews.filter(proposal=successor.proposal_id).exists():
        decision.amended_at = at
    decision.save()
    Purse.free(decision, by=by, at=at)
    decision.record_event(DecisionEvent.SUPERSEDED, by=by, at=at, also=["decisions"], successor=successor.reference)


def revoke(decision: Decision, successor: Decision, *, because: str, by: User | None, at: datetime) -> None:
    """Put a decision out of force by a later one that says so; what it reserved is free. The caller holds the lock.

    Records `decision.revoked` for whoever was asked about it, proposed it or owns it; the money that is freed publishes
    `MoneyChanged`.

    :raises Refused: when it holds no more.
    """
    decision.refuse_ended()
    decision.revoked_at = at
    decision.revoked_by = successor
    decision.revoked_because = shortened(because, 300)
    decision.save()
    Purse.free(decision, by=by, at=at)
    people: dict[User, str] = dict.fromkeys(decision.round.people_asked(), Notice.Reason.FOLLOWED)
    people |= {decision.proposal.proposer: Notice.Reason.OWNER, decision.owner: Notice.Reason.OWNER}
    decision.record_event(
        DecisionEvent.REVOKED,
        by=by,
        at=at,
        people=people,
        also=["decisions"],
        revoked_by=successor.reference,
        because=decision.revoked_because,
    )
