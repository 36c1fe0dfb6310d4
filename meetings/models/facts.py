"""What may be on the agenda of a circle's sync, gathered from what waits."""

from datetime import date, datetime

from actions.models import Action
from audit import clock
from circles.models import Circle
from decisions.models import Decision, Sitting
from meetings.agenda import Due, Facts, Pending, Tension
from meetings.models.agenda_item import AgendaItem
from meetings.models.gathering import Gathering, gathering_in
from meetings.models.matter import matters_for, sitting_at
from meetings.models.pulse import Pulse

LOOK_BACK = 200


def facts_for(circle: Circle, starts_at: datetime) -> Facts:
    """Gather the facts for a sync of the circle that begins then; a fixed number of queries."""
    gathering = gathering_in(circle.project)
    covered = gathering.covered_by(circle)
    day = circle.project.day_of(starts_at)
    carried = carried_so_far(circle)
    waiting = list(AgendaItem.objects.waiting().filter(circle=circle))
    return Facts(
        exceptions=(*late_actions(circle, covered, day, carried), *due_reviews(circle, covered, day, carried)),
        proposals=tuple(pending(circle, sitting_at(circle, starts_at, "", "", covered), carried)),
        tensions=(*(tension(point) for point in waiting if point.part == "tensions"), *said(circle, gathering)),
        added=tuple(tension(point) for point in waiting if point.part == "added"),
    )


def carried_so_far(circle: Circle) -> dict[str, int]:
    """Give how often each reference was carried over in a row, up to the last sync of the circle."""
    found: dict[str, int] = {}
    last = circle.points.exclude(sync=None).exclude(reference="").order_by("-pk")
    for reference, ending, carried in last.values_list("reference", "ending", "carried")[:LOOK_BACK]:
        left = ending in (AgendaItem.Ending.POSTPONED, AgendaItem.Ending.NOT_REACHED)
        found.setdefault(reference, carried + 1 if left else 0)
    return found


def due_reviews(circle: Circle, covered: list[int], day: date, carried: dict[str, int]) -> list[Due]:
    """Give the decisions whose review date has come."""
    found = Decision.objects.in_project(circle.project).filter(circle__in=covered).due_for_review(day)
    rows = found.order_by("review_on").values_list("number", "title", "review_on")
    return [Due(f"D-{n}", title, "review", on, carried.get(f"D-{n}", 0)) for n, title, on in rows]


def late_actions(circle: Circle, covered: list[int], day: date, carried: dict[str, int]) -> list[Due]:
    """Give the actions that are overdue."""
    found = Action.objects.in_project(circle.project).filter(circle__in=covered).overdue(on=day).soonest_first()
    rows = found.values_list("number", "what", "due_on")
    return [Due(f"A-{n}", what, "action", on, carried.get(f"A-{n}", 0)) for n, what, on in rows]


def pending(circle: Circle, sitting: Sitting, carried: dict[str, int]) -> list[Pending]:
    """Give the proposals that this sync may decide."""
    return [
        Pending(
            matter.proposal.reference,
            matter.proposal.title,
            min(round_.opened_at for round_ in matter.proposal.rounds.all()),
            heard=matter.is_agreed,
            objections=len(matter.objections),
            carried=carried.get(matter.proposal.reference, 0),
        )
        for matter in matters_for(circle.project, sitting)
    ]


def tension(point: AgendaItem) -> Tension:
    """Give a waiting point; its own key stands for it."""
    return Tension(f"#{point.pk}", point.text, point.created_at, carried=point.carried)


def said(circle: Circle, gathering: Gathering) -> list[Tension]:
    """Give the tensions of pulses since the circle's last sync, of those who are expected in it."""
    last = circle.syncs.held().values_list("opened_at", flat=True).first()
    pulses = Pulse.objects.filter(project=circle.project, user__in=gathering.people_of(circle).values("pk"))
    pulses = pulses.exclude(tension="").filter(given_at__gt=last or circle.created_at, given_at__lte=clock.now())
    return [
        Tension(f"pulse:{pk}", words, given_at)
        for pk, words, given_at in pulses.order_by("given_at").values_list("pk", "tension", "given_at")
    ]
