"""Change what a circle decides alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from accounts.models import User
from circles.models import Circle, Project, Reversibility
from circles.money.default_limits import usual_limit
from circles.restructuring import change
from web.formatting import money


@dataclass
class Limits(change.Change):
    """The largest single commitment (None: the usual one) and how hard to undo."""

    circle: Circle
    unit_limit: Decimal | None
    max_reversibility: str

    key: ClassVar[str] = "limits"

    def words(self) -> str:
        """Say it in one line."""
        return _("Change what %(circle)s decides alone") % {"circle": self.circle.name}

    def affects(self) -> list[Circle]:
        """The circle, and the one around it, which decides the rest."""
        return [self.circle, *([self.circle.parent] if self.circle.parent else [])]

    def foretell(self) -> Iterator[str]:
        """Say before and after, and what becomes of open rounds."""
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

    def carry_out(self, *, by: User | None, at: datetime | None = None, because: str = "") -> Circle:
        """Set the limits; refused for the general circle, which has none."""
        self.circle.allow(self.unit_limit, self.max_reversibility, by=by, at=at, decision=because)
        return self.circle

    def facts(self) -> dict[str, Any]:
        """Keep the circle's id and both limits."""
        limit = None if self.unit_limit is None else str(self.unit_limit)
        return {"circle": self.circle.pk, "unit_limit": limit, "max_reversibility": str(self.max_reversibility)}

    @classmethod
    def read(cls, project: Project, facts: dict[str, Any]) -> Self:
        """Give it back."""
        limit = None if facts["unit_limit"] is None else Decimal(facts["unit_limit"])
        return cls(change.circle_in(project, facts["circle"]), limit, facts["max_reversibility"])
