"""The searches that a person saved."""

from accounts.models import User
from projects.models import Project
from projects.project_cache import per_request
from search.models import SavedSearch


def saved_by(user: User, project: Project) -> list[SavedSearch]:
    """Return what a person saved in a project; read once in a request."""
    found = SavedSearch.objects.of(user, project).select_related("project")
    return per_request(project, ("saved searches", user.pk), lambda: list(found))
