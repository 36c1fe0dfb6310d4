"""Looking at a decision again: what became of its concerns; kept, or to be amended or revoked by a later decision."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.projects.models import Link
from circles.projects.sane_days import refuse_slip
from decisions.decisions import consent
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import ConcernLook, Decision, Position, Proposal, Review
from decisions.decisions.models.register.concerns import KeptConcern
from decisions.decisions.models.register.review import ReviewOutcome
from decisions.decisions.workflows.proposals import ask_if_answered
from decisions.decisions.workflows.successors import terms_to_amend, terms_to_revoke, touches_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused


def hold_review(
    decision: Decision,
    outcome: str,
    *,
    by: User,
    helped: str,
    drop: str = "",
    better: str = "",
    concerns: Mapping[int, tuple[str, str]],
    next_on: date | None = None,
    at: datetime | None = None,
) -> Review:
    """Lock a decision, and hold its review: the three answers, what became of each concern (by the id of its position:
    came true, and a line), and what comes of it. Kept, it is looked at again on `next_on`. To be amended, a draft that
    replaces it is written and linked; to be revoked, a proposal that does so is put to its round: only a decision does
    it.

    Records `decision.reviewed_kept`, `decision.reviewed_to_amend` or `decision.reviewed_to_revoke` for the owner and
    those whose concerns were looked at; before that `proposal.created` and the link, after it `proposal.round_opened`.

    :raises Refused: when it holds no more, a concern was left out, the next day is not ahead, or the answer is missing
        that the proposal is to begin with.
    """
    with transaction.atomic():
        decision = decision.locked()
        decision.refuse_ended()
        today = decision.project.day_of(at or clock.now())
        until = _until_next(decision, outcome, today, next_on)
        refuse_slip(decision.project, next_on, today)
        _refuse_unclear(outcome, today, until, drop=drop, better=better)
        kept = _concerns_or_refuse(decision, set(concerns))
        why = {ReviewOutcome.AMENDED.value: better, ReviewOutcome.REVOKED.value: drop}.get(outcome)
        proposal = None if why is None else _draft(decision, outcome, why, by, at)
        review = Review.objects.create(
            decision=decision,
            held_by=by,
            proposal=proposal,
            outcome=outcome,
            helped=helped,
            drop=drop,
            better=better,
            next_on=until,
            **({"held_at": at} if at else {}),
        )
        for one in kept:
            _write_look(one.position, *concerns[one.position.pk], by=by, at=at, review=review)
        decision.review_on = review.next_on
        if review.outcome == ReviewOutcome.KEPT:
            decision.kept_at = at or clock.now()
        decision.save()
        _record(review, [one.position.user for one in kept], by=by, at=at)
        if proposal and outcome == ReviewOutcome.REVOKED:  # there is nothing to write: it is asked at once
            ask_if_answered(proposal, by=by, at=at)
    return review


def look_at_concern(
    decision: Decision, concern: Position, came_true: str, *, by: User, words: str = "", at: datetime | None = None
) -> ConcernLook:
    """Lock a decision, and say what became of a concern that is kept with it, before or after a review. Records
    `concern.reviewed` for the owner, and whose concern it was.

    :raises Refused: for an answer that is none.
    """
    with transaction.atomic():
        decision = decision.locked()
        look = _write_look(concern, came_true, words, by=by, at=at)
        people: dict[User, str] = {decision.owner: Notice.Reason.OWNER, concern.user: Notice.Reason.FOLLOWED}
        decision.record_event(
            DecisionEvent.CONCERN_REVIEWED, by=by, at=at, people=people, also=["decisions"], came_true=came_true
        )
    return look


def _write_look(
    concern: Position, came_true: str, words: str, *, by: User, at: datetime | None, review: Review | None = None
) -> ConcernLook:
    """Write one look down; the caller holds the lock and records it."""
    if came_true not in ConcernLook.CameTrue.values:
        raise Refused(_("A concern came true, did not, or has not yet: say which."))
    when = {"looked_at": at} if at else {}
    return ConcernLook.objects.create(position=concern, review=review, came_true=came_true, words=words, by=by, **when)


def _concerns_or_refuse(decision: Decision, answered: set[int]) -> list[KeptConcern]:
    """Return the concerns; `answered` are the ids of the positions of which a person says what became of them.

    :raises Refused: when these are not all, or others.
    """
    kept = decision.concerns()
    if {one.position.pk for one in kept} != answered:
        raise Refused(_("Say of each concern that is kept with it whether it came true."))
    return kept


def _until_next(decision: Decision, outcome: str, today: date, next_on: date | None) -> date:
    """Return when it is looked at again: kept, after its span; soon where it is to change."""
    if outcome != ReviewOutcome.KEPT:
        return today + timedelta(days=consent.SHORT_REVIEW_DAYS)
    return next_on or decision.next_review(today)


def _draft(decision: Decision, outcome: str, why: str, by: User, at: datetime | None) -> Proposal:
    """Write the draft that would amend or revoke it, from what it was itself; the caller holds the lock."""
    terms = terms_to_revoke(decision) if outcome == ReviewOutcome.REVOKED else terms_to_amend(decision)
    draft = Proposal.propose(decision.circle, by=by, tension=why, at=at, **terms, **touches_of(decision))
    Link.tie(decision.project, decision, draft, by=by)
    return draft


def _record(review: Review, people: list[User], *, by: User, at: datetime | None) -> None:
    """Record it for the owner, and those whose concerns were looked at; the caller holds the lock."""
    decision, proposal = review.decision, review.proposal
    event = DecisionEvent.REVIEWED_KEPT
    if proposal is not None:
        is_amended = review.outcome == ReviewOutcome.AMENDED
        event = DecisionEvent.REVIEWED_TO_AMEND if is_amended else DecisionEvent.REVIEWED_TO_REVOKE
    facts: dict[str, Any] = {} if proposal is None else {"proposal": proposal.reference}
    decision.record_event(
        event,
        by=by,
        at=at,
        people={**dict.fromkeys(people, Notice.Reason.FOLLOWED), decision.owner: Notice.Reason.OWNER},
        also=["decisions"],
        next_on=review.next_on.isoformat(),
        **facts,
    )


def _refuse_unclear(outcome: str, today: date, until: date, *, drop: str, better: str) -> None:
    """Refuse a review from which nothing clear comes."""
    if outcome not in ReviewOutcome.values:
        raise Refused(_("A decision is kept, to be amended, or to be revoked."))
    if until <= today:
        raise Refused(_("The next review is on a day to come."))
    if outcome == ReviewOutcome.AMENDED and not better:
        raise Refused(_("Say how it could be better: the proposal that amends it begins with that."))
    if outcome == ReviewOutcome.REVOKED and not drop:
        raise Refused(_("Say why it is to be dropped: the proposal that revokes it begins with that."))
