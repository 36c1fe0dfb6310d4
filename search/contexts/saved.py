"""The searches that a person saved, as the sidebar shows them."""

from accounts.models import User
from navigation.entries import Starred
from projects.models import Project
from search.models import SavedSearch


def saved_in(project: Project, user: User) -> list[Starred]:
    """Return what a person saved in a project."""
    saved = SavedSearch.objects.of(user, project).select_related("project")
    return [Starred(one.name, one.get_absolute_url(), icon="search") for one in saved]
