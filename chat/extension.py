"""What chat adds to the shared floor: a circle's room, messages by name, and unread numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from chat.models import Message, Room, Topic
from circles.extension_points import Count, Told
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


def unread_rows(project: Project, user: User) -> "QuerySet[Topic, tuple[int, int]]":
    """Give circle and number for each topic with something unread; rail, tree and rooms all ask, and read it once."""
    unread: Any = Topic.objects.in_project(project).unread_by(user)
    return per_request(project, ("unread", user.pk), lambda: unread.values_list("room__circle", "unread"))


def unread_by_circle(project: Project, user: User) -> dict[int, int]:
    """Give how many messages the person has not read, by circle."""
    found: dict[int, int] = {}
    for circle, number in unread_rows(project, user):
        found[circle] = found.get(circle, 0) + number
    return found


def how_many(project: Project, user: User) -> Told:
    """Count what the person has not read, for the rail."""
    rows = unread_rows(project, user)
    return Told((rows,), lambda: Count(sum(number for _circle, number in rows), is_new=True))
