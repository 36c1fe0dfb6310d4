"""What lies on the table when a point is a proposal: its round, how everybody stands, what it amounts to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from circles.models import Project
from decisions import consent
from decisions.models import Asked, Objection, Position, Proposal, Round, Sitting
from decisions.models.hearing import Heard
from decisions.routing import Silence


@dataclass(frozen=True)
class Matter:
    """A proposal in its open round, as a sync sees it."""

    proposal: Proposal
    round: Round
    heard: list[Heard]
    objections: list[Objection]
    failed_before: int = 0

    def facts(self, *, without_silent: bool = False) -> consent.Round:
        """Give what the rule needs: the sync that decides has reached it."""
        return consent.Round(
            voices=tuple(one.voice() for one in self.heard),
            objections=len(self.objections),
            silence=Silence(self.round.silence),
            in_sync=self.round.in_sync,
            is_over=True,
            needs=frozenset(self.round.affected) - {self.proposal.circle_id},
            failed_before=self.failed_before,
            syncs=len(self.round.syncs),
            without_silent=without_silent,
            is_general=self.round.decides.is_general,
        )

    @property
    def is_agreed(self) -> bool:
        """Say whether everyone affected has spoken and nothing stands: one press adopts it."""
        return consent.ready_for_batch(self.facts())

    @property
    def spoken(self) -> int:
        """Count who has spoken to this text."""
        return sum(one.voice().has_spoken for one in self.heard)

    @property
    def waits_for(self) -> int:
        """Count the objections that stand and the people who have not spoken: what it holds up."""
        return len(self.objections)


def matters_for(project: Project, sitting: Sitting) -> list[Matter]:
    """Give the proposals that this sync may decide, in a fixed number of queries."""
    circles = {sitting.circle.pk, *sitting.sits_for}
    rounds = (
        Round.objects.open()
        .filter(proposal__project=project, decides__in=circles, in_sync=True)
        .filter(proposal__withdrawn_at=None, proposal__lapsed_at=None, proposal__decision=None)
    )
    return [
        matter
        for matter in heard_in(project, rounds.order_by("opened_at", "pk"))
        if matter.round.may_be_taken_by(sitting, facts=matter.facts())
    ]


def matter_of(proposal: Proposal) -> Matter | None:
    """Give one proposal's matter; None when no round is open."""
    rounds = proposal.rounds.open()
    return next(iter(heard_in(proposal.project, rounds)), None)


def heard_in(project: Project, found: Any) -> list[Matter]:
    """Read rounds with all that was said in them, in six queries whatever their number."""
    rounds: list[Round] = list(
        found.select_related(
            "decides", "proposal__circle__parent", "proposal__created_by", "proposal__owner"
        ).prefetch_related("proposal__rounds")
    )
    if not rounds:
        return []
    for round_ in rounds:
        round_.proposal.project = round_.decides.project = project
    proposals = [round_.proposal_id for round_ in rounds]
    asked: dict[int, dict[User, set[int]]] = {}
    for row in Asked.objects.filter(round__in=rounds).select_related("user").order_by("user__name", "user"):
        asked.setdefault(row.round_id, {}).setdefault(row.user, set()).add(row.voice_of_id)
    said = latest(Position.objects.filter(round__proposal__in=proposals, is_late=False))
    standing: dict[int, list[Objection]] = {}
    for objection in Objection.objects.standing().filter(proposal__in=proposals).select_related("by", "element"):
        standing.setdefault(objection.proposal_id, []).append(objection)
    inside = set(project.memberships.current().values_list("user", flat=True))
    return [
        Matter(
            round_.proposal,
            round_,
            [
                stands(round_, user, circles, said.get((round_.proposal_id, user.pk)), inside)
                for user, circles in asked.get(round_.pk, {}).items()
            ],
            standing.get(round_.proposal_id, []),
            sum(
                earlier.outcome == Round.Outcome.FAILED and earlier.decides_id == round_.decides_id
                for earlier in round_.proposal.rounds.all()
            ),
        )
        for round_ in rounds
    ]


def latest(positions: Any) -> dict[tuple[int, Any], Position]:
    """Give each person's last word on each proposal."""
    found: Iterable[Position] = positions.select_related("objection", "round").order_by("pk")
    return {(position.round.proposal_id, position.user_id): position for position in found}


def stands(round_: Round, user: User, circles: set[int], position: Position | None, inside: set[Any]) -> Heard:
    """Give how one asked person stands."""
    earlier = position is not None and position.round_id != round_.pk
    return Heard(user, position, frozenset(circles), to_reconfirm=earlier, left=user.pk not in inside)


def sitting_at(circle: Any, starts_at: datetime, words: str, address: str, sits_for: Iterable[int]) -> Sitting:
    """Describe a sync to the rules of decisions."""
    return Sitting(circle, starts_at, words, address, frozenset(sits_for) - {circle.pk})
