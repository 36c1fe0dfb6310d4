"""The number beside Today in the rail."""

from django.utils import timezone

from accounts.models import User
from actions.models import Action
from circles.models import Project
from circles.registries import Count
from decisions.models import Proposal


def how_much(project: Project, user: User) -> Count:
    """Count positions due, objections to integrate, and actions due today or late; one query each."""
    day = timezone.now().astimezone(project.zone).date()
    proposals = Proposal.objects.in_project(project)
    number = (
        proposals.waiting_for(user).count()
        + proposals.to_integrate_by(user).count()
        + Action.objects.in_project(project).owned_by(user).open().filter(due_on__lte=day).count()
    )
    return Count(number, is_new=True)
