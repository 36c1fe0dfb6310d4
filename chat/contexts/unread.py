"""How much of a project's talk a person has not read."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from chat.models import Topic
from chat.models.read_marker import unread_by
from circles.models import Project
from circles.project_cache import per_request


def unread_rows(project: Project, user: User) -> "QuerySet[Topic, tuple[int, int]]":
    """Give circle and number for each topic with something unread; rail, tree and rooms all ask, and read it once."""
    unread: Any = unread_by(user, Topic.objects.in_project(project))
    return per_request(project, ("unread", user.pk), lambda: unread.values_list("room__circle", "unread"))


def unread_by_circle(project: Project, user: User) -> dict[int, int]:
    """Give how many messages the person has not read, by circle."""
    found: dict[int, int] = {}
    for circle, number in unread_rows(project, user):
        found[circle] = found.get(circle, 0) + number
    return found
