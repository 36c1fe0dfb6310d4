"""Change what a circle decides alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import Field

from circles.circles.default_limits import least_limit
from circles.circles.models import Circle
from circles.projects.models import Reversibility
from circles.restructuring.change import Change
from circles.restructuring.field_types import Money, one_of
from circles.restructuring.neighbours import with_parent
from foundation.accounts.models import User
from foundation.web.formatting import money


@dataclass
class Limits(Change):
    """The largest single commitment, as an amount and as a share of what is in hand (None: all of that), how hard to
    undo, and what is recorded at once where nobody else would be asked.
    """

    unit_limit: Money | None
    max_reversibility: Annotated[str, one_of(Reversibility)]
    limit_share: Annotated[int, Field(strict=True, ge=0, le=100)] | None
    small_limit: Money | None

    kind: ClassVar[str] = "limits"
    unsaid: ClassVar[dict[str, Any]] = {"limit_share": None, "small_limit": None}

    @classmethod
    def keeping(cls, circle: Circle, **changed: Any) -> "Limits":
        """Change some limits of a circle, and keep the others as they are."""
        return cls(circle, **circle.own_limits | changed)

    def summary(self) -> str:
        """“Change what Hydraulics decides alone”."""
        return _("Change what %(circle)s decides alone") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, and the one around it, which decides the rest."""
        return with_parent(self.circle)

    def preview(self) -> Iterator[str]:
        """Before and after, and what becomes of open rounds."""
        project = self.circle.project
        after = least_limit(self.unit_limit, self.limit_share, self.circle.in_hand)
        yield _("%(circle)s commits up to %(after)s at once; now it is %(before)s.") % {
            "circle": self.circle.name,
            "after": amount_or_all(after, project.currency),
            "before": amount_or_all(self.circle.limit, project.currency),
        }
        if self.small_limit != self.circle.small_limit:
            small = money(self.small_limit or Decimal(0), project.currency)
            yield _("Where nobody else would be asked, it records up to %(amount)s at once.") % {"amount": small}
        if self.max_reversibility != self.circle.max_reversibility:
            undo = Reversibility(self.max_reversibility).label
            yield _("It decides alone up to what is: %(undo)s.") % {"undo": undo}
        yield _("Open rounds go where the new limits send them.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Set the limits; refused for the general circle, which has none."""
        limits = {name: getattr(self, name) for name in Circle.LIMITS}
        self.circle.allow(by=by, at=at, decision=decision, **limits)
        return self.circle


def amount_or_all(limit: Decimal | None, currency: str) -> str:
    """Say a limit; without one, a circle commits what it has in hand."""
    return _("what it has in hand") if limit is None else money(limit, currency)
