"""The number beside Today in the rail."""

from accounts.models import User
from actions.models import Action
from circles.extension_points import Extension, NavTally
from circles.models import Project
from circles.queries.project_cache import now_in
from decisions.models import Proposal


def how_much(project: Project, user: User) -> NavTally:
    """Count positions due, objections to integrate, and actions due today or late."""
    proposals = Proposal.objects.in_project(project)
    due = Action.objects.in_project(project).owned_by(user).open().filter(due_on__lte=project.day_of(now_in(project)))
    return NavTally([proposals.waiting_for(user), proposals.to_integrate_by(user), due], is_new=True)


EXTENSION = Extension(app="today", nav_tallies={"today": how_much})
