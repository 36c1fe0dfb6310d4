"""What invitations add to hosts: guests of a circle, and what is kept of who came in how."""

from accounts.models import User
from circles.models import Circle
from circles.queries.tree import circles_of
from invitations.guest_things import GuestThing, GuestThings
from invitations.kept_data import KEPT_DATA
from invitations.models import CircleGrant
from projects.models import Project


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
