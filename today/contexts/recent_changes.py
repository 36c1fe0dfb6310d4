"""What changed in a person's circles since yesterday, from the record."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from actions.event_types import ActionEvent
from audit.models import Entry, PersonalValue
from chat.event_types import ChatEvent
from circles.event_types import CircleEvent
from circles.models import Circle, Project
from circles.queries.tree import circles_of
from circles.queries.user_roles import roles_of
from decisions.event_types import DecisionEvent
from meetings.event_types import MeetingEvent

TOLD = (
    DecisionEvent.ADOPTED,
    DecisionEvent.PROPOSED,
    DecisionEvent.ROUND_OPENED,
    DecisionEvent.TEXT_CHANGED,
    DecisionEvent.CLAIMED,
    DecisionEvent.ESCALATED,
    DecisionEvent.LAPSED,
    DecisionEvent.WITHDRAWN,
    DecisionEvent.SUPERSEDED,
    MeetingEvent.SYNC_CLOSED,
    CircleEvent.CIRCLE_OPENED,
    CircleEvent.MEMBER_ADDED,
    CircleEvent.ELEMENT_DECLARED,
    CircleEvent.DOMAIN_GRANTED,
    ActionEvent.FINISHED,
    ChatEvent.TOPIC_CLOSED,
    DecisionEvent.REROUTED,
    DecisionEvent.OBJECTION_LIFTED,
)
"""Events that colleagues would mention to each other in the morning; all others are in the record."""
LOOKS_AT = 60
ROWS = 8


def deeds_since_yesterday(project: Project, user: User, now: datetime) -> "QuerySet[Entry]":
    """Give others' deeds in the person's circles since yesterday morning, newest first, with `by_name`."""
    own = roles_of(user, project).seats
    keys = [circle.key for circle in circles_of(project) if circle.pk in own]
    midnight = now.astimezone(user.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    names = PersonalValue.objects.filter(entry=OuterRef("pk"), name="by")
    return (
        Entry.objects.of_project(project.pk)
        .filter(scope__in=keys, event__in=TOLD, happened_at__gte=midnight - timedelta(days=1))
        .exclude(actor=user.pk)
        .annotate(by_name=Subquery(names.values("value")[:1]))
        .newest_first()[:LOOKS_AT]
    )


def changed(
    project: Project, deeds: Iterable[Entry], *, told: Collection[str] = ()
) -> list[tuple[Entry, Circle | None]]:
    """Give the latest deed on each thing, with its circle; not on what the page tells the person of by itself, as
    `told` names by reference.
    """
    circles = {circle.key: circle for circle in circles_of(project)}
    latest: dict[tuple[str, str], Entry] = {}
    for entry in deeds:
        if entry.reference and entry.reference in told:
            continue
        latest.setdefault((entry.subject_kind, entry.subject), entry)
    return [(entry, circles.get(entry.scope)) for entry in list(latest.values())[:ROWS]]
