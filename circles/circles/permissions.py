"""Who may do what in projects and circles; each docstring is the rule in words."""

from collections.abc import Mapping
from typing import Any

from circles.circles.default_limits import is_usual
from circles.circles.models import Circle, Role
from circles.circles.queries.user_roles import roles_of
from foundation.accounts.models import User


def may_open_circle(user: User, parent: Circle) -> bool:
    """Whoever has a voice in a circle may open a circle inside it."""
    return roles_of(user, parent.project).has_a_voice_in(parent)


def may_set_limits(user: User, parent: Circle | None) -> bool:
    """What a circle may do alone is the word of the circle around it: its pilot and facilitators say it, and the pilot
    of the general circle. Nobody does of the general circle, which is in none.
    """
    if parent is None:
        return False
    standing = roles_of(user, parent.project)
    return standing.leads(parent.pk) or standing.pilots_project


def may_open_with(user: User, parent: Circle, limits: Mapping[str, Any]) -> bool:
    """Whoever opens a circle may give it no more than the usual limits; more is for who may set them. `limits` are all
    of `Circle.LIMITS`.
    """
    return is_usual(limits) or may_set_limits(user, parent)


def may_admit(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle, or pilots the general circle, may let people in and invite."""
    standing = roles_of(user, circle.project)
    return standing.has_a_voice_in(circle) or standing.pilots_project


def may_give_roles(user: User, circle: Circle) -> bool:
    """A circle's pilot, its parent's pilot, and the pilot of the general circle give and end the roles that carry no
    voice further.
    """
    standing = roles_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots(circle.parent_id) or standing.pilots_project


def may_give_role(user: User, circle: Circle, role: str) -> bool:
    """Who pilots a circle is the word of the circle around it, in which a pilot has a voice: its pilot and facilitators
    give and end that role, and the pilot of the general circle. A circle's own people choose their delegate. The other
    roles are given as `may_give_roles` says.
    """
    standing = roles_of(user, circle.project)
    if circle.parent_id is not None and role == Role.Kind.PILOT:
        return standing.leads(circle.parent_id) or standing.pilots_project
    if circle.parent_id is not None and role == Role.Kind.DELEGATE:
        return standing.is_in(circle)
    return may_give_roles(user, circle)


def givable(user: User, circle: Circle) -> list[Role.Kind]:
    """Return the kinds of roles that the person may give there."""
    return [kind for kind in Role.Kind if may_give_role(user, circle, kind)]


def may_end_role(user: User, circle: Circle, role: str, holder: User) -> bool:
    """Everyone may put down a role of theirs; else whoever may give it ends it."""
    return user == holder or may_give_role(user, circle, role)


def may_end_membership(user: User, circle: Circle, member: User) -> bool:
    """Everyone may leave; who may give roles ends memberships, a pilot's only who may end that role."""
    if user == member:
        return True
    role = Role.Kind.PILOT if circle.people_in("pilot").filter(pk=member.pk).exists() else ""
    return may_give_roles(user, circle) and may_give_role(user, circle, role)


def may_edit_circle(user: User, circle: Circle) -> bool:
    """A circle's own people may change its name and purpose."""
    standing = roles_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project


def may_pilot_project(user: User, circle: Circle) -> bool:
    """The pilot of the general circle."""
    return roles_of(user, circle.project).pilots_project


def may_see_to_domains(user: User, circle: Circle) -> bool:
    """Who leads a circle, or the one around it, has at hand what can be done with its domains."""
    standing = roles_of(user, circle.project)
    return standing.leads(circle.pk) or standing.leads(circle.parent_id)


def may_say_time(user: User, member: User) -> bool:
    """Everyone says for themselves how much of their week a circle has; nobody says it for another person."""
    return user == member


def may_state_needs(user: User, circle: Circle) -> bool:
    """A circle's own people say which skills it needs, and so does the pilot of the general circle."""
    standing = roles_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project


def may_keep_equipment(user: User, circle: Circle) -> bool:
    """A circle's own people keep its list of equipment, and so does the pilot of the general circle."""
    standing = roles_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project
