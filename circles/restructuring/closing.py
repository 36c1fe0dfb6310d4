"""Close a circle: what is alive in it goes to the circle around it, and everything stays readable."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.domain_events import CircleClosing, LimitsChanged
from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.money.models import Purse
from circles.restructuring.change import Change
from circles.restructuring.field_types import Reason
from circles.restructuring.neighbours import open_children, parent_or_refuse, pilots_of, with_parent
from circles.restructuring.transfer import (
    end_membership,
    held_keys,
    people_only_in,
    preview_children,
    preview_domains,
    preview_people,
    preview_sharings,
    preview_things,
    transfer_all,
)
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.collation import Alphabetical
from foundation.web.extension_registry import publish
from foundation.web.formatting import money


@dataclass
class Closing(Change):
    """The end of a circle, with the reason."""

    why: Reason = ""

    kind: ClassVar[str] = "closing"

    def summary(self) -> str:
        """“Close Hydraulics”."""
        return _("Close %(circle)s") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, the one around it, which takes over, and those right inside it, which it no longer holds."""
        return [*with_parent(self.circle), *open_children(self.circle)]

    def preview(self) -> Iterator[str]:
        """What becomes of what is in it."""
        circle, parent = self.circle, self.circle.parent
        if parent is None:
            return
        members = list(people_only_in(circle))
        yield _("Everything in it stays readable. Nothing new can begin in it.")
        yield from preview_people(len(members), parent)
        yield from preview_children(open_children(circle), parent)
        yield from preview_domains(held_keys(circle), parent)
        yield from preview_sharings(circle, parent)
        in_hand = Purse.of(circle).in_hand
        if in_hand:
            yield _("%(amount)s go back to %(circle)s; what decisions have reserved stays with them.") % {
                "amount": money(in_hand, circle.project.currency),
                "circle": parent.name,
            }
        yield from preview_things(circle, parent, alive_only=True)

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Close it; refused for the general circle and for a closed one."""
        with transaction.atomic():
            circle = self.circle.open_or_refuse()
            parent = parent_or_refuse(circle)
            now = at or clock.now()
            pilots = [*pilots_of(open_children(circle)), *parent.people_in("pilot")]
            moved = transfer_all(circle, parent, by=by, at=at, now=now, alive_only=True)
            end_circle(circle, by=by, at=at, now=now)
            circle.record_event(
                CircleEvent.CIRCLE_CLOSED,
                by=by,
                at=at,
                also=["circles", "people", "money", f"circle:{parent.key}"],
                people=dict.fromkeys({*members_when_closed(circle, now), *pilots}, "circle"),
                within=parent.name,
                why=self.why,
                decision=decision,
                **moved,
            )
            publish(LimitsChanged(circle=parent, by=by, at=at))
        return circle


def end_circle(circle: Circle, *, by: User | None, at: datetime | None, now: datetime) -> None:
    """Give back what is in hand, let the apps do their part, and end the circle with its memberships, its link to join
    and its invitations: opened again, it lets nobody in by an old one.
    """
    Purse(circle=circle).locked().bring_up(by=by, why=_("the circle closes"), at=at)
    publish(CircleClosing(circle=circle, by=by, at=at))
    for membership in circle.memberships.current():
        end_membership(membership, at=now)
    for link in circle.join_links.turned_on():
        link.ended_at = now
        link.save()
    for invitation in circle.invitations.unanswered():
        invitation.withdrawn_at = now
        invitation.save()
    circle.closed_at = now
    circle.save()


def members_when_closed(circle: Circle, closed_at: datetime) -> list[User]:
    """Return who was in the circle when it closed, by name."""
    memberships = circle.memberships.filter(ended_at=closed_at).select_related("user")
    return [one.user for one in memberships.order_by(Alphabetical("user__name"))]
