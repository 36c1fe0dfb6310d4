"""Who may do what with money; each docstring is the rule in words."""

from circles.circles.models import Circle
from circles.circles.permissions import may_pilot_project
from circles.circles.queries.tree import circles_of, successors_of
from circles.circles.queries.user_roles import roles_of
from circles.money.models import Expense
from foundation.accounts.models import User


def may_allot(user: User, circle: Circle) -> bool:
    """A circle's pilot hands its money on to the circles inside and takes back what is left there; so does the pilot of
    the general circle.
    """
    standing = roles_of(user, circle.project)
    return standing.pilots(circle.pk) or standing.pilots_project


def may_give_back(user: User, circle: Circle) -> bool:
    """A circle's pilot gives money back to the circle around it; the general circle has none around it."""
    return circle.parent_id is not None and may_allot(user, circle)


def may_spend(user: User, circle: Circle) -> bool:
    """A circle's own people record what it has spent, of a closed one those of the circle that took it over, and so
    does the pilot of the general circle.
    """
    standing = roles_of(user, circle.project)
    heir = successors_of(circles_of(circle.project)).get(circle.pk) if circle.is_closed else None
    return standing.is_in(circle) or heir in standing.seats or standing.pilots_project


def may_call_back(user: User, expense: Expense) -> bool:
    """Who recorded an expense calls it back, and so does whoever hands on its circle's money; both while they are in
    the project.
    """
    standing = roles_of(user, expense.project)
    return (user.pk == expense.recorded_by_id and bool(standing.seats)) or may_allot(user, expense.circle)


def may_add_receipts(user: User, expense: Expense) -> bool:
    """Who recorded an expense or paid it adds receipts, and so does who may call it back; all while they are in the
    project.
    """
    is_theirs = user.pk in (expense.recorded_by_id, expense.paid_by_id)
    return (is_theirs and bool(roles_of(user, expense.project).seats)) or may_call_back(user, expense)


def may_set_budget(user: User, general: Circle) -> bool:
    """The pilot of the general circle says, once, what the project has; afterwards a decision changes it."""
    return may_pilot_project(user, general)
