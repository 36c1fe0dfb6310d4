"""Change what a circle decides alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, ClassVar

from django.utils.translation import gettext as _

from accounts.models import User
from circles.default_limits import usual_limit
from circles.models import Circle
from projects.models import Reversibility
from restructuring.change import Change
from restructuring.field_types import Money, one_of
from restructuring.neighbours import with_parent
from web.formatting import money


@dataclass
class Limits(Change):
    """The largest single commitment (None: the usual one) and how hard to undo."""

    unit_limit: Money | None
    max_reversibility: Annotated[str, one_of(Reversibility)]

    kind: ClassVar[str] = "limits"

    def summary(self) -> str:
        """“Change what Hydraulics decides alone”."""
        return _("Change what %(circle)s decides alone") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, and the one around it, which decides the rest."""
        return with_parent(self.circle)

    def preview(self) -> Iterator[str]:
        """Before and after, and what becomes of open rounds."""
        project = self.circle.project
        after = usual_limit(project.budget) if self.unit_limit is None else self.unit_limit
        yield _("%(circle)s commits up to %(after)s at once; now it is %(before)s.") % {
            "circle": self.circle.name,
            "after": money(after or Decimal(0), project.currency),
            "before": money(self.circle.limit or Decimal(0), project.currency),
        }
        if self.max_reversibility != self.circle.max_reversibility:
            undo = Reversibility(self.max_reversibility).label
            yield _("It decides alone up to what is: %(undo)s.") % {"undo": undo}
        yield _("Open rounds go where the new limits send them.")

    def apply(self, *, by: User | None, at: datetime | None = None, decision: str = "") -> Circle:
        """Set the limits; refused for the general circle, which has none."""
        self.circle.allow(self.unit_limit, self.max_reversibility, by=by, at=at, decision=decision)
        return self.circle
