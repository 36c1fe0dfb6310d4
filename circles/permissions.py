"""Who may do what on the shared floor; each docstring is the rule in words."""

from accounts.models import User
from circles.models import Circle


def may_open_circle(user: User, parent: Circle) -> bool:
    """Whoever has a voice in a circle may open a circle inside it."""
    return parent.members().filter(pk=user.pk).exists()


def may_admit(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle, or pilots the general circle, may let people in and invite."""
    return circle.members().filter(pk=user.pk).exists() or may_pilot_project(user, circle)


def may_give_roles(user: User, circle: Circle) -> bool:
    """A circle's pilot, its parent's pilot, and the pilot of the general circle give and end roles."""
    places = [circle, *([circle.parent] if circle.parent else [])]
    return any(place.people_in("pilot").filter(pk=user.pk).exists() for place in places) or may_pilot_project(
        user, circle
    )


def may_end_membership(user: User, circle: Circle, member: User) -> bool:
    """Everybody may leave; who may give roles may end memberships."""
    return user == member or may_give_roles(user, circle)


def may_edit_circle(user: User, circle: Circle) -> bool:
    """A circle's own people may change its name and purpose."""
    return circle.people().filter(pk=user.pk).exists() or may_pilot_project(user, circle)


def may_pilot_project(user: User, circle: Circle) -> bool:
    """The pilot of the general circle."""
    return circle.project.general.people_in("pilot").filter(pk=user.pk).exists()
