"""How much of a project's talk a person has not read."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from chat.models import Topic
from chat.models.read_marker import unread_by
from circles.models import Project
from circles.queries.project_cache import per_request
from web.composed_query import ComposedQuery


def unread_by_circle(project: Project, user: User) -> dict[int, int]:
    """Return how many messages the person has not read, by circle; read once in a request."""
    return {circle: number for circle, number in _unread(project, user).items() if circle is not None}


def unread_directly(project: Project, user: User) -> int:
    """Return how much somebody has not read of what was written to them."""
    return _unread(project, user).get(None, 0)


def _unread(project: Project, user: User) -> dict[int | None, int]:
    return per_request(project, ("unread", user.pk), lambda: _read(project, user))


def _read(project: Project, user: User) -> dict[int | None, int]:
    found: dict[int | None, int] = {}
    for circle, number in _asked.rows(user=user.pk, project=project.pk):
        found[circle] = found.get(circle, 0) + number
    return found


def _unread_topics(user: UUID, project: UUID) -> QuerySet[Topic, Any]:
    person = User(pk=user)
    topics: Any = unread_by(person, Topic.objects.visible_to(person).filter(project=project))
    numbers: QuerySet[Topic, Any] = topics.values_list("room__circle", "unread")
    return numbers


_asked = ComposedQuery(_unread_topics, "user", "project")
"""Every page asks it, and to compose it took a fifth of the page."""
