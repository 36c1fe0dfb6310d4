"""The number beside Today in the rail."""

from accounts.models import User
from actions.models import Action
from circles.extension_points import Tally
from circles.models import Project
from circles.project_cache import now_in
from decisions.models import Proposal


def how_much(project: Project, user: User) -> Tally:
    """Count positions due, objections to integrate, and actions due today or late."""
    proposals = Proposal.objects.in_project(project)
    due = Action.objects.in_project(project).owned_by(user).open().filter(due_on__lte=project.day_of(now_in(project)))
    return Tally([proposals.waiting_for(user), proposals.to_integrate_by(user), due], is_new=True)
