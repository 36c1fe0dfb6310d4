"""The searches that a person saved, as the sidebar shows them."""

from accounts.models import User
from navigation.entries import Starred
from projects.models import Project
from projects.project_cache import per_request
from search.models import SavedSearch


def saved_by(user: User, project: Project) -> list[SavedSearch]:
    """Return what a person saved in a project; read once in a request."""
    found = SavedSearch.objects.of(user, project).select_related("project")
    return per_request(project, ("saved searches", user.pk), lambda: list(found))


def saved_in(project: Project, user: User) -> list[Starred]:
    """Return what a person saved in a project, for the sidebar."""
    return [Starred(one.name, one.get_absolute_url(), icon="search") for one in saved_by(user, project)]
