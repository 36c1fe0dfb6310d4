"""What lies on the table when a point is a proposal: its round, how everyone stands, what it amounts to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from circles.projects.models import Project
from decisions.decisions import consent
from decisions.decisions.models import AskedPerson, DecidingSync, Objection, Position, Proposal, Round
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.round import unasked_in
from foundation.web.collation import Alphabetical

SHOWN = (
    "decides",
    "proposal__circle__parent",
    "proposal__created_by",
    "proposal__owner",
    "proposal__decision",
    "proposal__urgent_act",
    "proposal__contest",
    "proposal__missing_element__addition__decision",
)
"""What is shown of a round, read with it."""


@dataclass(frozen=True)
class Matter:
    """A proposal in its open round, as a sync sees it."""

    proposal: Proposal
    round: Round
    participants: list[Participant]
    objections: list[Objection]
    begun_at: datetime
    """When its first round was opened."""
    failed_before: int = 0

    def facts(self, now: datetime | None = None) -> consent.RoundFacts:
        """Return what the rule needs: the sync that decides has reached it. Without an instant, nothing is overdue."""
        return self.round.as_facts(
            self.participants,
            objections=len(self.objections),
            failed_before=self.failed_before,
            is_over=True,
            overdue=now is not None and self.round.is_overdue(now),
        )

    @property
    def is_agreed(self) -> bool:
        """Return whether everyone affected has spoken and nothing stands: one click adopts it."""
        return consent.ready_for_batch(self.facts())

    @property
    def pressing(self) -> str:
        """Say why it comes before all others, as the agenda does; nothing where it waits its turn."""
        return "urgent" if self.proposal.act else "suspended" if self.proposal.suspends else ""

    @property
    def spoken(self) -> int:
        """Count who has spoken to this text."""
        return sum(one.is_asked and one.voice().has_spoken for one in self.participants)


def matters_for(project: Project, deciding_sync: DecidingSync) -> list[Matter]:
    """Return the proposals that this sync may decide, in a fixed number of queries."""
    circles = {deciding_sync.circle.pk, *deciding_sync.sits_for}
    rounds = Round.objects.open().of_undecided().filter(proposal__project=project, sync_of__in=circles)
    return [
        matter
        for matter in agenda_proposals(project, rounds.order_by("opened_at", "pk"))
        if matter.round.may_be_taken_by(deciding_sync, participants=matter.participants)
    ]


def matter_of(proposal: Proposal) -> Matter | None:
    """Return one proposal's matter; None when no round is open."""
    rounds = proposal.rounds.open()
    return next(iter(agenda_proposals(proposal.project, rounds)), None)


def agenda_proposals(project: Project, found: Any) -> list[Matter]:
    """Read rounds with all that was said in them, in three queries whatever their number."""
    rounds: Any = list(with_rounds_before(found.select_related(*SHOWN)))
    if not rounds:
        return []
    for round_ in rounds:
        round_.proposal.project = round_.decides.project = project
    asked = asked_in(rounds, project)
    positions: list[Any] = list(
        Position.objects.filter(taken_back=None, round__proposal__in=[round_.proposal_id for round_ in rounds])
        .select_related("objection__by", "objection__element", "round", "recorded_by", "user")
        .annotate(is_in=is_in(project))
        .order_by("pk")
    )
    said, standing = latest(positions), standing_in(positions)
    inside = {position.user_id for position in positions if position.is_in}
    matters = []
    for round_ in rounds:
        participants = [
            Participant.of(rows, said.get((round_.proposal_id, user)), edited_at=round_.edited_at)
            for user, rows in asked.get(round_.pk, {}).items()
        ]
        here = [one for (proposal, _user), one in said.items() if proposal == round_.proposal_id]
        participants += unasked_in(round_, [one for one in here if one.user_id not in asked.get(round_.pk, {})], inside)
        objections = standing.get(round_.proposal_id, [])
        matter = Matter(round_.proposal, round_, participants, objections, round_.begun_at, round_.failed_before)
        matters.append(matter)
    return matters


def with_rounds_before(rounds: Any) -> Any:
    """Annotate when the first round of each one's proposal was opened (`begun_at`), and how many of them failed in the
    circle that decides it now (`failed_before`).
    """
    same = Round.objects.filter(proposal=OuterRef("proposal")).order_by()
    failed = same.filter(outcome=Round.Outcome.FAILED, decides=OuterRef("decides")).values("proposal")
    return rounds.annotate(
        begun_at=Subquery(same.values("proposal").annotate(at=Min("opened_at")).values("at")),
        failed_before=Coalesce(Subquery(failed.annotate(number=Count("pk")).values("number")), 0),
    )


def is_in(project: Project) -> Exists:
    """Say of a row's `user` whether they are in the project now."""
    return Exists(project.memberships.current().filter(user=OuterRef("user")))


def asked_in(rounds: list[Round], project: Project) -> dict[int, dict[Any, list[AskedPerson]]]:
    """Return who was asked in each of these rounds, by name, and whether they are in the project now."""
    rows = AskedPerson.objects.filter(round__in=rounds).select_related("user").annotate(is_in=is_in(project))
    asked: dict[int, dict[Any, list[AskedPerson]]] = {}
    for row in rows.order_by(Alphabetical("user__name"), "user"):
        asked.setdefault(row.round_id, {}).setdefault(row.user_id, []).append(row)
    return asked


def latest(positions: Iterable[Position]) -> dict[tuple[int, Any], Position]:
    """Return each person's last word on each proposal; what came too late does not count."""
    return {(one.round.proposal_id, one.user_id): one for one in positions if not one.is_late}


def standing_in(positions: Iterable[Position]) -> dict[int, list[Objection]]:
    """Return the objections that stand against each proposal, oldest first."""
    found: list[Objection] = [one.objection for one in positions if getattr(one, "objection", None)]
    standing: dict[int, list[Objection]] = {}
    for objection in sorted((one for one in found if one.stands), key=lambda one: one.pk):
        standing.setdefault(objection.proposal_id, []).append(objection)
    return standing


def deciding_sync_at(
    circle: Any, starts_at: datetime, words: str, address: str, sits_for: Iterable[int]
) -> DecidingSync:
    """Describe a sync to the rules of decisions."""
    return DecidingSync(circle, starts_at, words, address, frozenset(sits_for) - {circle.pk})
