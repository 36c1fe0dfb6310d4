"""What may be on the agenda of a circle's sync, gathered from what waits."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now

from actions.models import Action
from circles.models import Circle
from decisions.models import Decision, Sitting
from meetings.agenda import Due, Facts, PendingProposal, Tension
from meetings.models.agenda_item import AgendaItem
from meetings.models.agenda_proposal import matters_for, sitting_at
from meetings.models.attendees import Gathering, gathering_in
from meetings.models.pulse import Pulse
from specification.models import Clause
from tracks.models import Track
from web.pagination import number_in

LOOK_BACK = 200
SUSPECTS = 5
KIND_OF = {"D": "review", "T": "gate"}
REFERENCE = re.compile(r"\bP-\d+\b")


def facts_for(circle: Circle, starts_at: datetime) -> Facts:
    """Gather the facts for a sync of the circle that begins then, in a fixed number of queries."""
    gathering = gathering_in(circle.project)
    covered = gathering.covered_by(circle)
    day = circle.project.day_of(starts_at)
    last, waiting = points_reached(circle), AgendaItem.objects.waiting().filter(circle=circle)
    late, blocking = late_and_blocked(circle, covered, day)
    due, pulses = (
        due_reviews(circle, covered, day).union(gates_on(circle, covered, day), all=True),
        pulse_rows(circle, gathering),
    )
    carried, suspects = carried_so_far(last), suspect_clauses(circle, covered)
    exceptions = (
        *(Due(one.reference, one.what, "action", one.due_on, carried.get(one.reference, 0)) for one in late),
        *(
            Due(f"{letter}-{n}", title, KIND_OF[letter], on, carried.get(f"D-{n}", 0) if passed is None else passed)
            for letter, n, title, on, passed in due
        ),
        *(Due(one.key, one.title, "clause", None, carried.get(one.key, 0)) for one in suspects),
    )
    tensions = [Tension(f"pulse:{pk}", words, given_at) for pk, words, given_at in pulses]
    return Facts(
        exceptions=exceptions,
        proposals=tuple(pending(circle, sitting_at(circle, starts_at, "", "", covered), carried, blocking)),
        tensions=(*(tension(point) for point in waiting if point.part == "tensions"), *tensions),
        added=tuple(tension(point) for point in waiting if point.part == "added"),
        information=tuple(decided_below(circle, carried)),
    )


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
        left = ending in (AgendaItem.Ending.POSTPONED, AgendaItem.Ending.NOT_REACHED)
        found.setdefault(reference, carried + 1 if left else 0)
    return found


def suspect_clauses(circle: Circle, covered: list[int]) -> QuerySet[Clause]:
    """Return clauses of the circles covered of which a parent has changed; the first few, the rest waits on the
    circle's page.
    """
    found = Clause.objects.in_project(circle.project).filter(circles__in=covered).suspect()
    return found.select_related("text", "ratified").distinct().order_by("pk")[:SUSPECTS]


def due_reviews(circle: Circle, covered: list[int], day: date) -> QuerySet[Any, Any]:
    """Return the decisions whose review date has come."""
    found = Decision.objects.in_project(circle.project).filter(circle__in=covered).due_for_review(day)
    named = found.order_by().annotate(sort=Value("D"), passed=Value(None, IntegerField()), due_on=F("review_on"))
    return named.values_list("sort", "number", "title", "due_on", "passed")


def gates_on(circle: Circle, covered: list[int], day: date) -> QuerySet[Any, Any]:
    """Return the tracks that stand at their gate, each with how many syncs have ended without an answer to it."""
    found = Track.objects.in_project(circle.project).filter(circle__in=covered).at_gate(on=day)
    passed: Any = found.with_syncs_passed().order_by()
    named = passed.annotate(sort=Value("T"), passed=F("syncs_passed"), due_on=F("gate_on"))
    rows: QuerySet[Any, Any] = named.values_list("sort", "number", "title", "due_on", "passed")
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
    circle: Circle, sitting: Sitting, carried: dict[str, int], waiting: Mapping[str, int]
) -> list[PendingProposal]:
    """Return the proposals that this sync may decide; `waiting` says how many blocked actions wait for each."""
    return [
        PendingProposal(
            matter.proposal.reference,
            matter.proposal.title,
            min(round_.opened_at for round_ in matter.proposal.rounds.all()),
            everyone_spoke=matter.is_agreed,
            objections=len(matter.objections),
            blocks=waiting.get(matter.proposal.reference, 0),
            carried=carried.get(matter.proposal.reference, 0),
            pressing=matter.pressing,
            affects=(matter.proposal.circle_id, *matter.round.affected),
        )
        for matter in matters_for(circle.project, sitting)
    ]


def decided_below(circle: Circle, carried: dict[str, int]) -> list[Tension]:
    """Return what was decided for several circles below the general one since its last sync, or not reached there: it
    is told, and nothing is to be decided.
    """
    if not circle.is_general or circle.project.cross_circle_by != "lca":
        return []  # what touches several is decided in the general circle itself
    last = Coalesce(Subquery(circle.syncs.held().values("opened_at")[:1]), Value(circle.created_at))
    again = [number_in(ref.removeprefix("D-")) for ref, times in carried.items() if times and ref.startswith("D-")]
    found = Decision.objects.in_project(circle.project).in_force().filter(round__in_sync=True)
    found = found.exclude(decided_by=circle).filter(Q(adopted_at__gt=last) | Q(number__in=again))
    return [
        Tension(one.reference, one.title, one.adopted_at, carried=carried.get(one.reference, 0))
        for one in found.select_related("round").order_by("number")[:LOOK_BACK]
        if len(one.round.affected) > 1
    ]


def tension(point: AgendaItem) -> Tension:
    """Return a waiting point; its own key stands for it."""
    return Tension(f"#{point.pk}", point.text, point.created_at, carried=point.carried)


def pulse_rows(circle: Circle, gathering: Gathering) -> QuerySet[Any, Any]:
    """Return the tensions of pulses since the circle's last sync, of those who are expected in it."""
    last = Subquery(circle.syncs.held().values("opened_at")[:1])
    since = Coalesce(last, Value(circle.created_at), output_field=DateTimeField())
    pulses = Pulse.objects.filter(project=circle.project, user__in=gathering.people_of(circle).values("pk"))
    pulses = pulses.exclude(tension="").filter(given_at__gt=since, given_at__lte=Now())
    return pulses.order_by("given_at").values_list("pk", "tension", "given_at")
