"""Which circles a person keeps at hand."""

from circles.projects.models import Project, Star
from circles.projects.project_cache import per_request
from foundation.accounts.models import User


def circles_marked(project: Project, user: User) -> list[int]:
    """Return the ids of the circles that a person marked in a project, as they came; a request knows its reader's."""
    marks = Star.objects.of(user).filter(project=project, circle__isnull=False).order_by("made_at")
    return per_request(project, ("stars", user.pk), lambda: list(marks.values_list("circle", flat=True)))
