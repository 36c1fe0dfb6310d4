"""What may be on the agenda of a circle's sync, gathered from what waits."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Now

from circles.circles.models import Circle
from daily.syncs.agenda import Due, Facts, PendingProposal, Tension
from daily.syncs.models.agenda_choices import PointEnding
from daily.syncs.models.agenda_item import AgendaItem
from daily.syncs.models.agenda_proposal import deciding_sync_at, matters_for
from daily.syncs.models.attendees import Gathering, gathering_in
from daily.syncs.models.pulse import Pulse
from decisions.actions.models import Action
from decisions.decisions.models import ClarifyingQuestion, DecidingSync, Decision, Proposal, Round
from decisions.specification.models import Clause
from decisions.tracks.models import Track
from foundation.web.pagination import number_in

LOOK_BACK = 200
SUSPECTS = 5
LETTER_OF = {"review": "D", "gate": "T", "question": "P"}
PULSE = "pulse"
REFERENCE = re.compile(r"\bP-\d+\b")


def facts_for(circle: Circle, starts_at: datetime) -> Facts:
    """Gather the facts for a sync of the circle that begins then, in a fixed number of queries."""
    gathering = gathering_in(circle.project)
    covered = gathering.covered_by(circle)
    day = circle.project.day_of(starts_at)
    late, blocking = late_and_blocked(circle, covered, day)
    carried = carried_so_far(points_reached(circle))
    brought = brought_to(circle, gathering)
    exceptions = (
        *(Due(one.reference, one.what, "action", one.due_on, carried.get(one.reference, 0)) for one in late),
        *exceptions_due(circle, covered, day, carried),
    )
    return Facts(
        exceptions=exceptions,
        proposals=tuple(pending(circle, deciding_sync_at(circle, starts_at, "", "", covered), carried, blocking)),
        tensions=tuple(brought["tensions"] + brought[PULSE]),
        added=tuple(brought["added"]),
        information=tuple(decided_below(circle, carried)),
    )


def exceptions_due(circle: Circle, covered: list[int], day: date, carried: Mapping[str, int]) -> list[Due]:
    """Return reviews that are due, tracks at their gate, suspect clauses and questions without an answer of the circles
    covered; one query.
    """
    gates, suspects = gates_on(circle, covered, day), suspect_clauses(circle, covered)
    found = due_reviews(circle, covered, day).union(gates, suspects, open_questions(circle, covered), all=True)
    due = []
    for kind, number, title, on, passed, own_key in found:
        key = own_key or f"{LETTER_OF[kind]}-{number}"
        due.append(Due(key, title, kind, on, carried.get(key, 0) if passed is None else passed))
    return due


def points_reached(circle: Circle) -> QuerySet[Any, Any]:
    """Return the latest points of the circle's syncs, newest first: what each was about, how it ended, how often it was
    carried over before.
    """
    last = circle.points.filter(sync__cancelled_at=None).exclude(sync=None).exclude(reference="").order_by("-pk")
    return last.values_list("reference", "ending", "carried")[:LOOK_BACK]


def carried_so_far(last: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """Return how often each reference was carried over in a row, up to the last sync of the circle."""
    found: dict[str, int] = {}
    for reference, ending, carried in last:
        left = ending in PointEnding.left()
        found.setdefault(reference, carried + 1 if left else 0)
    return found


EXCEPTION = ("sort", "number", "name", "due_on", "passed", "own_key")
"""What is read of a thing that is due: its kind, number, title, day, how many syncs passed it by, and its key where it
has no number."""


def suspect_clauses(circle: Circle, covered: list[int]) -> QuerySet[Any, Any]:
    """Return clauses of the circles covered of which a parent has changed, but of no restricted document: an agenda is
    for all. The first few, the rest waits on the circle's page.
    """
    suspects = Clause.objects.in_project(circle.project).filter(seats__circle__in=covered).suspect().unrestricted()
    first = suspects.order_by("pk").values("pk").distinct()[:SUSPECTS]
    title = Case(When(text__title="", then=F("ratified__title")), default=F("text__title"))
    found = Clause.objects.filter(pk__in=Subquery(first)).order_by()
    named = found.annotate(sort=Value("clause"), number=Value(0), name=title, due_on=Value(None, DateField()))
    return named.annotate(passed=Value(None, IntegerField()), own_key=F("key")).values_list(*EXCEPTION)


def open_questions(circle: Circle, covered: list[int]) -> QuerySet[Any, Any]:
    """Return the proposals of the circles covered to which a question has no answer; what a sync decides is on the
    agenda of that one already.
    """
    waiting = ClarifyingQuestion.objects.waiting().filter(proposal=OuterRef("pk")).order_by("asked_at")
    in_sync = Round.objects.open().filter(proposal=OuterRef("pk"), in_sync=True)
    found = Proposal.objects.in_project(circle.project).filter(circle__in=covered).undecided()
    asked = found.filter(~Exists(in_sync), Exists(waiting)).order_by()
    question = Subquery(waiting.values("text")[:1], output_field=CharField())
    named = asked.annotate(sort=Value("question"), name=question, due_on=Value(None, DateField()))
    return named.annotate(passed=Value(None, IntegerField()), own_key=Value("")).values_list(*EXCEPTION)


def due_reviews(circle: Circle, covered: list[int], day: date) -> QuerySet[Any, Any]:
    """Return the decisions whose review date has come."""
    found = Decision.objects.in_project(circle.project).filter(circle__in=covered).due_for_review(day)
    named = found.order_by().annotate(sort=Value("review"), name=F("title"), due_on=F("review_on"))
    return named.annotate(passed=Value(None, IntegerField()), own_key=Value("")).values_list(*EXCEPTION)


def gates_on(circle: Circle, covered: list[int], day: date) -> QuerySet[Any, Any]:
    """Return the tracks that stand at their gate, each with how many syncs have ended without an answer to it."""
    found = Track.objects.in_project(circle.project).filter(circle__in=covered).at_gate(on=day)
    passed: Any = found.with_syncs_passed().order_by()
    named = passed.annotate(sort=Value("gate"), name=F("title"), due_on=F("gate_on"))
    rows: QuerySet[Any, Any] = named.annotate(passed=F("syncs_passed"), own_key=Value("")).values_list(*EXCEPTION)
    return rows


def late_and_blocked(circle: Circle, covered: list[int], day: date) -> tuple[list[Action], Counter[str]]:
    """Return the overdue actions of the circles covered, and for each reference how many blocked actions of the project
    say that they wait for it; one query.
    """
    project = Action.objects.in_project(circle.project)
    late, blocked = project.filter(circle__in=covered).overdue(on=day), project.blocked()
    found = list((late | blocked).soonest_first())
    waiting = (one.blocked_by for one in found if one.blocked_at)
    names = Counter(name for words in waiting for name in set(REFERENCE.findall(words.upper())))
    return [one for one in found if one.circle_id in covered and one.due_on and one.due_on < day], names


def pending(
    circle: Circle, deciding_sync: DecidingSync, carried: dict[str, int], waiting: Mapping[str, int]
) -> list[PendingProposal]:
    """Return the proposals that this sync may decide; `waiting` says how many blocked actions wait for each."""
    return [
        PendingProposal(
            matter.proposal.reference,
            matter.proposal.title,
            matter.begun_at,
            everyone_spoke=matter.is_agreed,
            objections=len(matter.objections),
            blocks=waiting.get(matter.proposal.reference, 0),
            carried=carried.get(matter.proposal.reference, 0),
            pressing=matter.pressing,
            affects=(matter.proposal.circle_id, *matter.round.affected),
        )
        for matter in matters_for(circle.project, deciding_sync)
    ]


def decided_below(circle: Circle, carried: dict[str, int]) -> list[Tension]:
    """Return what was decided for several circles without the general sync since the last one, or not reached there: it
    is told there, a line each, and is decided there only if a voice pulls it.
    """
    if not circle.is_general:
        return []
    last = Coalesce(Subquery(circle.syncs.held().values("opened_at")[:1]), Value(circle.created_at))
    again = [number_in(ref.removeprefix("D-")) for ref, times in carried.items() if times and ref.startswith("D-")]
    synchronised = Q(round__in_sync=False, round__sync_of__isnull=False, sync_address="")
    below = Q(round__in_sync=True) & ~Q(decided_by=circle)
    found = Decision.objects.in_project(circle.project).in_force().filter(synchronised | below)
    found = found.filter(Q(adopted_at__gt=last) | Q(number__in=again))
    return [
        Tension(one.reference, one.title, one.adopted_at, carried=carried.get(one.reference, 0))
        for one in found.select_related("round").order_by("number")[:LOOK_BACK]
        if len(one.round.affected) > 1
    ]


def brought_to(circle: Circle, gathering: Gathering) -> dict[str, list[Tension]]:
    """Return the points that wait for the circle's next sync, by their part, and the tensions of pulses since its last
    one; one query. A waiting point's own key stands for it.
    """
    points = AgendaItem.objects.waiting().filter(circle=circle).select_related(None).order_by()
    waiting = points.values_list("part", "pk", "text", "created_at", "carried")
    brought: dict[str, list[Tension]] = {"tensions": [], "added": [], PULSE: []}
    for part, pk, text, at, carried in waiting.union(pulse_rows(circle, gathering), all=True).order_by(
        "created_at", "pk"
    ):
        sign = "pulse:" if part == PULSE else "#"
        brought.setdefault(part, []).append(Tension(f"{sign}{pk}", text, at, carried=carried))
    return brought


def pulse_rows(circle: Circle, gathering: Gathering) -> QuerySet[Any, Any]:
    """Return the tensions of pulses since the circle's last sync, of those who are expected in it."""
    last = Subquery(circle.syncs.held().values("opened_at")[:1])
    since = Coalesce(last, Value(circle.created_at), output_field=DateTimeField())
    pulses = Pulse.objects.filter(project=circle.project, user__in=gathering.people_of(circle).values("pk"))
    pulses = pulses.exclude(tension="").filter(given_at__gt=since, given_at__lte=Now()).order_by()
    named = pulses.annotate(part=Value(PULSE), carried=Value(0), text=F("tension"), created_at=F("given_at"))
    return named.values_list("part", "pk", "text", "created_at", "carried")
