"""Declare, reword or remove a fundamental element: the general circle decides, and silence does not count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import Field

from circles.circles.models import Circle, Fundamental
from circles.projects.models import Project
from circles.restructuring.change import Change
from circles.restructuring.field_types import (
    Days,
    GeneralCircle,
    HolderCircle,
    Id,
    Measure,
    Money,
    Statement,
    Threshold,
    one_of,
)
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.formatting import money


@dataclass
class Element(Change):
    """What no decision may endanger. `number` is that of the element that is reworded, None for one more; without a
    `holder` the general circle holds it, or the one that does.
    """

    circle: GeneralCircle
    statement: Statement
    sort: Annotated[str, one_of(Fundamental.Kind)]
    days: Annotated[Days, Field(strict=True)] | None
    cost: Money | None
    number: Id | None = None
    measure: Measure = ""
    threshold: Threshold = ""
    holder: HolderCircle = None

    kind: ClassVar[str] = "element"
    changes_elements: ClassVar[bool] = True
    unsaid: ClassVar[dict[str, Any]] = {"measure": "", "threshold": "", "holder": None}

    def summary(self) -> str:
        """“Declare ‘Water stays clean’ a fundamental element”."""
        if self.number is None:
            return _("Declare “%(statement)s” a fundamental element") % {"statement": self.statement}
        return _("Reword FE-%(number)s: “%(statement)s”") % {"number": self.number, "statement": self.statement}

    def affects(self) -> list[Circle]:
        """The general circle, for all, and the one that will hold it."""
        return list(dict.fromkeys([self.circle, *([self.holder] if self.holder else [])]))

    def preview(self) -> Iterator[str]:
        """What it takes, and what it does to what is open."""
        yield from self._what_it_takes()
        yield _("Each person asked has to speak: silence does not count.")
        yield _("Objections that stand keep the verdict they had; new ones are weighed by the new words.")

    def _what_it_takes(self) -> Iterator[str]:
        """Say who holds it, how it is measured, and what an objection has to exceed."""
        if self.holder:
            yield _("%(circle)s holds it.") % {"circle": self.holder.name}
        if self.measure or self.threshold:
            yield _("It is measured: %(words)s.") % {"words": ", ".join(filter(None, (self.measure, self.threshold)))}
        days = "" if self.days is None else ngettext("%(days)s working day", "%(days)s working days", self.days)
        cost = "" if self.cost is None else money(self.cost, self.circle.project.currency)
        halves = [one for one in (days and days % {"days": self.days}, cost) if one]
        if halves:
            yield _("Acceptable to correct a harm to it: %(what)s.") % {"what": ", ".join(halves)}
        else:
            yield _("Neither days nor a cost are acceptable by themselves: only what cannot be put right blocks.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Declare or reword it; refused when the element is not there."""
        words: dict[str, Any] = {"statement": self.statement, "sort": self.sort, "days": self.days, "cost": self.cost}
        words |= {"measure": self.measure, "threshold": self.threshold}
        if self.number is None:
            Fundamental.declare(self.holder or self.circle, **words, by=by, at=at, decision=decision)
            return self.circle
        found = element_of(self.circle.project, self.number)
        found.change(**words, holder=self.holder, by=by, at=at, decision=decision)
        return self.circle


@dataclass
class ElementRemoval(Change):
    """What may be endangered from now on: the element of this number leaves the list."""

    circle: GeneralCircle
    number: Id

    kind: ClassVar[str] = "element_removal"
    changes_elements: ClassVar[bool] = True

    def summary(self) -> str:
        """“Remove FE-4 from the fundamental elements”."""
        return _("Remove FE-%(number)s from the fundamental elements") % {"number": self.number}

    def affects(self) -> list[Circle]:
        """The general circle, for all, and the one that holds it."""
        found = self.circle.project.fundamentals.current().select_related("holder").filter(number=self.number).first()
        return list(dict.fromkeys([self.circle, *([found.holder] if found else [])]))

    def preview(self) -> Iterator[str]:
        """What it takes, and what it does to what is open."""
        yield _("Each person asked has to speak: silence does not count.")
        yield _("No new objection can name it; those that stand keep the verdict they had.")
        yield _("What was decided with it keeps naming it. Its number is not given to another one.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Take it off the list; refused when it is not there, or when too few would be left."""
        element_of(self.circle.project, self.number).remove(by=by, at=at, decision=decision)
        return self.circle


def element_of(project: Project, number: int) -> Fundamental:
    """Return the element of this number, also one that is off the list.

    :raises Refused: when there is none.
    """
    found = project.fundamentals.select_related("project", "holder").filter(number=number).first()
    if found is None:
        raise Refused(_("There is no FE-%(number)s.") % {"number": number})
    return found
