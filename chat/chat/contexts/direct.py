"""Direct conversations of a person as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import pgettext

from chat.chat.contexts.conversation import Talk, talk_opened
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.contexts.unread import unread_by_topic
from chat.chat.models import DirectMember, ReadMarker, Topic
from chat.realtime.online import key_of, online_among
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.formatting import listed

SHOWN = 40


@dataclass(frozen=True)
class DirectRow:
    """A direct conversation: with whom, and how much of it is unread."""

    topic: Topic
    others: Sequence[User]
    unread: int = 0
    is_current: bool = False
    here: frozenset[UUID] = frozenset()

    @property
    def other_is_here(self) -> bool:
        """Return whether the one other person is here now."""
        return len(self.others) == 1 and self.others[0].pk in self.here

    @property
    def here_words(self) -> str:
        """Return who of several is here now, or that the one other is; nothing where nobody is."""
        if self.other_is_here:
            return _now("Here now")
        names = [user.first_name for user in self.others if user.pk in self.here]
        return _now("Here now: %(names)s") % {"names": listed(names)} if names else ""

    @property
    def here_keys(self) -> str:
        """Return by which changes its people come and go."""
        return " ".join(key_of(user.pk) for user in self.others)

    @property
    def name(self) -> str:
        """Return whom it is with: one by their name, several by their first names."""
        if len(self.others) == 1:
            return self.others[0].name
        return listed([user.first_name for user in self.others]) or _now("Someone who has left")

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


def _here(project: Project, others: Mapping[Any, Sequence[User]]) -> frozenset[UUID]:
    """Return who of these is in the project and here now."""
    found = online_among({user.pk for people in others.values() for user in people})
    if not found:
        return frozenset()
    inside = project.memberships.current().filter(user__in=found).values_list("user", flat=True)
    return frozenset(inside)


def direct_rows(project: Project, user: User, current: Topic | None = None) -> list[DirectRow]:
    """Return a person's direct conversations in a project, the last spoken in first; three queries."""
    found = topics_for(user, project).filter(room=None)
    topics = list(found.select_related("head__last").latest_first()[:SHOWN])
    for topic in topics:
        topic.project = project
    others = others_in(topics, user)
    unread = unread_by_topic(project, user)
    here = _here(project, others)
    return [
        DirectRow(
            topic, others.get(topic.pk, []), unread.get(topic.pk, 0), current is not None and topic == current, here
        )
        for topic in topics
    ]


def direct_row(topic: Topic, user: User) -> DirectRow:
    """Return one of them."""
    others = others_in([topic], user)
    return DirectRow(topic, others.get(topic.pk, []), here=_here(topic.project, others))


def seen_by(row: DirectRow) -> str:
    """Return in words which of the others have read all of a conversation; nothing where its end has no words or only
    who said it has read it.
    """
    topic = row.topic
    last = topic.head.last
    if last is None:
        return ""
    read = ReadMarker.objects.filter(topic=topic, seq__gte=topic.head.seq).exclude(user=last.author)
    readers = set(read.values_list("user", flat=True))
    names = [user.first_name for user in row.others if user.pk in readers]
    if len(row.others) == 1:
        return pgettext("direct message", "Seen") if names else ""
    return _now("Seen by %(names)s") % {"names": listed(names)} if names else ""


def direct_talk(row: DirectRow, user: User, **place: int) -> Talk:
    """Return a stretch of a direct conversation, named as its reader names it."""
    return replace(talk_opened(row.topic, user, **place), title=row.name)
