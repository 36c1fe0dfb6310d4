"""Who has a page open now, on any device and at any node: kept in the cache of pages only."""

from collections.abc import Collection
from uuid import UUID

from foundation.web.broadcasts import broadcast, group_of
from foundation.web.caches import page_cache

ONLINE_S = 90
AGAIN_S = 30.0  # it is said again, for those who stay
GONE_AFTER_S = 5.0  # from one page to the next nobody is gone


def key_of(user: UUID) -> str:
    """Name a person's change of presence, for parts of pages that show it."""
    return f"here:{user.hex}"


def note_online(people: Collection[UUID]) -> None:
    """Note that these are online."""
    page_cache.set_many(dict.fromkeys(map(key_of, people), "here"), ONLINE_S)


def arrive(user: UUID, project: UUID) -> None:
    """Note that a person opened a page of a project, whose pages hear of it where that is new."""
    if page_cache.add(key_of(user), "here", ONLINE_S):
        broadcast(group_of(project), {"what": [key_of(user)]})


def leave(user: UUID, project: UUID) -> None:
    """Note that a person closed their last page here; where they have another, at another node, that says so soon."""
    if page_cache.delete(key_of(user)):
        broadcast(group_of(project), {"what": [key_of(user)]})


def online_among(people: Collection[UUID]) -> set[UUID]:
    """Return who of these is online."""
    found = page_cache.get_many([key_of(user) for user in people])
    return {user for user in people if key_of(user) in found}
