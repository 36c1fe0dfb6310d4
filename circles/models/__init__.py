"""The shared floor: projects, circles and who is in them, and what every numbered thing can do."""

from circles.models.circle import Circle, CircleQuerySet
from circles.models.domain import Domain, Fundamental
from circles.models.invitation import Invitation
from circles.models.item import Item, Subject
from circles.models.link import Link
from circles.models.membership import Membership, Role
from circles.models.project import Project, ProjectQuerySet, Reversibility
from circles.models.things import ThingQuerySet

__all__ = [
    "Circle",
    "CircleQuerySet",
    "Domain",
    "Fundamental",
    "Invitation",
    "Item",
    "Link",
    "Membership",
    "Project",
    "ProjectQuerySet",
    "Reversibility",
    "Role",
    "Subject",
    "ThingQuerySet",
]
