"""Open a closed circle again, with the people who were in it when it closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.domain_events import CircleCreated
from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.restructuring.change import Change
from circles.restructuring.closing import members_when_closed
from circles.restructuring.neighbours import parent_or_refuse
from circles.restructuring.transfer import add_member
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.formatting import listed

NAMED = 12
"""So many of the people who come back are named beforehand."""


@dataclass
class Reopening(Change):
    """A circle that goes on."""

    kind: ClassVar[str] = "reopening"

    def summary(self) -> str:
        """“Open Hydraulics again”."""
        return _("Reopen %(circle)s") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle around it, in whose scope it opens."""
        return [self.circle.parent] if self.circle.parent else []

    def preview(self) -> Iterator[str]:
        """Who comes back, and what does not by itself."""
        returning = self._returning()
        if returning:
            yield _("In it again: %(names)s.") % {"names": listed(user.name for user in returning[:NAMED])}
        yield _("Roles are given anew; domains, money and what went on elsewhere stay where they are now.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Open it, also one that was merged; refused for an open circle, and for one inside a closed one."""
        with transaction.atomic():
            circle = self.circle.locked()
            parent = parent_or_refuse(circle)
            if not circle.is_closed:
                raise Refused(_("This circle is open."))
            if parent.is_closed:
                raise Refused(_("The circle around it is closed; open that one first."))
            returning, now = self._returning(), at or clock.now()
            circle.closed_at = circle.merged_into = None
            circle.save()
            for user in returning:
                add_member(user, circle, at=now)
            people = dict.fromkeys(returning, "circle")
            facts: dict[str, Any] = {"by": by, "at": at, "people": people, "decision": decision}
            circle.record_event(CircleEvent.CIRCLE_REOPENED, also=["circles", "people"], **facts)
            publish(CircleCreated(circle=circle, by=by, at=at))
        return circle

    def _returning(self) -> list[User]:
        """Return who was in it when it closed and still is in the project."""
        if self.circle.closed_at is None:
            return []
        members = members_when_closed(self.circle, self.circle.closed_at)
        return [user for user in members if self.circle.project.has(user)]
