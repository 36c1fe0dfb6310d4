"""What a circle's page shows of its room: the topic last spoken in, to go on with where one is."""

from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet

from chat.chat.contexts.conversation import PAGE, Talk, draft_in, messages_for, talk_with
from chat.chat.contexts.unread import first_unread_of, unread_by_circle
from chat.chat.models import Topic
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.repeated_query import RepeatedQuery, uuid_of

LAST = 15
"""So many messages stand in the panel where none is unread; those before come as one scrolls."""


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show the open topic last spoken in."""
    return "chat/panel.html", {
        "talk": talk_last_spoken_in(circle, user),
        "unread": unread_by_circle(circle.project, user).get(circle.pk, 0),
    }


def talk_last_spoken_in(circle: Circle, user: User) -> Talk | None:
    """Return the talk of the open topic of a circle's room that a person may read and in which was spoken last."""
    asked = _asked.rows(user=user.pk, project=circle.project_id, circle=circle.key)
    if not asked:
        return None
    pk, kind, thing = asked[0]
    found = Topic(pk=uuid_of(pk), thing_kind=kind, thing=thing)
    of_topic = messages_for(user, found.draft_place).filter(topic=found)
    first = first_unread_of(circle.project, found.pk, user)
    shown = PAGE if first else LAST
    rows = list(of_topic.select_related("topic__room__circle", "topic__head")[:shown])
    topic = rows[0].topic if rows else Topic.objects.with_last().get(pk=found.pk)
    topic.project = cast(Circle, topic.circle).project = circle.project  # it knows what this request has read already
    return talk_with(topic, rows, user, first=first, draft=draft_in(rows, user, found.draft_place))


def _last_spoken_in(user: UUID, project: UUID, circle: str) -> QuerySet[Topic, Any]:
    open_ones = Topic.objects.visible_to(User(pk=user)).filter(project=project).in_scope(circle).open()
    return open_ones.latest_first().values_list("pk", "thing_kind", "thing")[:1]


_asked = RepeatedQuery(_last_spoken_in, "user", "project", "circle")
"""To compose it took a quarter of a circle's page."""
