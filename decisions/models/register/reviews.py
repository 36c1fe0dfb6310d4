"""Looking at a decision again: what became of its concerns; kept, or to be amended or revoked by a later decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.models import Link
from decisions import consent
from decisions.event_types import DecisionEvent
from decisions.models.proposals.from_review import amending, revoking
from decisions.models.proposals.proposal import Proposal
from decisions.models.register.validity import Lasting
from decisions.models.rounds.position import Position
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.register.decision import Decision
    from decisions.models.register.review import ConcernLook, Review


class Outcome(models.TextChoices):
    """What comes of a review; only a decision amends or revokes, so these two lead to a proposal."""

    KEPT = "kept", _("kept")
    AMENDED = "amended", _("to be amended")
    REVOKED = "revoked", _("to be revoked")


@dataclass(frozen=True)
class Kept:
    """A concern kept with a decision, and the last look at what became of it; None: nobody has looked."""

    position: Position
    look: "ConcernLook | None"

    @property
    def came_true(self) -> bool:
        """Say whether it did."""
        return self.look is not None and self.look.came_true == self.look.CameTrue.YES


class LookingAgain(Lasting):
    """The concerns and the reviews of a decision; mixed into `Decision`, which has the text."""

    class Meta:
        abstract = True

    # Concerns ---------------------------------------------------------------------------------------------------------

    def concerns(self) -> list[Kept]:
        """Give each person's last concern with the last look at it, oldest first; two queries."""
        return kept_of(self.said_as_concerns(), self.looks())

    def concerns_or_refuse(self, answered: set[int]) -> list[Kept]:
        """Give the concerns; `answered` are the ids of the positions of which somebody says what became of them.

        :raises Refused: when these are not all, or others.
        """
        kept = self.concerns()
        if {one.position.pk for one in kept} != answered:
            raise Refused(_now("Say of each concern that is kept with it whether it came true."))
        return kept

    def said_as_concerns(self) -> "models.QuerySet[Position]":
        """Give what was said as a concern, oldest first."""
        proposal = cast("Decision", self).proposal_id
        said = Position.objects.filter(round__proposal=proposal, kind=Position.Kind.CONCERN, is_late=False)
        return said.select_related("user").order_by("pk")

    def looks(self) -> "models.QuerySet[ConcernLook]":
        """Give the looks at its concerns, oldest first."""
        looks: Any = apps.get_model("decisions.ConcernLook")
        proposal = cast("Decision", self).proposal_id
        found: models.QuerySet[ConcernLook] = looks.objects.filter(position__round__proposal=proposal)
        return found.select_related("by").order_by("pk")

    def look_at(
        self, concern: Position, came_true: str, *, by: User, words: str = "", at: datetime | None = None
    ) -> "ConcernLook":
        """Say what became of a concern that is kept with it, before or after a review."""
        with transaction.atomic():
            decision = cast("Decision", self.locked())
            look = decision.write_look(concern, came_true, words, by=by, at=at)
            people: dict[User, str] = {decision.owner: Notice.Reason.OWNER, concern.user: Notice.Reason.FOLLOWED}
            decision.record_event(
                DecisionEvent.CONCERN_REVIEWED, by=by, at=at, people=people, also=["decisions"], came_true=came_true
            )
        return look

    def write_look(
        self,
        concern: Position,
        came_true: str,
        words: str,
        *,
        by: User,
        at: datetime | None,
        review: "Review | None" = None,
    ) -> "ConcernLook":
        """Write one look down; the caller holds the lock and tells."""
        looks: Any = apps.get_model("decisions.ConcernLook")
        if came_true not in looks.CameTrue.values:
            raise Refused(_now("A concern came true, did not, or has not yet: say which."))
        when = {"looked_at": at} if at else {}
        row: ConcernLook = looks.objects.create(
            position=concern, review=review, came_true=came_true, words=words, by=by, **when
        )
        return row

    # Reviews ----------------------------------------------------------------------------------------------------------

    def next_review(self, on: date) -> date:
        """Give when it is looked at again if it is kept on this day: after the same span as at first."""
        return on + relativedelta(months=cast("Decision", self).proposal.review_months)

    def review(
        self,
        outcome: str,
        *,
        by: User,
        helped: str,
        drop: str = "",
        better: str = "",
        concerns: Mapping[int, tuple[str, str]],
        next_on: date | None = None,
        at: datetime | None = None,
    ) -> "Review":
        """Hold its review: the three answers, what became of each concern (by the id of its position: came true, and a
        line), and what comes of it. Kept, it is looked at again on `next_on`. To be amended, a draft that
        replaces it is written and linked; to be revoked, a proposal that does so is put to its round: only a decision
        does it.

        :raises Refused: when it holds no more, a concern was left out, the next day is not ahead, or the answer is
            missing that the proposal is to begin with.
        """
        with transaction.atomic():
            decision = cast("Decision", self.locked())
            decision.refuse_ended()
            reviews: Any = apps.get_model("decisions.Review")
            today = decision.project.day_of(at or clock.now())
            until = decision.until_next(outcome, today, next_on)
            refuse_unclear(outcome, today, until, drop=drop, better=better)
            kept = decision.concerns_or_refuse(set(concerns))
            why = {Outcome.AMENDED.value: better, Outcome.REVOKED.value: drop}.get(outcome)
            proposal = None if why is None else decision.draft_of(outcome, why, by, at)
            said = {"outcome": outcome, "helped": helped, "drop": drop, "better": better}
            when = {"next_on": until, **({"held_at": at} if at else {})}
            review: Review = reviews.objects.create(decision=decision, held_by=by, proposal=proposal, **said, **when)
            for one in kept:
                decision.write_look(one.position, *concerns[one.position.pk], by=by, at=at, review=review)
            decision.wait_for_next(review, at)
            decision.tell_review(review, [one.position.user for one in kept], by=by, at=at)
            if proposal and outcome == Outcome.REVOKED:  # there is nothing to write: it is asked at once
                proposal.put_to_round(by=by, at=at)
        return review

    def until_next(self, outcome: str, today: date, next_on: date | None) -> date:
        """Give when it is looked at again: kept, after its span; soon where it is to change."""
        if outcome != Outcome.KEPT:
            return today + timedelta(days=consent.SHORT_REVIEW_DAYS)
        return next_on or self.next_review(today)

    def wait_for_next(self, review: "Review", at: datetime | None) -> None:
        """Write when it is looked at again, and that it was kept; the caller holds the lock and tells."""
        decision = cast("Decision", self)
        decision.review_on = review.next_on
        if review.outcome == Outcome.KEPT:
            decision.kept_at = at or clock.now()
        decision.save()

    def draft_of(self, outcome: str, why: str, by: User, at: datetime | None) -> Proposal:
        """Write the draft that would amend or revoke it, from what it was itself; the caller holds the lock."""
        decision = cast("Decision", self)
        former = decision.proposal
        touches: dict[str, Any] = {name: list(getattr(former, name).all()) for name in ("domains", "elements", "named")}
        words = revoking(decision) if outcome == Outcome.REVOKED else amending(decision)
        draft = Proposal.propose(decision.circle, by=by, tension=why, at=at, **words, **touches)
        Link.tie(decision.project, decision, draft, by=by)
        return draft

    def tell_review(self, review: "Review", people: list[User], *, by: User, at: datetime | None) -> None:
        """Tell the owner, and those whose concerns were looked at; the caller holds the lock."""
        told: dict[str, Any] = {
            "by": by,
            "at": at,
            "people": {
                **dict.fromkeys(people, Notice.Reason.FOLLOWED),
                cast("Decision", self).owner: Notice.Reason.OWNER,
            },
            "also": ["decisions"],
            "next_on": review.next_on.isoformat(),
        }
        if review.proposal is None:
            self.record_event(DecisionEvent.REVIEWED_KEPT, **told)
        elif review.outcome == Outcome.AMENDED:
            self.record_event(DecisionEvent.REVIEWED_TO_AMEND, **told, proposal=review.proposal.reference)
        else:
            self.record_event(DecisionEvent.REVIEWED_TO_REVOKE, **told, proposal=review.proposal.reference)


def kept_of(said: "Iterable[Position]", looks: "Iterable[ConcernLook]") -> list[Kept]:
    """Keep each person's last concern, with the last look at it; both come oldest first."""
    last = {position.user_id: position for position in said}
    seen = {look.position_id: look for look in looks}
    return [Kept(position, seen.get(position.pk)) for position in last.values()]


def refuse_unclear(outcome: str, today: date, until: date, *, drop: str, better: str) -> None:
    """Refuse a review from which nothing clear comes."""
    if outcome not in Outcome.values:
        raise Refused(_now("A decision is kept, to be amended, or to be revoked."))
    if until <= today:
        raise Refused(_now("The next review is on a day to come."))
    if outcome == Outcome.AMENDED and not better:
        raise Refused(_now("Say how it could be better: the proposal that amends it begins with that."))
    if outcome == Outcome.REVOKED and not drop:
        raise Refused(_now("Say why it is to be dropped: the proposal that revokes it begins with that."))
