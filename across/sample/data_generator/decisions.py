"""Fill a project with decisions: many rows at once, one entry in the record a batch. Open ones are made one by one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from across.sample.data_generator import names
from across.sample.event_types import SampleEvent
from circles.circles.models import Circle
from circles.money.models import Purse, Reservation
from circles.projects.models import Project
from decisions.decisions.models import AskedPerson, Decision, Position, Proposal, Round
from decisions.decisions.models.register.decision import review_day
from decisions.decisions.routing import Silence
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head

BATCH = 500
YEARS = 5
OPEN_IN = 100
"""One proposal stands open for so many decisions."""
MOST_ASKED = 40
"""Decisions are taken in circles of at most so many people."""

type Bar = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Numbers:
    """How much there is."""

    decisions: int
    open: int


@dataclass
class Batch:
    """Rows that are written together, in the order in which one needs the other."""

    proposals: list[Proposal] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    asked: list[AskedPerson] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    replaced: list[Decision] = field(default_factory=list)

    def costs(self) -> dict[int, Decimal]:
        """Return what the batch reserves, by circle."""
        found: dict[int, Decimal] = {}
        for decision in self.decisions:
            found[decision.circle_id] = found.get(decision.circle_id, Decimal(0)) + decision.cost
        return found


def count(project: Project) -> Numbers:
    """Count the project's decisions and its proposals in an open round."""
    rounds = Round.objects.open().filter(proposal__project=project)
    return Numbers(Decision.objects.in_project(project).count(), rounds.count())


def generate_data(project: Project, size: int, *, seed: int, bar: Bar) -> None:
    """Add decisions until the project has `size`, then open proposals, one for each hundred of them."""
    there = count(project)
    circles = small_circles(project)
    now = clock.now()
    if not circles:
        return
    with bar("decisions", max(size - there.decisions, 0)) as advance:
        for start in range(there.decisions, size, BATCH):
            stop = min(start + BATCH, size)
            since = [now - timedelta(days=365 * YEARS) * (1 - place / size) for place in range(start, stop)]
            _write(project, circles, Random(f"decisions {seed} {start}"), since)  # noqa: S311 made up, not secret
            advance(stop - start)
    missing = size // OPEN_IN - there.open
    with bar("open proposals", max(missing, 0)) as advance:
        for number in range(missing):
            _open(circles, Random(f"open {seed} {there.open + number}"))  # noqa: S311
            advance(1)


def small_circles(project: Project) -> list[tuple[Circle, list[User]]]:
    """Return the open circles in which a few people decide, with these people."""
    found: dict[Circle, list[User]] = {}
    seats = project.memberships.current().filter(circle__closed_at=None).select_related("circle", "user")
    for seat in seats.order_by("circle", "pk"):
        seat.circle.project = project
        found.setdefault(seat.circle, []).append(seat.user)
    return [(circle, people) for circle, people in found.items() if 1 < len(people) <= MOST_ASKED]


def _write(project: Project, circles: list[tuple[Circle, list[User]]], chance: Random, moments: list[datetime]) -> None:
    """Write a batch of adopted proposals, whole, with what was said in their rounds."""
    with transaction.atomic():
        Head.lock(project.pk)
        numbers = Proposal.next_number(project), Decision.next_number(project)
        older = _to_replace(project)
        batch = Batch()
        for place, at in enumerate(moments):
            _decide(batch, project, chance, at, numbers[0] + place, numbers[1] + place, *chance.choice(circles))
            if place % 10 == 0 and older:
                _replace(batch, older.pop(), at)
        for rows in (batch.proposals, batch.rounds, batch.decisions):
            bulk_create_with_history(rows, type(rows[0]), batch_size=BATCH, default_change_reason="grown")
        _reserve(project, batch)
        AskedPerson.objects.bulk_create(batch.asked, batch_size=BATCH)
        Position.objects.bulk_create(batch.positions, batch_size=BATCH)
        if batch.replaced:
            fields = ["superseded_at", "superseded_by"]
            bulk_update_with_history(batch.replaced, Decision, fields, default_change_reason="grown")
            for decision in batch.replaced:
                Purse.free(decision, by=None)
        project.record_event(
            SampleEvent.DECISIONS_GENERATED, by=None, also=["decisions", "proposals"], decisions=len(moments)
        )


def _reserve(project: Project, batch: Batch) -> None:
    """Hold the costs ready in the circles' purses."""
    costs = batch.costs()
    for circle in project.circles.filter(pk__in=costs).select_related("project"):
        if costs[circle.pk]:
            purse = Purse.of(circle)
            purse.reserved += costs[circle.pk]
            purse.save()
    held = [
        Reservation(
            project=project,
            circle=one.circle,
            reference=one.reference,
            title=one.title,
            address=one.get_absolute_url(),
            amount=one.cost,
            reserved_at=one.adopted_at,
        )
        for one in batch.decisions
        if one.cost
    ]
    bulk_create_with_history(held, Reservation, batch_size=BATCH, default_change_reason="grown")


def _decide(
    batch: Batch,
    project: Project,
    chance: Random,
    at: datetime,
    proposal_number: int,
    number: int,
    circle: Circle,
    people: list[User],
) -> None:
    """Add one proposal, its rounds and its decision."""
    by = chance.choice(people)
    tension, title = names.tension(chance)
    words: dict[str, Any] = {"title": title, "tension": tension, "text": names.text(chance), "cost": _cost(chance)}
    words["reversibility"] = chance.choices(["easy", "costly"], [4, 1])[0]
    proposed_at = at - timedelta(days=chance.randint(1, 9))
    proposal = Proposal(
        project=project, circle=circle, number=proposal_number, created_by=by, created_at=proposed_at, owner=by, **words
    )
    proposal.changed_at = proposed_at
    proposal.review_months = chance.randint(3, 24) if at > clock.now() - timedelta(days=60) else 12 * (YEARS + 1)
    batch.proposals.append(proposal)
    rounds = list(_rounds(proposal, words, chance, at))
    batch.rounds += rounds
    for round_ in rounds:
        _take_positions(batch, round_, [one for one in people if one != by], chance)
    batch.decisions.append(_decision(proposal, rounds[-1], words, number, at))


def _cost(chance: Random) -> Decimal:
    """Make up a cost: most decisions have none."""
    return Decimal(chance.randint(2, 60) * 10) if chance.random() < 0.3 else Decimal(0)


def _rounds(proposal: Proposal, words: dict[str, Any], chance: Random, at: datetime) -> Iterator[Round]:
    """Yield one round, or two where the text was changed."""
    several = chance.random() < 0.15
    for number in range(1, 3 if several else 2):
        last = number == 2 or not several
        closed_at = at if last else at - timedelta(hours=20)
        yield Round(
            proposal=proposal,
            number=number,
            **(words if last else words | {"text": words["text"].partition("\n\n")[0]}),
            decides=proposal.circle,
            in_sync=False,
            grave=False,
            silence=Silence.PASSES.value,
            affected=[proposal.circle_id],
            opened_at=closed_at - timedelta(hours=20),
            opened_by=proposal.created_by,
            closes_at=closed_at,
            closed_at=closed_at,
            outcome=Round.Outcome.CONSENTED if last else Round.Outcome.REPLACED,
        )


def _take_positions(batch: Batch, round_: Round, people: list[User], chance: Random) -> None:
    """Ask everyone; most say no objection, some have a concern, a few say nothing."""
    asked_at = round_.opened_at
    batch.asked += [AskedPerson(round=round_, user=one, voice_of=round_.decides, asked_at=asked_at) for one in people]
    kinds = [Position.Kind.NO_OBJECTION, Position.Kind.CONCERN, None]
    for place, kind in enumerate(chance.choices(kinds, [17, 2, 1], k=len(people))):
        # Silence is never stored, and someone has spoken, or nothing would have been adopted.
        said = kind or (Position.Kind.NO_OBJECTION if place == 0 else None)
        if said:
            words = names.tension(chance)[0] if said.asks_more else ""
            at = asked_at + timedelta(minutes=chance.randint(1, 1_000))
            batch.positions.append(
                Position(round=round_, user=people[place], kind=said, words=words, said_at=at, is_late=False)
            )


def _decision(proposal: Proposal, round_: Round, words: dict[str, Any], number: int, at: datetime) -> Decision:
    return Decision(
        project=proposal.project,
        circle=proposal.circle,
        number=number,
        created_at=at,
        proposal=proposal,
        round=round_,
        decided_by=proposal.circle,
        adopted_at=at,
        owner=proposal.owner,
        review_on=review_day(at, proposal.review_months, short_days=None, project=proposal.project),
        **{name: words[name] for name in ("title", "text", "cost", "reversibility")},
    )


def _to_replace(project: Project) -> list[Decision]:
    """Return decisions in force for later ones to replace, the oldest first."""
    return list(Decision.objects.in_project(project).in_force().order_by("-number")[:BATCH:10])


def _replace(batch: Batch, old: Decision, at: datetime) -> None:
    """Let the batch's last decision take the place of an older one."""
    batch.proposals[-1].replaces = old
    old.superseded_at, old.superseded_by = at, batch.decisions[-1]
    batch.replaced.append(old)


def _open(circles: list[tuple[Circle, list[User]]], chance: Random) -> None:
    """Propose something, and let some of those who are asked take a position."""
    circle, people = chance.choice(circles)
    by = chance.choice(people)
    tension, title = names.tension(chance)
    proposal = Proposal.propose(circle, by=by, title=title, tension=tension, text=names.text(chance))
    round_ = open_round(proposal, by=by)
    asked = list(round_.asked.exclude(user=by).select_related("user"))
    for one in asked[: len(asked) // 2]:
        take_position(round_, Position.Kind.NO_OBJECTION, by=one.user)
