"""The number beside Today in the rail."""

from django.utils.translation import gettext_lazy as _

from circles.navigation.entries import NavGroup, NavLink, NavTallies, NavTally
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from foundation.accounts.models import User


def how_much(project: Project, user: User) -> NavTally:
    """Count positions due, objections to integrate, and actions due today or late."""
    proposals = Proposal.objects.in_project(project)
    due = Action.objects.in_project(project).owned_by(user).open().filter(due_on__lte=project.day_of(now_in(project)))
    return NavTally([proposals.waiting_for(user), proposals.to_integrate_by(user), due], is_new=True)


EXTENSION = (
    NavLink("today", 10, _("Today"), "sun", "today:today", NavGroup.RAIL),
    NavLink("pilot", 110, _("Pilot’s page"), "chart-column", "today:pilot", NavGroup.LOOK),
    NavTallies({"today": how_much}),
)
