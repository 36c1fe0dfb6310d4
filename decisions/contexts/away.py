"""Who is away from a project today, for pages of apps below."""

from typing import Any
from uuid import UUID

from circles.away import CurrentAbsence
from circles.models import Project
from circles.queries.project_cache import now_in
from decisions.models import Absence


def away_from(project: Project) -> dict[UUID, CurrentAbsence]:
    """Return by person until when they are away, and who speaks for them, if that is somebody in the project."""
    today = project.day_of(now_in(project))
    found: Any = Absence.objects.filter(project=project).on(today).marking_deputies().select_related("deputy")
    return {one.user_id: CurrentAbsence(one.until_on, one.deputy if one.has_deputy else None) for one in found}
