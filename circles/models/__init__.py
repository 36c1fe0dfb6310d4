"""The shared base: projects, circles and who is in them, and what every numbered thing can do."""

from circles.models.circle import Circle, CircleQuerySet
from circles.models.domain import Domain, Sharing
from circles.models.equipment import Equipment
from circles.models.expense import Expense
from circles.models.fundamental import Fundamental
from circles.models.guest import CircleGrant, GrantQuerySet, Guest, Level
from circles.models.invitation import Invitation, masked
from circles.models.item import Item
from circles.models.item_queries import ThingQuerySet
from circles.models.join_link import JoinLink
from circles.models.link import Link
from circles.models.membership import Membership
from circles.models.money import Allotment, Amount, Reservation
from circles.models.project import Project, ProjectQuerySet, Reversibility
from circles.models.purse import Purse, too_little
from circles.models.reaction import Reaction, ReactionCount, ReactionKind, ReactionQuerySet
from circles.models.role import Role
from circles.models.star import Star, with_stars_of
from circles.models.subject import Subject

__all__ = [
    "Allotment",
    "Amount",
    "Circle",
    "CircleGrant",
    "CircleQuerySet",
    "Domain",
    "Equipment",
    "Expense",
    "Fundamental",
    "GrantQuerySet",
    "Guest",
    "Invitation",
    "Item",
    "JoinLink",
    "Level",
    "Link",
    "Membership",
    "Project",
    "ProjectQuerySet",
    "Purse",
    "Reaction",
    "ReactionCount",
    "ReactionKind",
    "ReactionQuerySet",
    "Reservation",
    "Reversibility",
    "Role",
    "Sharing",
    "Star",
    "Subject",
    "ThingQuerySet",
    "masked",
    "too_little",
    "with_stars_of",
]
