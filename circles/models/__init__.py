"""Circles, who is in them, what is theirs to decide, and what stands in them."""

from circles.models.circle import Circle, CircleQuerySet
from circles.models.domain import Domain, Sharing
from circles.models.equipment import Equipment
from circles.models.fundamental import Fundamental
from circles.models.item import Item
from circles.models.item_queries import ThingQuerySet
from circles.models.membership import Membership
from circles.models.role import Role
from circles.models.shared_word import SharedWord

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
