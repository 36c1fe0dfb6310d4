"""Who may do what with actions; each docstring is the rule in words. Whoever is in the project may see them."""

from accounts.models import User
from actions.models import Action
from circles.models import Circle
from circles.permissions import may_pilot_project


def may_make(user: User, circle: Circle) -> bool:
    """Whoever is in the project may give an action to somebody in it: what talk ends in must not get lost."""
    return circle.project.has(user) and not circle.is_closed


def may_act(user: User, action: Action) -> bool:
    """The owner, who made it, everybody with a voice in its circle, and the pilot of the general circle."""
    return (
        user.pk in {action.owner_id, action.created_by_id}
        or action.circle.members().filter(pk=user.pk).exists()
        or may_pilot_project(user, action.circle)
    )
