"""What projects and circles publish to the apps above them; the functions that publish are named with each event.

`circles.extension_points.publish` runs the subscribers inside the publisher's transaction, in the order of the apps.
`script/manage show_extensions` prints who listens.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User
    from circles.models import Circle, Link, Project, Subject


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """Something that happened to a project or a circle, and that other apps may act on."""


@dataclass(frozen=True, kw_only=True)
class ProjectCreated(DomainEvent):
    """A project was created, with its general circle."""

    project: "Project"
    by: "User | None"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CircleCreated(DomainEvent):
    """A circle was opened, reopened or imported."""

    circle: "Circle"
    by: "User | None"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CircleClosing(DomainEvent):
    """A circle is about to close or to be merged into another."""

    circle: "Circle"
    by: "User | None"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LimitsChanged(DomainEvent):
    """What a circle decides alone has changed: its limits, domains or place in the tree."""

    circle: "Circle"
    by: "User | None"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MoneyChanged(DomainEvent):
    """Money came to a circle, or left it: there, or in a circle inside it."""

    circle: "Circle"
    by: "User | None"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MoneyNeeded(DomainEvent):
    """Money is about to be taken from a project: whatever was promised some earlier comes first."""

    project: "Project"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ElementChanging(DomainEvent):
    """A fundamental element is about to be declared or changed by one person; a subscriber may refuse."""

    project: "Project"


@dataclass(frozen=True, kw_only=True)
class ReservationDrawn(DomainEvent):
    """An expense is about to draw on what a decision (D-12) reserved; a subscriber may refuse."""

    circle: "Circle"
    decision: str
    on: date


@dataclass(frozen=True, kw_only=True)
class TextsChanged(DomainEvent):
    """An event was recorded about a thing that is found by its texts; these are as they are now."""

    thing: "Subject"
    texts: list[str]


@dataclass(frozen=True, kw_only=True)
class LinkCreated(DomainEvent):
    """One thing was linked to another."""

    link: "Link"


@dataclass(frozen=True, kw_only=True)
class TextsReindexed(DomainEvent):
    """All texts of a project were written anew."""

    project: "Project"
