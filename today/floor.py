"""The number beside Today in the rail."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from actions.models import Action
from circles.counting import RowCount
from circles.models import Project
from circles.reading import kept
from circles.registries import Count
from decisions.models import Proposal

KEPT_S = 3600


def how_much(project: Project, user: User) -> Count:
    """Count positions due, objections to integrate, and actions due today or late; kept until the next deed."""
    day = project.day_of(timezone.now())
    name = f"today:{user.pk}:{day:%Y%m%d}"
    return Count(kept(project, name, lambda: counted(project, user, day), seconds=KEPT_S), is_new=True)


def counted(project: Project, user: User, day: date) -> int:
    """Count them, in one query (hung on the project's own row)."""
    proposals = Proposal.objects.in_project(project)
    due = Action.objects.in_project(project).owned_by(user).open().filter(due_on__lte=day)
    rows = (proposals.waiting_for(user), proposals.to_integrate_by(user), due)
    numbers = Project.objects.filter(pk=project.pk).values_list(*[RowCount(found) for found in rows])
    return sum(numbers[0])
