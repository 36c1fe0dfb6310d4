"""Move a circle into another, with everything and everyone in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.circles.domain_events import LimitsChanged
from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.money.between_circles import move_with_money
from circles.money.models import Purse
from circles.restructuring.change import Change
from circles.restructuring.field_types import StoredCircle
from circles.restructuring.neighbours import circles_between, parent_or_refuse, with_parent
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.formatting import listed, money


@dataclass
class Move(Change):
    """Another place in the tree for a circle."""

    to: StoredCircle

    kind: ClassVar[str] = "move"

    def summary(self) -> str:
        """“Move Hydraulics into Power”."""
        return _("Move %(circle)s into %(to)s") % {"circle": self.circle.name, "to": self.to.name}

    def affects(self) -> list[Circle]:
        """The circle, the one it leaves, the one it comes to, and those between them."""
        return list(dict.fromkeys([*with_parent(self.circle), self.to, *circles_between(self.circle, self.to)]))

    def preview(self) -> Iterator[str]:
        """What goes with it, and who speaks where from then on."""
        circle = self.circle
        number = circle.descendants().filter(closed_at=None).count()
        if number:
            sentence = ngettext(
                "%(number)s circle inside comes along.", "%(number)s circles inside come along.", number
            )
            yield sentence % {"number": number}
        voices = listed(user.name for user in circle.people_in("pilot", "delegate"))
        if voices:
            yield _("Speaking for it in %(circle)s from then on: %(names)s.") % {
                "names": voices,
                "circle": self.to.name,
            }
        allotted = Purse.of(circle).allotted
        if allotted:
            yield _("Its %(amount)s come along, and are from then on what %(circle)s has handed on.") % {
                "amount": money(allotted, circle.project.currency),
                "circle": self.to.name,
            }
        yield _(
            "People, documents, decisions and conversations stay in it. "
            "Open proposals go where its new place sends them."
        )

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Move it; refused into itself, into what is inside it, and into a closed circle."""
        with transaction.atomic():
            circle, to = self.circle.open_or_refuse(), self.to.open_or_refuse()
            before = parent_or_refuse(circle)
            if to.pk == before.pk:
                raise Refused(_("It is right inside this circle already."))
            if circle.pk in {one.pk for one in to.ancestors(include_self=True)}:
                raise Refused(_("A circle cannot be inside itself."))
            move_with_money(circle, to, by=by, at=at or clock.now())
            people = {*circle.people(), *before.people_in("pilot"), *to.people_in("pilot")}
            circle.record_event(
                CircleEvent.CIRCLE_MOVED,
                by=by,
                at=at,
                also=["circles", "people", "money", before.change_key, to.change_key],
                people=dict.fromkeys(people, "circle"),
                before=before.name,
                within=to.name,
                decision=decision,
            )
            # Money took another way, and limits of other circles apply: what is open goes where it now belongs.
            publish(LimitsChanged(circle=before, by=by, at=at))
            publish(LimitsChanged(circle=to, by=by, at=at))
        return circle
