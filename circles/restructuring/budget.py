"""Change how much the whole project has."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.money.budget import set_budget
from circles.money.models import Purse
from circles.restructuring.change import Change
from circles.restructuring.field_types import GeneralCircle, Money
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.formatting import money


@dataclass
class Budget(Change):
    """Another budget for the project: the general circle's decision."""

    circle: GeneralCircle
    budget: Money

    kind: ClassVar[str] = "budget"

    def summary(self) -> str:
        """“Set the budget to €20,000”."""
        return _("Set the budget to %(amount)s") % {"amount": money(self.budget, self.circle.project.currency)}

    def affects(self) -> list[Circle]:
        """The general circle."""
        return [self.circle]

    def preview(self) -> Iterator[str]:
        """Before and after, for the project and for what the general circle has in hand."""
        project = self.circle.project
        before = project.budget or Decimal(0)
        in_hand = (Purse.of(self.circle).in_hand or Decimal(0)) + self.budget - before
        yield _("The budget goes from %(before)s to %(after)s; %(circle)s then has %(left)s in hand.") % {
            "before": money(before, project.currency),
            "after": money(self.budget, project.currency),
            "circle": self.circle.name,
            "left": money(in_hand, project.currency),
        }

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Set it; refused below what is bound already, and without a decision."""
        if not decision:
            raise Refused(_("The budget is changed by a decision of the general circle alone."))
        set_budget(self.circle.project, self.budget, by=by, decision=decision, at=at)
        return self.circle
