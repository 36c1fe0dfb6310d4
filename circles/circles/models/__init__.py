"""Circles, who is in them, what is theirs to decide, and what stands in them."""

from circles.circles.models.circle import Circle, CircleQuerySet
from circles.circles.models.domain import Domain, Sharing
from circles.circles.models.equipment import Equipment
from circles.circles.models.fundamental import Fundamental
from circles.circles.models.item import Item
from circles.circles.models.item_queries import ThingQuerySet
from circles.circles.models.membership import Membership
from circles.circles.models.role import Role
from circles.circles.models.shared_word import SharedWord

__all__ = [
    "Circle",
    "CircleQuerySet",
    "Domain",
    "Equipment",
    "Fundamental",
    "Item",
    "Membership",
    "Role",
    "SharedWord",
    "Sharing",
    "ThingQuerySet",
]
