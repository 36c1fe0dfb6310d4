"""Split a circle off another: some of its people, domains, money and open work go on in a circle beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.domain_events import LimitsChanged
from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.money.between_circles import transfer_money
from circles.restructuring.change import Change
from circles.restructuring.field_types import CircleName, Money, Purpose, References, StoredPeople
from circles.restructuring.neighbours import with_parent
from circles.restructuring.transfer import (
    add_member,
    end_membership,
    preview_domains,
    preview_things,
    transfer_domains,
    transfer_things,
)
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.formatting import listed, money


@dataclass
class Split(Change):
    """A part of a circle that becomes a circle of its own.

    `people` leave the circle (the first is the new one's pilot) unless they pilot it; `domains` are keys, `things`
    references of what goes along (P-24, A-3).
    """

    name: CircleName
    purpose: Purpose = ""
    people: StoredPeople = ()
    domains: References = ()
    things: References = ()
    amount: Money = Decimal(0)

    kind: ClassVar[str] = "split"

    def __post_init__(self) -> None:
        """Name each person once: nobody leaves a circle twice."""
        self.people = list(dict.fromkeys(self.people))

    def summary(self) -> str:
        """“Split Inlet off Hydraulics”."""
        return _("Split %(name)s off %(circle)s") % {"name": self.name, "circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, and the one around both."""
        return with_parent(self.circle)

    def preview(self) -> Iterator[str]:
        """What goes along; the rest stays where it is."""
        new = Circle(name=self.name, project=self.circle.project)
        names = listed(user.name for user in self.people)
        if names:
            yield _("Going on in %(circle)s: %(names)s.") % {"names": names, "circle": self.name}
        yield from preview_domains(self.domains, new)
        if self.amount:
            yield _("%(amount)s go to %(circle)s.") % {
                "amount": money(self.amount, self.circle.project.currency),
                "circle": self.name,
            }
        yield from preview_things(self.circle, new, only=self.things)
        yield _("It may decide alone what %(circle)s may. All else stays in %(circle)s.") % {"circle": self.circle.name}

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Split it off; refused when nobody goes along, or a domain or the money is not the circle's."""
        with transaction.atomic():
            circle = self.circle.open_or_refuse()
            self._refuse_misfit(circle)
            now = at or clock.now()
            around = self.circle.parent or self.circle  # beside the old circle; inside the general one for itself
            new = around.open_circle(
                self.name,
                by=by,
                at=at,
                purpose=self.purpose,
                split_from=circle,
                **circle.own_limits,
            )
            things = transfer_things(circle, new, by=by, at=at, only=self.things)
            self._move_people(circle, new, now)
            keys = transfer_domains(circle, new, at=now, keys=self.domains)
            amount = transfer_money(circle, new, self.amount, by=by, at=at)
            facts: dict[str, Any] = {**things, "domains": ", ".join(keys), "members": len(self.people)}
            new.record_event(
                CircleEvent.CIRCLE_SPLIT,
                by=by,
                at=at,
                also=["circles", "people", "money", circle.change_key],
                people=dict.fromkeys({*self.people, *circle.people()}, "circle"),
                off=circle.name,
                decision=decision,
                money=str(amount),
                **facts,
            )
            publish(LimitsChanged(circle=new, by=by, at=at))
        return new

    def _refuse_misfit(self, circle: Circle) -> None:
        if not self.people:
            raise Refused(_("Someone has to go along: who decides in the new circle?"))
        strangers = [user.name for user in self.people if not circle.people().filter(pk=user.pk).exists()]
        if strangers:
            raise Refused(_("%(names)s are not in this circle.") % {"names": listed(strangers)})
        missing = set(self.domains) - set(circle.domains.held().values_list("key", flat=True))
        if missing:
            raise Refused(_("This circle does not hold %(keys)s.") % {"keys": listed(sorted(missing))})

    def _move_people(self, circle: Circle, new: Circle, now: datetime) -> None:
        """Let the people go over; who pilots the old circle stays in it as well."""
        pilots = set(circle.people_in("pilot"))
        for place, user in enumerate(self.people):
            membership = add_member(user, new, at=now)
            if membership and place == 0:
                membership.roles.create(kind="pilot", started_at=now)
            if user not in pilots:
                end_membership(circle.memberships.current().get(user=user), at=now)
