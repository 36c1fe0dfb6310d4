"""Who may do what with actions; each docstring is the rule in words. Whoever is in the project may see them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.circles.permissions import may_pilot_project
from circles.projects.models import Project
from decisions.actions.models import Action
from foundation.accounts.models import User
from foundation.web.exceptions import Refused, require


def may_make(user: User, circle: Circle) -> bool:
    """Whoever is in the project may give an action to a person in it: what talk ends in must not get lost."""
    return circle.project.has(user) and not circle.is_closed


def may_act(user: User, action: Action) -> bool:
    """The owner, who made it, everyone with a voice in its circle, and the pilot of the general circle."""
    return (
        user.pk in {action.owner_id, action.created_by_id}
        or action.circle.members().filter(pk=user.pk).exists()
        or may_pilot_project(user, action.circle)
    )


def may_label(user: User, project: Project) -> bool:
    """Whoever is in the project may rename and remove its labels: they belong to all its circles."""
    return project.has(user)


def all_to_act_on(user: User, project: Project, numbers: Iterable[int]) -> list[Action]:
    """Return the actions with these numbers, each of which the person may act on; 403 where that is none of them.

    :raises Refused: when some are not there or not theirs.
    """
    wanted = set(numbers)
    found = list(Action.objects.visible_to(user).in_project(project).filter(number__in=wanted).with_people())
    if len(found) < len(wanted):
        raise Refused(_("Some of these actions could not be found."))
    others = [action.reference for action in found if not may_act(user, action)]
    require(not found or len(others) < len(found))
    if others:
        raise Refused(_("You may not change %(actions)s: leave them out.") % {"actions": ", ".join(sorted(others))})
    return sorted(found, key=lambda action: action.number)
