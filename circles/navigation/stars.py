"""What a person keeps at hand in a project: its circles that they marked, and what apps add."""

from dataclasses import dataclass

from accounts.models import User
from circles.models import Circle, Project, Star
from web.extension_registry import installed


@dataclass(frozen=True)
class Starred:
    """One line of it: a circle with its disc, or another thing with its icon."""

    label: str
    url: str
    icon: str = ""
    circle: Circle | None = None


def starred_in(project: Project, user: User) -> list[Starred]:
    """Return what somebody marked in a project: circles, then what each app adds."""
    marks = Star.objects.of(user).filter(project=project, circle__isnull=False, circle__closed_at=None)
    found = []
    for mark in marks.select_related("circle").order_by("made_at"):
        if mark.circle:
            mark.circle.project = project
            found.append(Starred(mark.circle.name, mark.circle.get_absolute_url(), circle=mark.circle))
    for extension in installed():
        if extension.starred:
            found += extension.starred(project, user)
    return found
