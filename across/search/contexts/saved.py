"""The searches that a person saved."""

from across.search.models import SavedSearch
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from foundation.accounts.models import User


def saved_by(user: User, project: Project) -> list[SavedSearch]:
    """Return what a person saved in a project; read once in a request."""
    found = SavedSearch.objects.of(user, project).select_related("project")
    return per_request(project, ("saved searches", user.pk), lambda: list(found))
