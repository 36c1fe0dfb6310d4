"""Direct conversations of a person as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _now

from accounts.models import User
from chat.contexts.conversation import Talk, talk_in
from chat.models import DirectMember, Topic
from chat.models.read_marker import unread_by
from circles.models import Project
from web.formatting import listed

SHOWN = 40


@dataclass(frozen=True)
class DirectRow:
    """A direct conversation: with whom, and how much of it is unread."""

    topic: Topic
    others: Sequence[User]
    unread: int = 0
    is_current: bool = False

    @property
    def name(self) -> str:
        """Return whom it is with: one by their name, several by their first names."""
        if len(self.others) == 1:
            return self.others[0].name
        return listed([user.first_name for user in self.others]) or _now("Somebody who has left")

    @property
    def number(self) -> int:
        """Return how many there are, with oneself."""
        return len(self.others) + 1


def others_in(topics: Sequence[Topic], user: User) -> dict[Any, list[User]]:
    """Return the other people of each conversation, by its id: one query."""
    found: dict[Any, list[User]] = {}
    for member in DirectMember.objects.filter(topic__in=topics).exclude(user=user).select_related("user"):
        found.setdefault(member.topic_id, []).append(member.user)
    return {pk: sorted(people, key=lambda one: one.name) for pk, people in found.items()}


def direct_rows(project: Project, user: User, current: Topic | None = None) -> list[DirectRow]:
    """Return a person's direct conversations in a project, the last spoken in first; three queries."""
    found = Topic.objects.direct_in(project, user)
    topics = list(found.with_last().latest_first()[:SHOWN])
    others = others_in(topics, user)
    waiting: Any = unread_by(user, found)
    unread = dict(waiting.values_list("pk", "unread"))
    return [
        DirectRow(topic, others.get(topic.pk, []), unread.get(topic.pk, 0), current is not None and topic == current)
        for topic in topics
    ]


def direct_row(topic: Topic, user: User) -> DirectRow:
    """Return one of them."""
    return DirectRow(topic, others_in([topic], user).get(topic.pk, []))


def direct_talk(row: DirectRow, user: User, **place: int) -> Talk:
    """Return a stretch of a direct conversation, named as its reader names it."""
    return replace(talk_in(row.topic, user, **place), title=row.name)
