"""Merge a circle into another: all that is in it is transferred, and the circle closes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.domain_events import LimitsChanged
from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.money.between_circles import transfer_money
from circles.money.models import Purse
from circles.restructuring.change import Change
from circles.restructuring.closing import end_circle
from circles.restructuring.field_types import StoredCircle
from circles.restructuring.neighbours import circles_between, open_children, parent_or_refuse, pilots_of
from circles.restructuring.transfer import (
    add_member,
    held_keys,
    preview_children,
    preview_domains,
    preview_people,
    preview_sharings,
    preview_things,
    transfer_all,
)
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.formatting import money


@dataclass
class Merger(Change):
    """One circle that goes on as a part of another."""

    into: StoredCircle

    kind: ClassVar[str] = "merger"

    def summary(self) -> str:
        """“Merge Hydraulics into Power”."""
        return _("Merge %(circle)s into %(into)s") % {"circle": self.circle.name, "into": self.into.name}

    def affects(self) -> list[Circle]:
        """Both circles, the one around the circle that ends, those between them, and those right inside it."""
        ends = [self.circle, self.into, *([self.circle.parent] if self.circle.parent else [])]
        between, children = circles_between(self.circle, self.into), open_children(self.circle)
        return list(dict.fromkeys([*ends, *between, *children]))

    def preview(self) -> Iterator[str]:
        """What becomes of what is in it."""
        circle, into = self.circle, self.into
        yield from preview_people(circle.people().exclude(pk__in=into.people()).count(), into)
        yield from preview_children(list(circle.children.open().exclude(pk=into.pk)), into)
        yield from preview_domains(held_keys(circle), into)
        yield from preview_sharings(circle, into)
        in_hand = Purse.of(circle).in_hand
        if in_hand:
            yield _("%(amount)s go to %(circle)s; what decisions have reserved stays with them.") % {
                "amount": money(in_hand, circle.project.currency),
                "circle": into.name,
            }
        yield from preview_things(circle, into)
        yield _("%(circle)s closes; its decisions and its conversations stay readable there.") % {"circle": circle.name}

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Merge; refused for the general circle, and into itself, a closed circle or what is inside it."""
        with transaction.atomic():
            circle, into = self.circle.open_or_refuse(), self.into.open_or_refuse()
            parent_or_refuse(circle)
            if circle.pk in {one.pk for one in into.ancestors(include_self=True)}:
                raise Refused(_("A circle cannot be merged into itself or into what is inside it."))
            now = at or clock.now()
            members = list(circle.people())
            pilots = pilots_of(open_children(circle))
            moved = transfer_all(circle, into, by=by, at=at, now=now, alive_only=False)
            for user in members:
                add_member(user, into, at=now)
            amount = transfer_money(circle, into, Purse.of(circle).in_hand or Decimal(0), by=by, at=at)
            end_circle(circle, by=by, at=at, now=now)
            circle.merged_into = into
            circle.save()
            circle.record_event(
                CircleEvent.CIRCLE_MERGED,
                by=by,
                at=at,
                also=["circles", "people", "money", into.change_key],
                people=dict.fromkeys({*members, *pilots, *into.people()}, "circle"),
                into=into.name,
                decision=decision,
                **{**moved, "members": len(members), "money": str(amount)},
            )
            publish(LimitsChanged(circle=into, by=by, at=at))
        return into
