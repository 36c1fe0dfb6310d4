"""What becomes of a tension in a sync: an action, an info, another circle's matter, or it is parked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows.outcomes import create_action, note_info
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def triage(
    sync: Sync, point: AgendaItem, what: str, *, by: User, circle: Circle | None = None, at: datetime | None = None
) -> None:
    """Dispose of a tension as `action`, `info`, `circle` (with the circle it is sent to) or `parked`.

    A proposal is written on its own page, born from the tension's words.

    :raises Refused: when it is no tension, or `what` is none of these.
    """
    ways = {"action": _to_action, "info": _to_info, "parked": _park}
    with transaction.atomic():
        sync = sync.locked_while_running()
        point = sync.points.get(pk=point.pk)
        if what == "circle" and circle is not None:
            came_of, words = _to_circle(point, circle, by=by, at=at)
        elif what in ways:
            came_of, words = ways[what](sync, point, by=by, at=at)
        else:
            raise Refused(_("Say what becomes of it: an action, an info, another circle’s, or parked."))
        point.ending = ""
        sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, words, came_of)
        sync.go_on_from(point, by=by, at=at)


def _to_action(sync: Sync, point: AgendaItem, *, by: User, at: datetime | None) -> tuple[str, str]:
    """Return it as an action to who brought it."""
    action = create_action(sync, point.text, by=by, owner=point.added_by or by, point=point, at=at)
    return "", action.reference


def _to_info(sync: Sync, point: AgendaItem, *, by: User, at: datetime | None) -> tuple[str, str]:
    """Keep it as something everyone should know."""
    note_info(sync, point.text, by=by, point=point, at=at)
    return AgendaItem.CameOf.INFO, ""


def _to_circle(point: AgendaItem, circle: Circle, *, by: User, at: datetime | None) -> tuple[str, str]:
    """Send it to the next sync of another circle."""
    AgendaItem.raise_tension(circle, point.text, by=point.added_by or by, at=at)
    return AgendaItem.CameOf.SENT, circle.name


def _park(sync: Sync, point: AgendaItem, *, by: User, at: datetime | None) -> tuple[str, str]:
    """Leave it; it is in the minutes and can be brought again."""
    sync.record_event(SyncEvent.TENSION_PARKED, by=by, at=at, point=str(point))
    return AgendaItem.CameOf.PARKED, ""
