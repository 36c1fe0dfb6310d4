"""Merge a circle into another: everything that lives in it goes on there, and the circle closes."""

from collections.abc import Iterator
from dataclasses import dataclass
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
from circles.models import Circle, Project, Purse
from circles.money.transfer import transfer_money
from circles.restructuring import change
from circles.restructuring.closing import around, bequeath, circles_words, finish
from web.exceptions import Refused
from web.formatting import money


@dataclass
class Merger(change.Change):
    """One circle that goes on as a part of another."""

    circle: Circle
    into: Circle

    key: ClassVar[str] = "merger"

    def words(self) -> str:
        """Say it in one line."""
        return _("Merge %(circle)s into %(into)s") % {"circle": self.circle.name, "into": self.into.name}

    def affects(self) -> list[Circle]:
        """Both circles, the one around the circle that ends, those between them, and those right inside it."""
        ends = [self.circle, self.into, *([self.circle.parent] if self.circle.parent else [])]
        between, inside = change.between(self.circle, self.into), change.inside(self.circle)
        return list(dict.fromkeys([*ends, *between, *inside]))

    def foretell(self) -> Iterator[str]:
        """Say what becomes of what lives in it."""
        circle, into = self.circle, self.into
        number = circle.people().exclude(pk__in=into.people()).count()
        if number:
            yield change.people_words(number, into)
        inside = list(circle.children.open().exclude(pk=into.pk))
        if inside:
            yield circles_words(inside, into)
        keys = list(circle.domains.held().order_by("key").values_list("key", flat=True))
        if keys:
            yield change.domains_words(keys, into)
        yield from change.sharings_words(circle, into)
        in_hand = Purse.of(circle).in_hand
        if in_hand:
            shown = {"amount": money(in_hand, circle.project.currency), "circle": into.name}
            yield _("%(amount)s go to %(circle)s; what decisions have reserved stays with them.") % shown
        yield from change.foretell_estates(circle, into)
        yield _("%(circle)s closes; its decisions and its talk stay readable there.") % {"circle": circle.name}

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Merge; refused for the general circle, and into itself, a closed circle or what is inside it."""
        with transaction.atomic():
            circle, into = self.circle.open_or_refuse(), self.into.open_or_refuse()
            around(circle)
            if circle.pk in {one.pk for one in into.ancestors(include_self=True)}:
                raise Refused(_("A circle cannot be merged into itself or into what is inside it."))
            now = at or clock.now()
            people = list(circle.people())
            leading = change.pilots_of(change.inside(circle))
            handed = bequeath(circle, into, by=by, at=at, now=now, with_papers=True)
            for user in people:
                change.seat(user, into, at=now)
            amount = transfer_money(circle, into, Purse.of(circle).in_hand or Decimal(0), by=by, at=at)
            finish(circle, by=by, at=at, now=now)
            circle.merged_into = into
            circle.save()
            circle.record_event(
                CircleEvent.CIRCLE_MERGED,
                by=by,
                at=at,
                also=["circles", "people", "money", into.news_key],
                people=dict.fromkeys({*people, *leading, *into.people()}, "circle"),
                into=into.name,
                decision=because,
                **{**handed, "members": len(people), "money": str(amount)},
            )
            publish(LimitsChanged(circle=into, by=by, at=at))
        return into

    def facts(self) -> dict[str, Any]:
        """Keep both ids."""
        return {"circle": self.circle.pk, "into": self.into.pk}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        return cls(change.circle_in(project, facts["circle"]), change.circle_in(project, facts["into"]))
