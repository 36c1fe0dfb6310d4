"""Say anew how much the whole project has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle, Project, Purse
from circles.money.budget import set_budget
from circles.restructuring import change
from web.exceptions import Refused
from web.formatting import money


@dataclass
class Budget(change.Change):
    """Another budget for the project: the general circle's decision."""

    circle: Circle
    budget: Decimal

    key: ClassVar[str] = "budget"

    def words(self) -> str:
        """Say it in one line."""
        return _("Set the budget to %(amount)s") % {"amount": money(self.budget, self.circle.project.currency)}

    def affects(self) -> list[Circle]:
        """The general circle."""
        return [self.circle]

    def foretell(self) -> Iterator[str]:
        """Say before and after, for the project and for what the general circle has in hand."""
        project = self.circle.project
        before = project.budget or Decimal(0)
        in_hand = (Purse.of(self.circle).in_hand or Decimal(0)) + self.budget - before
        yield _("The budget goes from %(before)s to %(after)s; %(circle)s then has %(left)s in hand.") % {
            "before": money(before, project.currency),
            "after": money(self.budget, project.currency),
            "circle": self.circle.name,
            "left": money(in_hand, project.currency),
        }

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Set it; refused below what is bound already, and by nobody's word alone."""
        if not because:
            raise Refused(_("The budget is changed by a decision of the general circle alone."))
        set_budget(self.circle.project, self.budget, by=by, decision=because, at=at)
        return self.circle

    def facts(self) -> dict[str, Any]:
        """Keep the amount; the circle is the general one."""
        return {"budget": str(self.budget)}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        return cls(project.general, Decimal(facts["budget"]))
