"""The orders in which the register is read, and paging that costs the same on every page of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Reversibility
from decisions.decisions.models import Decision
from decisions.decisions.register.query_params import amount_in
from foundation.web.pagination import PAGE, CursorPage, day_in, moment_in, number_in

EASE = Case(
    *(When(reversibility=value, then=Value(rank)) for rank, value in enumerate(Reversibility.values)),
    output_field=IntegerField(),
)
"""How hard it is to undo: 0 is easy."""


@dataclass(frozen=True)
class Order:
    """What rows are ordered by, and how a cursor's words become such a value again; None where they are none.

    `is_down` when the natural direction goes from the highest. Ties are read from the newest.
    """

    name: Any
    by: Expression | F
    read: Callable[[str], Any]
    is_down: bool = False


ORDERS: dict[str, Order] = {
    "number": Order(_("Number"), F("number"), number_in, is_down=True),
    "taken": Order(_("Day"), F("adopted_at"), moment_in, is_down=True),
    "cost": Order(_("Cost"), F("cost"), amount_in, is_down=True),
    "undo": Order(_("Reversibility"), EASE, number_in),
    "review": Order(_("Review"), F("review_on"), day_in),
}


@dataclass(frozen=True)
class Sorting:
    """An order with its direction. `asked` is one of `ORDERS`, turned round by a minus; else newest first."""

    asked: str = ""

    @property
    def key(self) -> str:
        """Return the order's key."""
        key = self.asked.removeprefix("-")
        return key if key in ORDERS else "number"

    @property
    def order(self) -> Order:
        """Return the order."""
        return ORDERS[self.key]

    @property
    def is_down(self) -> bool:
        """Return whether the highest comes first."""
        return self.order.is_down != self.asked.startswith("-")

    def sorted(self, found: Any) -> QuerySet[Decision]:
        """Put decisions in order."""
        keyed: QuerySet[Decision] = found.annotate(place=self.order.by)
        return keyed.order_by("-place" if self.is_down else "place", "-number")

    def page(self, found: Any, before: str, *, read: Callable[[Any], Any], size: int = PAGE) -> CursorPage[Decision]:
        """Return the rows after a cursor (`value|number`, or for numbers the number alone); others are ignored.

        What is in order is found first, by what orders it alone; only the page's own rows are read whole, by `read`.
        """
        value, _bar, last = before.rpartition("|")
        place, number = self.order.read(value or last), number_in(last)
        ordered = self.sorted(found)
        if before and place is not None and number is not None:
            further = {"place__lt" if self.is_down else "place__gt": place}
            ordered = ordered.filter(Q(**further) | Q(place=place, number__lt=number))
        in_order: Any = ordered  # with `place`, which is nobody's field
        keys = list(in_order.values_list("pk", "place", "number")[: size + 1])
        rows = {one.pk: one for one in read(Decision.objects.filter(pk__in=[pk for pk, *_rest in keys[:size]]))}
        shown = [rows[pk] for pk, *_rest in keys[:size] if pk in rows]
        if len(keys) <= size:
            return CursorPage(shown, "")
        _pk, last_place, last_number = keys[size - 1]
        end = str(last_number) if self.key == "number" else f"{self._words(last_place)}|{last_number}"
        return CursorPage(shown, end)

    @staticmethod
    def _words(place: Any) -> str:
        return place.isoformat() if isinstance(place, date) else str(place)

    def turned(self, key: str) -> str:
        """Return what to ask for where a person clicks a column: its natural order, and the other way once more."""
        return f"-{key}" if key == self.key and not self.asked.startswith("-") else key
