"""What becomes of a tension in a sync: an action, an info, another circle's matter, or it is parked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from circles.models import Circle
from meetings.event_types import MeetingEvent
from meetings.models.agenda_item import AgendaItem
from meetings.models.sync import Sync
from web.exceptions import Refused


@dataclass(frozen=True)
class Triage:
    """One tension on the table. A proposal is written on its own page, born from the tension's words."""

    sync: Sync
    point: AgendaItem

    def becomes(self, what: str, *, by: User, circle: Circle | None = None, at: datetime | None = None) -> None:
        """Settle it as `action`, `info`, `circle` (with the circle it is sent to) or `parked`.

        :raises Refused: when it is no tension, or `what` is none of these.
        """
        ways = {"action": self.to_action, "info": self.to_info, "parked": self.to_rest}
        with transaction.atomic():
            sync = self.sync.running_or_refuse()
            point = sync.points.get(pk=self.point.pk)
            if what == "circle" and circle is not None:
                came_of, words = Triage(sync, point).to_circle(circle, by=by, at=at)
            elif what in ways:
                came_of, words = ways[what](by=by, at=at)
            else:
                raise Refused(_("Say what becomes of it: an action, an info, another circle’s, or parked."))
            point.ending = ""
            sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, words, came_of)
            sync.go_on_from(point, by=by, at=at)

    def to_action(self, *, by: User, at: datetime | None = None) -> tuple[str, str]:
        """Give it as an action to who brought it."""
        action = self.sync.make_action(self.point.text, by=by, owner=self.point.added_by or by, point=self.point, at=at)
        return "", action.reference

    def to_info(self, *, by: User, at: datetime | None = None) -> tuple[str, str]:
        """Keep it as something everybody should know."""
        self.sync.make_info(self.point.text, by=by, point=self.point, at=at)
        return AgendaItem.CameOf.INFO, ""

    def to_circle(self, circle: Circle, *, by: User, at: datetime | None = None) -> tuple[str, str]:
        """Send it to the next sync of another circle."""
        AgendaItem.raise_tension(circle, self.point.text, by=self.point.added_by or by, at=at)
        return AgendaItem.CameOf.SENT, circle.name

    def to_rest(self, *, by: User, at: datetime | None = None) -> tuple[str, str]:
        """Leave it; it is in the minutes and can be brought again."""
        self.sync.record_event(MeetingEvent.TENSION_PARKED, by=by, at=at, point=str(self.point))
        return AgendaItem.CameOf.PARKED, ""
