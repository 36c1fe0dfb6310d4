"""What guests can be let into: each app says so of its kinds of things."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from circles.circles.models import Circle
from circles.projects.models import Project, Subject
from foundation.accounts.models import User
from foundation.web.extension_registry import Keyed, merged


@dataclass(frozen=True)
class GuestThing:
    """A kind of thing that guests are let into: its model; the rows of django-guardian that say what they may (each
    with `content_object` and `guest`); `find(project, user, key)` gives the one that a person may let guests into, or
    None; `inside(circle, user)` the things of this kind that a guest of a circle finds in it.
    """

    model: type[Any]
    grants: type[Any]
    find: Callable[[Project, User, str], Subject | None]
    inside: Callable[[Circle, User], Iterable[Subject]]


@dataclass(frozen=True)
class GuestThings(Keyed[str, GuestThing]):
    """Things that guests are let into, by kind."""


def guest_things() -> Mapping[str, GuestThing]:
    """Return what guests are let into, by kind."""
    return merged(GuestThings)


def guest_thing_for(project: Project, user: User, kind: str, key: str) -> Subject:
    """Find what a person may read and guests may be let into (404 for anything else)."""
    known = guest_things().get(kind)
    thing = known.find(project, user, key) if known else None
    if thing is None:
        raise Http404
    return thing
