"""The circles around a change: around a circle, inside it, and between it and another."""

from django.utils.translation import gettext as _

from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def parent_or_refuse(circle: Circle) -> Circle:
    """Return the circle around one.

    :raises Refused: for the general circle.
    """
    if circle.parent is None:
        raise Refused(_("The general circle stays as long as the project."))
    return circle.parent


def with_parent(circle: Circle) -> list[Circle]:
    """Return a circle and the one around it, where there is one."""
    return [circle, circle.parent] if circle.parent else [circle]


def open_children(circle: Circle) -> list[Circle]:
    """Return the open circles right inside one: where it ends, they move elsewhere."""
    return list(circle.children.open().select_related("project", "parent").order_by("pk"))


def circles_between(circle: Circle, to: Circle) -> list[Circle]:
    """Return the circles on the way from a circle's place to another circle, without those around both.

    What money and what voice a circle brings along leaves the ones and reaches the others: all of them speak.
    """
    leaving, reaching = list(circle.ancestors()), list(to.ancestors(include_self=True))
    shared = {one.pk for one in leaving} & {one.pk for one in reaching}
    return [one for one in (*leaving, *reaching) if one.pk not in shared]


def pilots_of(circles: list[Circle]) -> list[User]:
    """Return who pilots them."""
    return [pilot for circle in circles for pilot in circle.people_in("pilot")]
