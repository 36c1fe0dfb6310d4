"""Split a circle off another: some of its people, domains, money and open work go on in a circle beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from circles.domain_events import LimitsChanged
from circles.event_types import CircleEvent
from circles.extension_registry import publish
from circles.models import Circle, Project
from circles.money.transfer import transfer_money
from circles.restructuring import change
from web.exceptions import Refused
from web.formatting import listed, money


@dataclass
class Split(change.Change):
    """A part of a circle that becomes a circle of its own.

    `people` leave the circle (the first is the new one's pilot) unless they pilot it; `domains` are keys, `things`
    references of what goes along (P-24, A-3).
    """

    circle: Circle
    name: str
    purpose: str = ""
    people: Sequence[User] = ()
    domains: Sequence[str] = ()
    things: Sequence[str] = ()
    amount: Decimal = field(default=Decimal(0))

    key: ClassVar[str] = "split"

    def __post_init__(self) -> None:
        """Name each person once: nobody leaves a circle twice."""
        self.people = list(dict.fromkeys(self.people))

    def words(self) -> str:
        """Say it in one line."""
        return _("Split %(name)s off %(circle)s") % {"name": self.name, "circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, and the one around both."""
        return [self.circle, *([self.circle.parent] if self.circle.parent else [])]

    @property
    def place(self) -> Circle:
        """Give the circle in which the new one stands: that around the old one, and the general one for itself."""
        return self.circle.parent or self.circle

    def foretell(self) -> Iterator[str]:
        """Say what goes along; the rest stays where it is."""
        new = Circle(name=self.name, project=self.circle.project)
        names = listed(user.name for user in self.people)
        if names:
            yield _("Going on in %(circle)s: %(names)s.") % {"names": names, "circle": self.name}
        if self.domains:
            yield change.domains_words(list(self.domains), new)
        if self.amount:
            shown = {"amount": money(self.amount, self.circle.project.currency), "circle": self.name}
            yield _("%(amount)s go to %(circle)s.") % shown
        yield from change.foretell_estates(self.circle, new, only=self.things)
        yield _("It may decide alone what %(circle)s may. All else stays in %(circle)s.") % {"circle": self.circle.name}

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Split it off; refused when nobody goes along, or a domain or the money is not the circle's."""
        with transaction.atomic():
            circle = self.circle.open_or_refuse()
            self._refuse(circle)
            now = at or clock.now()
            new = self.place.open_circle(
                self.name,
                by=by,
                at=at,
                purpose=self.purpose,
                unit_limit=circle.unit_limit,
                max_reversibility=circle.max_reversibility,
                split_from=circle,
            )
            handed = change.hand_over(circle, new, by=by, at=at, only=self.things)
            self._seat(circle, new, now)
            keys = change.domains_to(circle, new, at=now, keys=self.domains)
            amount = transfer_money(circle, new, self.amount, by=by, at=at)
            told: dict[str, Any] = {**handed, "domains": ", ".join(keys), "members": len(self.people)}
            new.record_event(
                CircleEvent.CIRCLE_SPLIT,
                by=by,
                at=at,
                also=["circles", "people", "money", circle.news_key],
                people=dict.fromkeys({*self.people, *circle.people()}, "circle"),
                off=circle.name,
                decision=because,
                money=str(amount),
                **told,
            )
            publish(LimitsChanged(circle=new, by=by, at=at))
        return new

    def _refuse(self, circle: Circle) -> None:
        if not self.people:
            raise Refused(_("Somebody has to go along: who decides in the new circle?"))
        strangers = [user.name for user in self.people if not circle.people().filter(pk=user.pk).exists()]
        if strangers:
            raise Refused(_("%(names)s are not in this circle.") % {"names": listed(strangers)})
        missing = set(self.domains) - set(circle.domains.held().values_list("key", flat=True))
        if missing:
            raise Refused(_("This circle does not hold %(keys)s.") % {"keys": listed(sorted(missing))})

    def _seat(self, circle: Circle, new: Circle, now: datetime) -> None:
        """Let the people go over; who pilots the old circle stays in it as well."""
        pilots = set(circle.people_in("pilot"))
        for place, user in enumerate(self.people):
            membership = change.seat(user, new, at=now)
            if membership and place == 0:
                membership.roles.create(kind="pilot", started_at=now)
            if user not in pilots:
                change.unseat(circle.memberships.current().get(user=user), at=now)

    def facts(self) -> dict[str, Any]:
        """Keep it with ids and references."""
        return {
            "circle": self.circle.pk,
            "name": self.name,
            "purpose": self.purpose,
            "people": [str(user.pk) for user in self.people],
            "domains": list(self.domains),
            "things": list(self.things),
            "amount": str(self.amount),
        }

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back, with those of the people who are still in the project."""
        found = {str(user.pk): user for user in project.people().filter(pk__in=facts["people"])}
        return cls(
            change.circle_in(project, facts["circle"]),
            facts["name"],
            facts["purpose"],
            [found[pk] for pk in facts["people"] if pk in found],
            facts["domains"],
            facts["things"],
            Decimal(facts["amount"]),
        )
