"""How far a person has read in a topic, the same on all their devices."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from chat.chat.models.message import Message
from chat.chat.models.topic import Topic, TopicQuerySet
from circles.circles.models import Membership
from foundation.accounts.models import User
from foundation.web.repeated_query import RepeatedQuery


class ReadMarker(models.Model):
    """A person's place in a topic. No history: it moves on with every message read."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    seq = models.PositiveIntegerField(_("read up to"), default=0)
    read_at = models.DateTimeField(_("read"), null=True, db_index=True)
    followed_at = models.DateTimeField(
        _("followed since"), null=True, help_text=_("Since the person spoke here or was mentioned.")
    )
    went_back = models.PositiveIntegerField(_("times taken back"), default=0, editable=False)
    """How often the person took it back: what a page showed that has not heard of the last time counts no more."""
    came_from = models.PositiveIntegerField(_("place before"), null=True, editable=False)
    """Where it was before what moved it at `read_at`, if that can be undone: all marked read, or done in the inbox."""

    unread = 0
    """How much that leaves unread, where `chat.chat.workflows.reading` has counted it."""

    class Meta:
        verbose_name = _("read marker")
        verbose_name_plural = _("read markers")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "topic"], name="one_reading_per_topic")]

    def __str__(self) -> str:
        return f"{self.user}: {self.topic} {self.seq}"

    @classmethod
    def of(cls, topic: Topic, user: User) -> "ReadMarker":
        """Return a person's reading locked, made where there is none; runs inside a transaction."""
        reading = cls.objects.select_for_update().get_or_create(topic=topic, user=user)[0]
        reading.topic, reading.user = topic, user
        return reading

    @classmethod
    def spoke(cls, topic: Topic, user: User, *, before: int, at: datetime) -> None:
        """Follow for who spoke; one's own message is read if nothing before it was unread."""
        reading = cls.of(topic, user)
        reading.followed_at = reading.followed_at or at
        if reading.seq >= before:
            reading.seq, reading.read_at = before + 1, at
        reading.save()

    @classmethod
    def follow(cls, topic: Topic, users: Collection[User], *, at: datetime) -> None:
        """Follow for who was mentioned, from that message on."""
        if users:
            cls.objects.filter(topic=topic, user__in=users, followed_at=None).update(followed_at=at)
            new = [ReadMarker(topic=topic, user=user, followed_at=at) for user in users]
            ReadMarker.objects.bulk_create(new, ignore_conflicts=True)


def unread_by(user: User, topics: TopicQuerySet) -> TopicQuerySet:
    """Keep topics in which others said what the person has not read, and count it as `unread`.

    Counted are rooms of one's circles, since one came in, and topics elsewhere that one follows (by having
    spoken or been mentioned there), since then. Imported messages count as read.
    """
    readings = ReadMarker.objects.filter(topic=models.OuterRef("pk"), user=user)
    here = Membership.objects.current().filter(user=user, circle=models.OuterRef("room__circle"))
    # Numbers, not rows, are counted: what is unread costs the same whether it is two messages or 200,000.
    earlier = Message.objects.filter(topic=models.OuterRef("pk"), said_at__lt=models.OuterRef("since"), moved_at=None)
    own = Message.objects.filter(topic=models.OuterRef("pk"), author=user, seq__gt=models.OuterRef("base"))
    own_number = own.order_by().values("topic").annotate(number=models.Count("pk")).values("number")
    return (
        topics.filter(source="")
        .filter(models.Q(models.Exists(here)) | models.Q(models.Exists(readings.exclude(followed_at=None))))
        .annotate(
            since=Coalesce(
                models.Subquery(here.values("started_at")[:1]), models.Subquery(readings.values("followed_at")[:1])
            ),
            read=Coalesce(models.Subquery(readings.values("seq")[:1]), 0),
        )
        .filter(head__seq__gt=models.F("read"), head__said_at__gte=models.F("since"))
        .annotate(
            base=Greatest("read", Coalesce(models.Subquery(earlier.order_by("-said_at").values("seq")[:1]), 0)),
            unread=models.F("head__seq") - models.F("base") - Coalesce(models.Subquery(own_number), 0),
        )
        .filter(unread__gt=0)
    )


def unread_in(topic: Topic, user: User) -> int:
    """Return how much of a topic a person has not read."""
    return unread_after(topic, user)[0]


def unread_after(topic: Topic, user: User) -> tuple[int, int]:
    """Return how much of a topic a person has not read, and after which message that begins; 0 and 0 for nothing."""
    return next(((number, base) for number, base in _in_topic.rows(user=user.pk, topic=topic.pk)), (0, 0))


def _unread_of(user: UUID, topic: UUID) -> models.QuerySet[Topic, Any]:
    found: Any = unread_by(User(pk=user), Topic.objects.filter(pk=topic))
    numbers: models.QuerySet[Topic, Any] = found.values_list("unread", "base")
    return numbers


_in_topic = RepeatedQuery(_unread_of, "user", "topic")
"""It is asked twice whenever a person reads on, and to compose it takes most of that."""
