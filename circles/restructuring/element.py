"""Declare a fundamental element or reword one: the general circle's decision, in which silence does not count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import Field

from accounts.models import User
from circles.models import Circle, Fundamental
from circles.restructuring.change import Change
from circles.restructuring.field_types import Days, GeneralCircle, Id, Money, Statement, one_of
from web.exceptions import Refused


@dataclass
class Element(Change):
    """What no decision may endanger. `number` is that of the element that is reworded, None for one more."""

    circle: GeneralCircle
    statement: Statement
    sort: Annotated[str, one_of(Fundamental.Kind)]
    days: Annotated[Days, Field(strict=True)] | None
    cost: Money | None
    number: Id | None = None

    kind: ClassVar[str] = "element"
    changes_elements: ClassVar[bool] = True

    def summary(self) -> str:
        """“Declare ‘Water stays clean’ a fundamental element”."""
        if self.number is None:
            return _("Declare “%(statement)s” a fundamental element") % {"statement": self.statement}
        return _("Say FE-%(number)s anew: “%(statement)s”") % {"number": self.number, "statement": self.statement}

    def affects(self) -> list[Circle]:
        """The general circle, for all."""
        return [self.circle]

    def preview(self) -> Iterator[str]:
        """What it takes, and what it does to what is open."""
        yield _("Each person asked has to speak: silence does not count.")
        yield _("Objections that stand keep the verdict they had; new ones are weighed by the new words.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Declare or reword it; refused when the element is not there."""
        words: dict[str, Any] = {"statement": self.statement, "sort": self.sort, "days": self.days, "cost": self.cost}
        if self.number is None:
            Fundamental.declare(self.circle, **words, by=by, at=at, decision=decision)
            return self.circle
        found = self.circle.project.fundamentals.select_related("project", "holder").filter(number=self.number).first()
        if found is None:
            raise Refused(_("There is no FE-%(number)s.") % {"number": self.number})
        found.change(**words, by=by, at=at, decision=decision)
        return self.circle
