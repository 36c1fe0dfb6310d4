"""What chat adds to the shared floor: a circle's room, messages by name, and unread numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from chat.models import Message, Room, Topic
from circles.extension_points import Count
from circles.models import Circle, Project
from circles.project_cache import per_request


def make_room(*, circle: Circle, by: User | None = None, at: datetime | None = None) -> None:
    """Give a new circle its room."""
    Room.of(circle)


def find_message(project: Project, user: User, key: str) -> Message | None:
    """Give the message of this id, if it is in the project and the person may read it."""
    try:
        pk = UUID(key)
    except ValueError:
        return None
    found = Message.objects.visible_to(user).in_project(project).with_people().with_place()
    return found.filter(pk=pk, removed_at=None).first()


def unread_by_circle(project: Project, user: User) -> dict[int, int]:
    """Return how many messages the person has not read, by circle; read once in a request."""
    return per_request(project, ("unread", user.pk), lambda: _read_unread(project, user))


def _read_unread(project: Project, user: User) -> dict[int, int]:
    topics: Any = Topic.objects.in_project(project).unread_by(user)
    found: dict[int, int] = {}
    for circle, number in topics.values_list("room__circle", "unread"):
        found[circle] = found.get(circle, 0) + number
    return found


def how_many(project: Project, user: User) -> Count:
    """Count what the person has not read, for the sidebar."""
    return Count(sum(unread_by_circle(project, user).values()), is_new=True)
