"""What chat adds to the shared floor: a circle's room, its part of the circle's page, and unread numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from chat.models import Message, Room, Topic
from circles.models import Circle, Project
from circles.reading import once
from circles.registries import Count

PANEL_ROWS = 5


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
    """Give how many messages the person has not read, by circle."""
    found: dict[int, int] = {}
    unread: Any = Topic.objects.in_project(project).unread_by(user)
    for circle, number in unread.values_list("room__circle", "unread"):
        found[circle] = found.get(circle, 0) + number
    return found


def numbers(project: Project, user: User) -> dict[int, int]:
    """Give the same for a page, whose rail, tree and rooms all ask: counted once in a request."""
    return once(project, ("unread", user.pk), lambda: unread_by_circle(project, user))


def how_many(project: Project, user: User) -> Count | None:
    """Count what the person has not read, for the rail."""
    return Count(sum(numbers(project, user).values()), is_new=True)


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show what the circle talks about, latest first."""
    topics = list(Topic.objects.in_circle(circle).with_last().latest_first()[:PANEL_ROWS])
    return "chat/panel.html", {"topics": topics}
