"""Who is away from a project today, for pages of apps below."""

from typing import Any

from django.db.models import OuterRef, Subquery

from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions.models import Absence


def away_columns(project: Project, person: OuterRef) -> dict[str, Any]:
    """Return until when a person is away, and who speaks for them, if that is a person in the project."""
    found = Absence.objects.filter(project=project, user=person).on(project.day_of(now_in(project)))
    return {
        "away_until": Subquery(found.values("until_on")[:1]),
        "away_cover": Subquery(found.with_a_deputy().values("deputy__name")[:1]),
    }
