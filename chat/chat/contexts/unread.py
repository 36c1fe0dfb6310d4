"""How much of a project's talk a person has not read."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet, StringAgg, Subquery, Value

from chat.chat.models import Topic
from chat.chat.models.read_marker import unread_by
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from foundation.accounts.models import User
from foundation.inbox.models import Attention
from foundation.web.repeated_query import RepeatedQuery, uuid_of


class Unread(NamedTuple):
    """How many messages of a topic a person has not read, the first of them after number `after`; `circle` has the room
    it is in, or is None: a direct one.
    """

    topic: UUID
    circle: int | None
    number: int
    after: int


def unread_by_circle(project: Project, user: User) -> dict[int, int]:
    """Return how many messages the person has not read, by circle; read once in a request."""
    found: dict[int, int] = {}
    for one in _unread(project, user):
        if one.circle is not None:
            found[one.circle] = found.get(one.circle, 0) + one.number
    return found


def unread_by_topic(project: Project, user: User) -> dict[UUID, int]:
    """Return the same by topic."""
    return {one.topic: one.number for one in _unread(project, user)}


def first_unread(topic: Topic, user: User) -> int:
    """Return the number of the first message of a topic that counts as unread; 0 where none does."""
    return first_unread_of(topic.project, topic.pk, user)


def first_unread_of(project: Project, topic: UUID, user: User) -> int:
    """Return the same of a topic with this id."""
    return next((one.after + 1 for one in _unread(project, user) if one.topic == topic), 0)


def unread_directly(project: Project, user: User) -> int:
    """Return how much a person has not read of what was written to them."""
    return sum(one.number for one in _unread(project, user) if one.circle is None)


def _unread(project: Project, user: User) -> list[Unread]:
    return per_request(project, ("unread", user.pk), lambda: _read(project, user))


def _read(project: Project, user: User) -> list[Unread]:
    return [
        Unread(uuid_of(topic), circle, number, after)
        for topic, circle, number, after, kind, thing, room, muted in _asked.rows(user=user.pk, project=project.pk)
        if {f"topic:{uuid_of(topic)}", f"{kind}:{thing}", f"circle:{room}"}.isdisjoint((muted or "").split("\n"))
    ]


def muted_in(project: Project, user: User) -> set[str]:
    """Return what the person has muted, as change keys name it: a topic, the thing it is about, or its circle. What is
    said there counts nowhere; read once in a request.
    """
    return per_request(project, ("muted", user.pk), lambda: set(_muted(user.pk, project.pk)))


def _unread_topics(user: UUID, project: UUID) -> QuerySet[Topic, Any]:
    person = User(pk=user)
    topics: Any = unread_by(person, Topic.objects.visible_to(person).filter(project=project))
    # In the same query: every page asks it.
    muted = _muted(user, project).order_by().values("user").annotate(all=StringAgg("thing", Value("\n"))).values("all")
    topics = topics.annotate(muted=Subquery(muted))
    numbers: QuerySet[Topic, Any] = topics.values_list(
        "pk", "room__circle", "unread", "base", "thing_kind", "thing", "room__circle__key", "muted"
    )
    return numbers


def _muted(user: UUID, project: UUID) -> QuerySet[Attention, str]:
    return Attention.objects.filter(user=user, project=project, is_muted=True).values_list("thing", flat=True)


_asked = RepeatedQuery(_unread_topics, "user", "project")
"""Every page asks it, and to compose it took a fifth of the page."""
