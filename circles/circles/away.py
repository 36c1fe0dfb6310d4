"""Who is away from a project today, as an app above knows it, and who covers for them: read along with people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, QuerySet

from foundation.web.extension_registry import Addition, additions

if TYPE_CHECKING:
    from circles.projects.models import Project

type AwayColumns = "Callable[[Project, OuterRef], Mapping[str, Any]]"
"""What is read along with rows of people, as expressions: `away_until` and `away_cover`, a name."""


@dataclass(frozen=True)
class AwayDays(Addition):
    """How an app knows who is away."""

    columns: AwayColumns


@dataclass(frozen=True)
class CurrentAbsence:
    """Until which day a person is away, this day included, and the name of who speaks for them, if anyone does."""

    until_on: date
    cover: str


def with_away(rows: QuerySet[Any], project: "Project", person: str) -> QuerySet[Any]:
    """Read along whether people are away today; `person` is the column of the rows that names them."""
    for away in additions(AwayDays):
        rows = rows.annotate(**away.columns(project, OuterRef(person)))
    return rows


def absence_of(row: Any) -> CurrentAbsence | None:
    """Return the absence that was read along with a row, or None."""
    until_on = getattr(row, "away_until", None)
    return CurrentAbsence(until_on, row.away_cover or "") if until_on else None
