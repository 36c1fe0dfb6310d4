"""What of the register an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from audit import clock
from circles.models import Project
from decisions.models import Decision, Position
from decisions.models.decision import DecisionQuerySet

STATES = (
    ("", _("All")),
    ("in_force", _("In force")),
    ("review", _("Review due")),
    ("cheap", _("Cheap to undo")),
    ("concern", _("With a concern")),
    ("past", _("No longer in force")),
)


@dataclass(frozen=True)
class Asked:
    """Filters of the register: a circle's key, one of `STATES`, words."""

    circle: str = ""
    state: str = ""
    words: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> "Asked":
        """Take what the address says; anything unknown counts as not said."""
        state = address.get("state", "")
        known = state in dict(STATES)
        return cls(address.get("circle", ""), state if known else "", address.get("q", "").strip())

    @property
    def states(self) -> tuple[tuple[str, object], ...]:
        """Give the states one can ask for."""
        return STATES

    def among(self, found: DecisionQuerySet, project: Project) -> DecisionQuerySet:
        """Keep what is asked for."""
        found = found.in_scope(self.circle)
        if self.words:
            found = found.naming(self.words)
        return self._in_state(found, project.day_of(clock.now()))

    @staticmethod
    def noted(found: DecisionQuerySet) -> DecisionQuerySet:
        """Tell along what stands under a row: the number it took over from (`took_over`), who kept a concern with it
        first (`concern_of`).
        """
        older = Decision.objects.filter(superseded_by=OuterRef("pk")).order_by("number").values("number")[:1]
        voiced = Position.objects.filter(round=OuterRef("round"), kind=Position.Kind.CONCERN, is_late=False)
        return found.annotate(
            took_over=Cast(Subquery(older), CharField()),
            concern_of=Subquery(voiced.order_by("pk").values("user__name")[:1]),
        )

    def _in_state(self, found: DecisionQuerySet, today: date) -> DecisionQuerySet:
        return {
            "in_force": found.in_force,
            "review": lambda: found.due_for_review(today),
            "cheap": found.cheap_to_undo,
            "concern": found.with_a_concern,
            "past": found.no_longer,
        }.get(self.state, found.all)()
