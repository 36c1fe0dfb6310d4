"""What invitations add to hosts: guests of a circle, and what is kept of who came in how."""

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.invitations.guest_things import GuestThing, GuestThings
from circles.invitations.kept_data import KEPT_DATA
from circles.invitations.models import CircleGrant
from circles.projects.models import Project
from foundation.accounts.models import User


def circle_for_guests(project: Project, user: User, key: str) -> Circle | None:
    """Return the circle of this key: everyone in the project knows all."""
    return next((one for one in circles_of(project) if one.key == key), None)


def nothing_inside(circle: Circle, user: User) -> list[Circle]:
    """Return no circles: a guest of one is none of those inside it."""
    return []


EXTENSION = (
    GuestThings({"circle": GuestThing(Circle, CircleGrant, circle_for_guests, nothing_inside)}),
    KEPT_DATA,
)
