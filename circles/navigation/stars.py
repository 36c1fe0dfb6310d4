"""What a person keeps at hand in a project: its circles that they marked, and what apps add."""

from dataclasses import dataclass

from accounts.models import User
from circles.models import Circle, Project, Star
from circles.queries.project_cache import per_request
from circles.queries.tree import circles_of
from web.extension_registry import installed


@dataclass(frozen=True)
class Starred:
    """One line of it: a circle with its disc, or another thing with its icon."""

    label: str
    url: str
    icon: str = ""
    circle: Circle | None = None


def circles_marked(project: Project, user: User) -> list[int]:
    """Return the ids of the circles that somebody marked in a project, as they came; a request knows its reader's."""
    marks = Star.objects.of(user).filter(project=project, circle__isnull=False).order_by("made_at")
    return per_request(project, ("stars", user.pk), lambda: list(marks.values_list("circle", flat=True)))


def starred_in(project: Project, user: User) -> list[Starred]:
    """Return what somebody marked in a project: circles, then what each app adds."""
    by_pk = {circle.pk: circle for circle in circles_of(project) if not circle.is_closed}
    circles = [by_pk[pk] for pk in circles_marked(project, user) if pk in by_pk]
    found = [Starred(circle.name, circle.get_absolute_url(), circle=circle) for circle in circles]
    for extension in installed():
        if extension.starred:
            found += extension.starred(project, user)
    return found
