"""What a person keeps at hand in a project: its circles that they marked, and what apps add."""

from circles.circles.queries.stars import circles_marked
from circles.circles.queries.tree import circles_of
from circles.navigation.entries import Starred, StarredThings
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.extension_registry import additions


def starred_in(project: Project, user: User) -> list[Starred]:
    """Return what a person marked in a project: circles, then what each app adds."""
    by_pk = {circle.pk: circle for circle in circles_of(project) if not circle.is_closed}
    circles = [by_pk[pk] for pk in circles_marked(project, user) if pk in by_pk]
    found = [Starred(circle.name, circle.get_absolute_url(), circle=circle) for circle in circles]
    for added in additions(StarredThings):
        found += added.of(project, user)
    return found
