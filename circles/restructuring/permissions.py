"""Who may change circles; each docstring is the rule in words."""

from circles.circles.permissions import may_open_circle, may_set_limits
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.restructuring.changes import (
    Budget,
    Change,
    Closing,
    Element,
    ElementRemoval,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    Reopening,
    Share,
    Strike,
    Unshare,
)
from foundation.accounts.models import User


def may_apply(user: User, change: Change) -> bool:
    """A circle is changed by its own word where nobody else is touched; what touches other circles is proposed.

    Its pilot closes it and splits it; where nobody is left in it, who leads the circle around does. To close it with
    circles inside, one pilots these as well, unless nobody is in them. Whoever may open a circle in the one around it
    opens it again. Moving and merging are for who pilots all the circles it touches.
    What a circle decides is said as `may_change_scope` has it; the elements and the budget are the general circle's
    decisions.
    """
    standing = roles_of(user, change.circle.project)
    circle = change.circle
    if isinstance(change, Reopening):
        return circle.parent is not None and may_open_circle(user, circle.parent)
    if isinstance(change, Move | Merger):
        return all(standing.pilots(one.pk) for one in change.affects())
    if isinstance(change, Limits | Grant | Handover | Share | Unshare | Strike):
        return may_change_scope(user, change)
    if isinstance(change, Element | ElementRemoval | Budget):
        return False
    inhabited = [one for one in circles_of(circle.project) if getattr(one, "number", 0)]
    inside = [one for one in inhabited if one.parent_id == circle.pk and not one.is_closed]
    if isinstance(change, Closing) and not all(standing.pilots(one.pk) for one in inside):
        return False
    return standing.pilots(circle.pk) or (circle not in inhabited and standing.leads(circle.parent_id))


def may_change_scope(user: User, change: Limits | Grant | Handover | Share | Unshare | Strike) -> bool:
    """Who leads the circle around says a circle's limits and gives it domains. Who leads a circle hands of its scope to
    those inside it, and a pilot hands back. Sharing binds both circles to ask each other, so it is for who leads both;
    who leads the circle that shares gives its word up. A pilot gives a domain up if they lead whoever shares it too.
    """
    standing = roles_of(user, change.circle.project)
    circle = change.circle
    if isinstance(change, Limits):
        return may_set_limits(user, circle.parent)
    if isinstance(change, Grant):
        return standing.leads(circle.parent_id or circle.pk)
    if isinstance(change, Handover):
        down, up = change.to.parent_id == circle.pk, change.to.pk == circle.parent_id
        return (down and standing.leads(circle.pk)) or (up and standing.pilots(circle.pk))
    if isinstance(change, Share):
        return standing.leads(circle.pk) and standing.leads(change.to.pk)
    if isinstance(change, Unshare):
        return standing.leads(change.to.pk)
    return standing.pilots(circle.pk) and all(standing.leads(pk) for pk in change.domain.sharers)
