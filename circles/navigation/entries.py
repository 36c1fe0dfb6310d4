"""What apps add to the sidebar: links with their numbers, unread circles, and what a person keeps at hand."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.extension_registry import Addition, Keyed, additions, merged


class NavGroup(models.TextChoices):
    """Where a link stands: in the sidebar itself, below a heading of *All*, or among what *New* makes on a phone."""

    RAIL = "rail", _("Sidebar")
    DECIDE = "decide", _("Decide")
    MAKE = "make", _("Make")
    LOOK = "look", _("Look")
    PROJECT = "project", _("Project")
    NEW = "new", _("New")


@dataclass(frozen=True)
class NavLink(Addition):
    """A link of the sidebar to the address `name`, of a project where that has a namespace; `order` is its place.

    `also_at` is where its pages are besides those below its own address, in the project.
    """

    key: str
    order: int
    label: Any
    icon: str
    name: str
    group: NavGroup
    also_at: str = ""

    def claims(self) -> list[str]:
        """Return its key: numbers and pages are found by it."""
        return [self.key]


@dataclass(frozen=True)
class NavCount:
    """A number beside a link of the sidebar; `is_new` sets it in the accent."""

    number: int | str
    is_new: bool = False


@dataclass(frozen=True)
class NavTally:
    """A number beside a link of the sidebar: how many rows these are, in one statement with those of all other links.

    It stands in the accent when `is_new`, or when there are rows of `new`. The statement is composed once, for a
    person and a project of whom nothing is known but their ids: a tally looks at these, `now_in` and its day alone.
    """

    rows: Sequence[QuerySet[Any]]
    is_new: bool = False
    new: QuerySet[Any] | None = None


@dataclass(frozen=True)
class Starred:
    """One line of what a person keeps at hand: a circle with its disc, or another thing with its icon."""

    label: str
    url: str
    icon: str = ""
    circle: Circle | None = None


@dataclass(frozen=True)
class NavStatus(Keyed[str, Callable[[Project, User], NavCount | None]]):
    """Numbers beside links that are read anew, by the link's key."""


@dataclass(frozen=True)
class NavTallies(Keyed[str, Callable[[Project, User], NavTally]]):
    """Numbers beside links that are counted, by the link's key."""


@dataclass(frozen=True)
class UnreadByCircle(Addition):
    """What counts by circle id what a person has not read."""

    count: Callable[[Project, User], dict[int, int]]


@dataclass(frozen=True)
class StarredThings(Addition):
    """What a person marked in a project, beside its circles."""

    of: Callable[[Project, User], list[Starred]]


def nav_links() -> list[NavLink]:
    """Return the links of the sidebar, in their order."""
    return sorted(additions(NavLink), key=lambda link: link.order)


def nav_status() -> Mapping[str, Callable[[Project, User], NavCount | None]]:
    """Return what is read anew beside links of the sidebar."""
    return merged(NavStatus)


def nav_tallies() -> Mapping[str, Callable[[Project, User], NavTally]]:
    """Return what is counted beside links of the sidebar."""
    return merged(NavTallies)
