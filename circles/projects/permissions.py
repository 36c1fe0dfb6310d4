"""Who may do what to a project; each docstring is the rule in words."""

from circles.projects.models import Project
from foundation.accounts.models import User


def may_change_settings(user: User, project: Project) -> bool:
    """The pilot of the general circle changes the project's settings; everyone in the project reads them."""
    return project.is_piloted_by(user)
