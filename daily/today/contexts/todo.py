"""What waits for one person in one project, in order of urgency; a fixed number of queries whatever the rows."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from daily.today.contexts.own_actions import COUNTED, OwnAction, actions_of, done_since, own_actions
from daily.today.contexts.unread_notices import UnreadNotice, notices_for, unread_notices
from decisions.decisions.contexts.round_progress import RoundProgress, with_progress
from decisions.decisions.models import Absence, AskedPerson, Decision, Objection, Position, Proposal, Round
from decisions.decisions.models.register.decision import came_true
from decisions.decisions.models.rounds.deputies import voices_due
from decisions.specification.models import Clause, ClauseCircle, ClauseQuerySet
from decisions.tracks.contexts.reopening import ReopenOffer, waiting_or_reopenable
from decisions.tracks.models import Track
from foundation.accounts.models import User
from foundation.web.row_places import RowPlaces

ROWS = 12


@dataclass(frozen=True, kw_only=True)
class AskingRound(RoundProgress):
    """A round in which one's position is asked."""

    proposal: Proposal
    is_folded: bool = False
    """Answered on this visit: a line that keeps its place, with a way back."""

    @property
    def has_position(self) -> bool:
        """Whether one has spoken to this text."""
        return not self.waits


@dataclass(frozen=True)
class ClosedRow:
    """A proposal that the page asked about on this visit, and that nobody is asked about any more."""

    proposal: Proposal
    is_closed: bool = True
    has_position: bool = True


@dataclass(frozen=True)
class ToIntegrate:
    """One's own proposal, with the objections that stand against it."""

    proposal: Proposal
    objections: list[Objection]
    until: datetime | None


@dataclass(frozen=True)
class Waiting:
    """All that waits for a person."""

    rounds: list[AskingRound] = field(default_factory=list)
    position_rows: list[AskingRound | ClosedRow] = field(default_factory=list)
    """The first of `rounds`, and what was among them on this visit; in their places."""
    to_integrate: list[ToIntegrate] = field(default_factory=list)
    voices: list[AskedPerson] = field(default_factory=list)
    actions: list[OwnAction] = field(default_factory=list)
    reviews: list[Decision] = field(default_factory=list)
    suspects: list[Clause] = field(default_factory=list)
    gates: list[Track] = field(default_factory=list)
    reopen_offers: list[tuple[Track, ReopenOffer]] = field(default_factory=list)
    notices: list[UnreadNotice] = field(default_factory=list)
    unread: int = 0

    @property
    def positions_due(self) -> int:
        """Count the positions that are due."""
        return sum(not one.has_position for one in self.rounds)

    def late(self, day: date) -> int:
        """Count the actions whose day is past."""
        open_ = [one.action for one in self.actions if one.action.is_open]
        return sum(action.due_on is not None and action.due_on < day for action in open_)

    @property
    def open_actions(self) -> int:
        """Count the actions that are not done yet."""
        return sum(one.action.is_open for one in self.actions)

    @property
    def shown(self) -> list[tuple[str, bool]]:
        """Return the references of the rows that can be answered where they stand, each with whether it is."""
        asked = [(one.proposal.reference, one.has_position) for one in self.position_rows]
        return [*asked, *((one.action.reference, not one.action.is_open) for one in self.actions[:ROWS])]

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not (
            self.rounds
            or self.voices
            or self.to_integrate
            or self.actions
            or self.reviews
            or self.notices
            or self.suspects
            or self.gates
            or self.reopen_offers
        )


def waiting_for(project: Project, user: User, *, now: datetime, day: date, places: RowPlaces | None = None) -> Waiting:
    """Gather what waits, nothing in an archived project; `day` is today in the project's zone. Rows that the page has
    shown already keep their places, also when they have been answered or done since.
    """
    if project.is_archived:
        return Waiting()
    places = places or RowPlaces()
    circles = {circle.pk: circle for circle in circles_of(project)}
    unread = list(notices_for(project, user, now))
    rounds, objections = rounds_asking(project, user), standing_against(project, user)
    actions, reviews = actions_of(project, user), reviews_due(project, user, day)
    rare = rarities_for(project, user, day)
    due = voices_due(user, project, day)[:ROWS] if rare.voices else []
    for decision in reviews:
        decision.project, decision.circle = project, circles[decision.circle_id]
    tracks = list(tracks_asking(project, user, day))
    rows = [asking_round(round_, project, circles, places) for round_ in rounds]
    rows.sort(key=lambda one: (one.has_position, one.ends_at is None, one.ends_at or now))
    own = own_actions(actions, project, user) + done_since(project, user, places, actions)
    asked = places.arrange(rows, lambda one: one.proposal.reference)
    shown: list[AskingRound | ClosedRow] = [*asked[:ROWS], *closed_since(project, places, rows)]
    return Waiting(
        rounds=asked,
        position_rows=places.arrange(shown, lambda one: one.proposal.reference),
        to_integrate=to_integrate(objections, project, circles),
        voices=list({(row.round_id, row.user_id): row for row in due}.values()),
        actions=places.arrange(own, lambda one: one.action.reference),
        reviews=list(reviews),
        suspects=suspects_for(project, user) if rare.suspects else [],
        gates=[track for track in tracks if track.reopen_offer is None],
        reopen_offers=[
            (track, ReopenOffer.read(track.reopen_offer)) for track in tracks if track.reopen_offer is not None
        ],
        notices=unread_notices(unread, user, circles),
        unread=len(unread),
    )


def rounds_asking(project: Project, user: User) -> QuerySet[Any, Any]:
    """Return the open rounds that ask the person, by the time left, with what each line shows."""
    rounds = Round.objects.open_at(None).asking(user).of_undecided().filter(proposal__project=project)
    found = with_progress(rounds.select_related("proposal__decision"), user)
    return found.order_by("closes_at", "opened_at", "pk")[:COUNTED]


def asking_round(round_: Any, project: Project, circles: dict[int, Circle], places: RowPlaces) -> AskingRound:
    """Put one round as a line shows it."""
    proposal: Proposal = round_.proposal
    proposal.project, proposal.circle = project, circles[proposal.circle_id]
    round_.decides = circles[round_.decides_id]
    row = AskingRound(**vars(RoundProgress.of(round_)), proposal=proposal)
    return replace(row, is_folded=row.has_position and places.waited(proposal.reference))


def closed_since(project: Project, places: RowPlaces, rows: list[AskingRound]) -> list[ClosedRow]:
    """Return the proposals that the page asked about and that nobody is asked about any more."""
    numbers = set(places.numbers("P")) - {row.proposal.number for row in rows}
    if not numbers:
        return []
    found = Proposal.objects.in_project(project).filter(number__in=numbers).for_lists()
    return [ClosedRow(proposal) for proposal in found.order_by("number")]


def standing_against(project: Project, user: User) -> QuerySet[Any, Any]:
    """Return the valid objections that stand against the person's own proposals, until when each is to be answered."""
    own = Q(proposal__created_by=user) | Q(proposal__owner=user)
    last = Round.objects.filter(proposal=OuterRef("proposal")).order_by("-number").values("integrate_by")
    return (
        Objection.objects.standing()
        .of_undecided()
        .filter(own, proposal__project=project)
        .select_related("proposal", "by", "element")
        .annotate(until=Subquery(last[:1]))
        .order_by("put_at", "pk")
    )


def to_integrate(objections: QuerySet[Any, Any], project: Project, circles: dict[int, Circle]) -> list[ToIntegrate]:
    """Put the objections together by proposal."""
    rows: dict[int, ToIntegrate] = {}
    for objection in objections:
        proposal = objection.proposal
        proposal.project, proposal.circle = project, circles[proposal.circle_id]
        rows.setdefault(proposal.pk, ToIntegrate(proposal, [], objection.until)).objections.append(objection)
    return list(rows.values())[:ROWS]


@dataclass(frozen=True)
class Rarities:
    """Whether there is what few people have: a person away for whom they speak, a suspect clause of theirs."""

    voices: bool
    suspects: bool


def rarities_for(project: Project, user: User, day: date) -> Rarities:
    """Find whether there is any of it, in one plain query: the long ones are composed for those only who have it."""
    away = Absence.objects.on(day).filter(project=OuterRef("pk"), deputy=user)
    clauses = suspects_of(project, user)
    return Rarities(*Project.objects.filter(pk=project.pk).values_list(Exists(away), Exists(clauses)).get())


def suspects_of(project: Project, user: User) -> ClauseQuerySet:
    """Keep the suspect clauses of the person's circles, and those they own, whether or not they may read them."""
    held = ClauseCircle.objects.filter(clause=OuterRef("pk"), circle__in=list(roles_of(user, project).seats))
    return Clause.objects.in_project(project).suspect().filter(Q(owner=user) | Exists(held))


def suspects_for(project: Project, user: User) -> list[Clause]:
    """Return those that the person may read."""
    found = suspects_of(project, user).visible_to(user)
    clauses = list(found.with_changed_parents().order_by("pk")[:ROWS])
    for clause in clauses:
        clause.project = project
    return clauses


def reviews_due(project: Project, user: User, day: date) -> QuerySet[Any, Any]:
    """Return decisions of the person's circles, or owned by them, whose review date has come; with the kind of position
    that is `kept` with each, with who is `worried` as their concern came true, and by what kind of position.
    """
    own = Q(circle__in=list(roles_of(user, project).seats)) | Q(owner=user)
    kept = Position.objects.kept_with_decision().filter(round__proposal=OuterRef("proposal")).order_by("pk")
    found = Decision.objects.in_project(project).due_for_review(day).filter(own)
    true = came_true().order_by("pk")
    said = {"kept": kept.values("kind"), "worried": true.values("user__name"), "worried_by": true.values("kind")}
    first = {name: Subquery(one[:1]) for name, one in said.items()}
    return found.annotate(**first).order_by("review_on", "pk")[:ROWS]


def tracks_asking(project: Project, user: User, day: date) -> QuerySet[Any, Any]:
    """Return the tracks at their gate that the person explores, or whose circle they are in, and those of theirs that a
    value would reopen.
    """
    own, mine = Q(circle__in=list(roles_of(user, project).seats)) | Q(owner=user), Q(owner=user)
    at_gate = Q(gate_on__lte=day, ended_at=None) & own
    found = waiting_or_reopenable(Track.objects.in_project(project), at_gate, mine)
    return found.order_by("gate_on", "number")[:ROWS]
