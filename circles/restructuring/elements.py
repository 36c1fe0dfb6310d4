"""Declare a fundamental element or say one anew: the general circle's decision, in which silence does not count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle, Fundamental, Project
from circles.restructuring import change
from web.exceptions import Refused


@dataclass
class Element(change.Change):
    """What no decision may endanger. `number` is that of the element said anew, None for one more."""

    circle: Circle
    statement: str
    sort: str
    days: int | None
    cost: Decimal | None
    number: int | None = None

    key: ClassVar[str] = "element"
    changes_elements: ClassVar[bool] = True

    def words(self) -> str:
        """Say it in one line."""
        if self.number is None:
            return _("Declare “%(statement)s” a fundamental element") % {"statement": self.statement}
        return _("Say FE-%(number)s anew: “%(statement)s”") % {"number": self.number, "statement": self.statement}

    def affects(self) -> list[Circle]:
        """The general circle, for all."""
        return [self.circle]

    def foretell(self) -> Iterator[str]:
        """Say what it takes, and what it does to what is open."""
        yield _("Each person asked has to speak: silence does not count.")
        yield _("Objections that stand keep the verdict they had; new ones are weighed by the new words.")

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Declare it or say it anew; refused when the element is not there."""
        told: dict[str, Any] = {"statement": self.statement, "sort": self.sort, "days": self.days, "cost": self.cost}
        told |= {"by": by, "at": at, "decision": because}
        if self.number is None:
            Fundamental.declare(self.circle, **told)
            return self.circle
        found = self.circle.project.fundamentals.select_related("project", "holder").filter(number=self.number).first()
        if found is None:
            raise Refused(_("There is no FE-%(number)s.") % {"number": self.number})
        found.change(**told)
        return self.circle

    def facts(self) -> dict[str, Any]:
        """Keep its words; the circle is the general one."""
        cost = None if self.cost is None else str(self.cost)
        said = {"statement": self.statement, "sort": str(self.sort), "days": self.days, "cost": cost}
        return {**said, "number": self.number}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        cost = None if facts["cost"] is None else Decimal(facts["cost"])
        return cls(project.general, facts["statement"], facts["sort"], facts["days"], cost, facts["number"])
