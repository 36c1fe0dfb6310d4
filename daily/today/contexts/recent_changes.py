"""What changed in a person's circles since yesterday, from the record."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from chat.chat.event_types import ChatEvent
from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from daily.syncs.event_types import SyncEvent
from decisions.actions.event_types import ActionEvent
from decisions.decisions.event_types import DecisionEvent
from foundation.accounts.models import User
from foundation.audit.models import Entry, PersonalValue

SHOWN_EVENTS = (
    DecisionEvent.ADOPTED,
    DecisionEvent.PROPOSED,
    DecisionEvent.ROUND_OPENED,
    DecisionEvent.TEXT_CHANGED,
    DecisionEvent.CLAIMED,
    DecisionEvent.CLAIM_RELEASED,
    DecisionEvent.PULLED,
    DecisionEvent.DECISION_PULLED,
    DecisionEvent.ESCALATED,
    DecisionEvent.LAPSED,
    DecisionEvent.WITHDRAWN,
    DecisionEvent.SUPERSEDED,
    SyncEvent.SYNC_CLOSED,
    CircleEvent.CIRCLE_OPENED,
    CircleEvent.MEMBER_ADDED,
    CircleEvent.ELEMENT_DECLARED,
    CircleEvent.DOMAIN_GRANTED,
    ActionEvent.FINISHED,
    ChatEvent.TOPIC_CLOSED,
    DecisionEvent.REROUTED,
    DecisionEvent.OBJECTION_LIFTED,
)
"""Events that colleagues would mention to each other in the morning. All others are in the record, and stand in
`NOT_SHOWN` of `tests/architecture/test_recent_changes.py`.
"""
MAX_EVENTS = 60
ROWS = 8


def events_since_yesterday(project: Project, user: User, now: datetime) -> "QuerySet[Entry]":
    """Return others' events in the person's circles since yesterday morning, newest first, with `by_name`."""
    own = roles_of(user, project).seats
    keys = [circle.key for circle in circles_of(project) if circle.pk in own]
    midnight = now.astimezone(user.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    names = PersonalValue.objects.filter(entry=OuterRef("pk"), name="by")
    return (
        Entry.objects.of_project(project.pk)
        .filter(scope__in=keys, event__in=SHOWN_EVENTS, happened_at__gte=midnight - timedelta(days=1))
        .exclude(actor=user.pk)
        .annotate(by_name=Subquery(names.values("value")[:1]))
        .newest_first()[:MAX_EVENTS]
    )


def recent_changes(
    project: Project, events: Iterable[Entry], *, already_shown: Collection[str] = ()
) -> list[tuple[Entry, Circle | None]]:
    """Return the latest event on each thing, with its circle; not on what the page shows the person elsewhere, as
    `already_shown` names by reference.
    """
    circles = {circle.key: circle for circle in circles_of(project)}
    latest: dict[tuple[str, str], Entry] = {}
    for entry in events:
        if entry.reference and entry.reference in already_shown:
            continue
        latest.setdefault((entry.subject_kind, entry.subject), entry)
    return [(entry, circles.get(entry.scope)) for entry in list(latest.values())[:ROWS]]
