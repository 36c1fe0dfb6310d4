"""Open a closed circle again, with the people who were in it when it closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from circles.domain_events import CircleCreated
from circles.event_types import CircleEvent
from circles.extension_registry import publish
from circles.models import Circle, Project
from circles.restructuring import change
from circles.restructuring.closing import around, circle_people
from web.exceptions import Refused
from web.formatting import listed


@dataclass
class Reopening(change.Change):
    """A circle that goes on."""

    circle: Circle

    key: ClassVar[str] = "reopening"

    def words(self) -> str:
        """Say it in one line."""
        return _("Open %(circle)s again") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle around it, in whose scope it opens."""
        return [self.circle.parent] if self.circle.parent else []

    def foretell(self) -> Iterator[str]:
        """Say who comes back, and what does not by itself."""
        back = self._people()
        if back:
            names = listed(user.name for user in back[:12])
            yield _("In it again: %(names)s.") % {"names": names}
        yield _("Roles are given anew; domains, money and what went on elsewhere stay where they are now.")

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Open it, also one that was merged into another.

        :raises Refused: for an open circle, and for one inside a closed one.
        """
        with transaction.atomic():
            circle = self.circle.locked()
            parent = around(circle)
            if not circle.is_closed:
                raise Refused(_("This circle is open."))
            if parent.is_closed:
                raise Refused(_("The circle around it is closed; open that one first."))
            back, now = self._people(), at or clock.now()
            circle.closed_at = circle.merged_into = None
            circle.save()
            for user in back:
                change.seat(user, circle, at=now)
            people = dict.fromkeys(back, "circle")
            told: dict[str, Any] = {"by": by, "at": at, "people": people, "decision": because}
            circle.record_event(CircleEvent.CIRCLE_REOPENED, also=["circles", "people"], **told)
            publish(CircleCreated(circle=circle, by=by, at=at))
        return circle

    def _people(self) -> list[User]:
        """Give who was in it when it closed and still is in the project."""
        if self.circle.closed_at is None:
            return []
        then = circle_people(self.circle, self.circle.closed_at)
        return [user for user in then if self.circle.project.has(user)]

    def facts(self) -> dict[str, Any]:
        """Keep the circle's id."""
        return {"circle": self.circle.pk}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        return cls(change.circle_in(project, facts["circle"]))
