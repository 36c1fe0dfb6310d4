"""What a person missed of a project while they were away: by topic, each by its own facts, and what named them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from chat.chat.contexts.unread import unread_by_topic
from chat.chat.models import Message, ReadMarker, Topic
from circles.circles.models import Circle
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Link, Project
from daily.today.catch_up_sections import CatchUpSection
from decisions.actions.models import Action
from decisions.decisions.models import Decision
from foundation.accounts.models import User
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import Notice, NoticeQuerySet
from foundation.web.pagination import moment_in

USUAL, LONGEST = 7, 90
"""Days."""
LEAST = timedelta(days=1)
CHOICES = (1, 3, 7, 14, 30)
"""Days that one may look back."""
ROWS = 30
SPEAKERS = 4
NAMING = (NoticeKind.MENTIONED, NoticeKind.ANSWERED, NoticeKind.DIRECT, NoticeKind.YOURS)


@dataclass
class TopicNews:
    """What came of a topic meanwhile: how much was said, by whom, what was made of it, and its outcome."""

    topic: Topic
    unread: int = 0
    said: int = 0
    people: list[str] = field(default_factory=list)
    born: list[Link] = field(default_factory=list)
    named: int = 0

    @property
    def has_outcome(self) -> bool:
        """Whether it was closed."""
        return self.topic.is_closed


@dataclass(frozen=True)
class CatchUp:
    """A person's page of a project, from a moment on."""

    project: Project
    user: User
    since: datetime

    @cached_property
    def circles(self) -> set[int]:
        """Return the person's circles."""
        return set(roles_of(self.user, self.project).seats)

    @property
    def notices(self) -> NoticeQuerySet:
        """Find what waits of the project in the person's inbox."""
        return Notice.objects.to(self.user).in_project(self.project.pk).open().unread()

    @cached_property
    def named(self) -> Sequence[Notice]:
        """Return what named the person, the newest first."""
        return list(self.naming.with_faces()[:ROWS])

    @property
    def naming(self) -> NoticeQuerySet:
        """Find all that named the person and is not read, whenever it was."""
        return self.notices.filter(kind__in=NAMING)

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """Return what was decided, or ended, the newest first; of one's own circles before others."""
        found = Decision.objects.visible_to(self.user).filter(project=self.project)
        ended = Q(superseded_at__gte=self.since) | Q(revoked_at__gte=self.since)
        news = found.filter(Q(adopted_at__gte=self.since) | ended).for_lists()
        latest = news.annotate(changed_at=Coalesce("revoked_at", "superseded_at", "adopted_at")).order_by("-changed_at")
        return sorted(latest[:ROWS], key=lambda one: one.circle_id not in self.circles)

    @cached_property
    def actions(self) -> Sequence[Action]:
        """Return the person's actions that were made meanwhile, and those of others in their circles that are done."""
        found = Action.objects.in_project(self.project).with_people()
        own = Q(owner=self.user, created_at__gte=self.since)
        done = Q(done_at__gte=self.since, circle__in=self.circles)
        return sorted(found.filter(own | done).order_by("-pk")[:ROWS], key=lambda one: one.owner_id != self.user.pk)

    @cached_property
    def topics(self) -> list[TopicNews]:
        """Return what happened by topic: those with an outcome first, then where most is unread."""
        unread = unread_by_topic(self.project, self.user)
        found = Topic.objects.visible_to(self.user).in_project(self.project).filter(source="")
        followed = ReadMarker.objects.filter(user=self.user).exclude(followed_at=None).values("topic")
        near = Q(room__circle__in=self.circles) | Q(pk__in=followed)
        new = Q(pk__in=list(unread), head__said_at__gte=self.since) | (Q(closed_at__gte=self.since) & near)
        rows = found.filter(new).with_last().latest_first()[:ROWS]
        news = {topic.pk: TopicNews(topic, unread.get(topic.pk, 0)) for topic in rows}
        self._add_speakers(news)
        self._add_born(news)
        for notice in self.named:
            for one in news.values():
                one.named += notice.address.startswith(one.topic.get_absolute_url())
        return sorted(news.values(), key=lambda one: (not one.has_outcome, -one.named, -one.unread))

    def _add_speakers(self, news: dict[UUID, TopicNews]) -> None:
        said = Message.objects.filter(topic__in=news, said_at__gte=self.since, removed_at=None).exclude(
            author=self.user
        )
        counted: Any = said.order_by().values_list("topic", "author__name").annotate(number=Count("pk"))
        for topic, name, number in sorted(counted, key=lambda row: -row[2]):
            one = news[topic]
            one.said += number
            if name and len(one.people) < SPEAKERS:
                one.people.append(name)

    def _add_born(self, news: dict[UUID, TopicNews]) -> None:
        made = Link.objects.filter(project=self.project, made_at__gte=self.since, source_kind__in=("message", "topic"))
        links = list(made.order_by("made_at")[: ROWS * SPEAKERS])
        keys = [link.source for link in links if link.source_kind == "message"]
        topics = {str(pk): topic for pk, topic in Message.objects.filter(pk__in=keys).values_list("pk", "topic")}
        for link in links:
            topic = topics.get(link.source) if link.source_kind == "message" else UUID(link.source)
            if topic in news:
                news[topic].born.append(link)

    @property
    def outcomes(self) -> list[TopicNews]:
        """Return the topics that were closed."""
        return [one for one in self.topics if one.has_outcome]

    @property
    def talk(self) -> list[tuple[Circle | None, list[TopicNews]]]:
        """Return the topics that go on, by the circle in whose room they are."""
        open_ = [one for one in self.topics if not one.has_outcome and one.unread]
        open_.sort(key=lambda one: (one.topic.scope, -one.named, -one.unread))
        return [(some[0].topic.circle, some) for some in (list(group) for _key, group in groupby(open_, _scope))]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was missed."""
        return not (self.named or self.decisions or self.actions or self.outcomes or self.talk)


KINDS_OF = {CatchUpSection.DECISIONS: (NoticeKind.DECIDED,), CatchUpSection.ACTIONS: (NoticeKind.ACTION,)}
"""Of sections that are read by their notices."""


def _scope(one: TopicNews) -> str:
    return one.topic.scope


def away_since(project: Project, user: User, asked: str, now: datetime) -> datetime:
    """Return from when on the page tells: so many days as were asked for, or the moment; else since the person last
    read anything here, or for a week where that was only just now.
    """
    if asked in map(str, CHOICES):
        return _day_before(project, now, int(asked))
    if (given := moment_in(asked)) and now - timedelta(days=LONGEST) < given < now:
        return given
    read = ReadMarker.objects.filter(user=user, topic__project=project).aggregate(last=Max("read_at"))["last"]
    seen = Notice.objects.filter(user=user, project=project.pk).aggregate(last=Max("read_at"))["last"]
    last: datetime | None = max(filter(None, (read, seen)), default=None)
    if last is None or now - last < LEAST:
        return _day_before(project, now, USUAL)
    return max(last, _day_before(project, now, LONGEST))


def _day_before(project: Project, now: datetime, days: int) -> datetime:
    """Return the beginning of a day so long ago: what is told since then is the same all day."""
    return datetime.combine(project.day_of(now) - timedelta(days=days), time(), tzinfo=project.zone)
