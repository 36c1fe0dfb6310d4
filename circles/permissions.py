"""Who may do what on the shared floor; each docstring is the rule in words."""

from decimal import Decimal

from accounts.models import User
from circles.limits import is_usual
from circles.models import Circle, Expense
from circles.standing import standing_of


def may_open_circle(user: User, parent: Circle) -> bool:
    """Whoever has a voice in a circle may open a circle inside it."""
    return standing_of(user, parent.project).has_a_voice_in(parent)


def may_set_limits(user: User, parent: Circle | None) -> bool:
    """What a circle may do alone is the word of the circle around it: its pilot and facilitators say it, and the pilot
    of the general circle. Nobody does of the general circle, which is in none.
    """
    if parent is None:
        return False
    standing = standing_of(user, parent.project)
    return standing.leads(parent.pk) or standing.pilots_project


def may_open_with(user: User, parent: Circle, unit_limit: Decimal | None, reversibility: str) -> bool:
    """Whoever opens a circle may give it no more than the usual limits; more is for who may set them."""
    return is_usual(unit_limit, reversibility, parent.project.budget) or may_set_limits(user, parent)


def may_admit(user: User, circle: Circle) -> bool:
    """Whoever has a voice in a circle, or pilots the general circle, may let people in and invite."""
    standing = standing_of(user, circle.project)
    return standing.has_a_voice_in(circle) or standing.pilots_project


def may_give_roles(user: User, circle: Circle) -> bool:
    """A circle's pilot, its parent's pilot, and the pilot of the general circle give and end roles."""
    standing = standing_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots(circle.parent_id) or standing.pilots_project


def may_end_membership(user: User, circle: Circle, member: User) -> bool:
    """Everybody may leave; who may give roles may end memberships."""
    return user == member or may_give_roles(user, circle)


def may_edit_circle(user: User, circle: Circle) -> bool:
    """A circle's own people may change its name and purpose."""
    standing = standing_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project


def may_pilot_project(user: User, circle: Circle) -> bool:
    """The pilot of the general circle."""
    return standing_of(user, circle.project).pilots_project


def may_allot(user: User, circle: Circle) -> bool:
    """A circle's pilot hands its money on to the circles inside and takes back what is left there; so does the pilot of
    the general circle.
    """
    standing = standing_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots_project


def may_give_back(user: User, circle: Circle) -> bool:
    """A circle's pilot gives money back to the circle around it; the general circle has none around it."""
    return circle.parent_id is not None and may_allot(user, circle)


def may_spend(user: User, circle: Circle) -> bool:
    """A circle's own people record what it has spent, and so does the pilot of the general circle."""
    standing = standing_of(user, circle.project)
    return standing.is_in(circle) or standing.pilots_project


def may_call_back(user: User, expense: Expense) -> bool:
    """Who recorded an expense calls it back, and so does whoever hands on its circle's money; both while they are in
    the project.
    """
    standing = standing_of(user, expense.project)
    return (user.pk == expense.recorded_by_id and bool(standing.seats)) or may_allot(user, expense.circle)


def may_set_budget(user: User, general: Circle) -> bool:
    """The pilot of the general circle writes down what the project has."""
    return may_pilot_project(user, general)
