"""A topic: one conversation in a room, often about a proposal, a document or another thing of the project."""

import uuid
from datetime import UTC, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Coalesce, Greatest, Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from chat.broadcasts import say_aloud
from chat.mentions import Mentions
from chat.models.message import Message
from chat.models.read_marker import Reading
from chat.models.room import Room
from chat.models.topic_head import Tail
from circles.models import Circle, Membership, Project, Subject, ThingQuerySet
from web.exceptions import Refused
from web.pagination import Page, is_key, moment_in

MAX_NAME = 200
QUOTE = 300


class TopicQuerySet(ThingQuerySet["Topic"]):
    """Finds topics."""

    place = "room__circle"

    def about(self, thing: Subject) -> Self:
        """Keep the one about a thing."""
        return self.filter(project=thing.record_id, thing_kind=thing.kind, thing=str(thing.pk))

    def latest_first(self) -> Self:
        """Order by last message."""
        return self.order_by("-tail__said_at", "-pk")

    def latest_page(self, after: str, *, size: int) -> "Page[Topic]":
        """Give topics with their last messages in that order, after a topic's `cursor`; one that is none is ignored."""
        said_at, _sep, pk = after.partition("|")
        earlier, moment = models.Q(), moment_in(said_at)
        if moment and is_key(self, pk):
            earlier = models.Q(tail__said_at__lt=moment) | models.Q(tail__said_at=moment, pk__lt=pk)
        rows = list(self.with_last().latest_first().filter(earlier)[: size + 1])
        return Page(rows[:size], rows[size - 1].cursor if len(rows) > size else "")

    def open(self) -> Self:
        """Leave out those that were closed with an outcome."""
        return self.filter(closed_at=None)

    def with_last(self) -> Self:
        """Fetch place and last message along."""
        return self.select_related("project", "room__circle", "tail__last__author")

    def unread_by(self, user: User) -> Self:
        """Keep topics in which others said what the person has not read, and count it as `unread`.

        Counted are rooms of one's circles, since one came in, and topics elsewhere that one follows (by having
        spoken or been mentioned there), since then. Imported messages count as read.
        """
        readings = Reading.objects.filter(topic=models.OuterRef("pk"), user=user)
        here = Membership.objects.current().filter(user=user, circle=models.OuterRef("room__circle"))
        # Numbers, not rows, are counted: what is unread costs the same whether it is two messages or 200,000.
        earlier = Message.objects.filter(topic=models.OuterRef("pk"), said_at__lt=models.OuterRef("since"))
        own = Message.objects.filter(topic=models.OuterRef("pk"), author=user, seq__gt=models.OuterRef("base"))
        own_number = own.order_by().values("topic").annotate(number=models.Count("pk")).values("number")
        return (
            self.filter(source="")
            .filter(models.Q(models.Exists(here)) | models.Q(models.Exists(readings.exclude(followed_at=None))))
            .annotate(
                since=Coalesce(
                    models.Subquery(here.values("started_at")[:1]), models.Subquery(readings.values("followed_at")[:1])
                ),
                read=Coalesce(models.Subquery(readings.values("seq")[:1]), 0),
            )
            .filter(tail__seq__gt=models.F("read"), tail__said_at__gte=models.F("since"))
            .annotate(
                base=Greatest("read", Coalesce(models.Subquery(earlier.order_by("-said_at").values("seq")[:1]), 0)),
                unread=models.F("tail__seq") - models.F("base") - Coalesce(models.Subquery(own_number), 0),
            )
            .filter(unread__gt=0)
        )


class Topic(Subject):
    """A conversation. The thing it is about is named loosely, so that chat knows nothing of what stands above it."""

    class Outcome(models.TextChoices):
        """What came of a conversation."""

        DECIDED = "decided", _("decided")
        ACTION = "action", _("action")
        ANSWERED = "answered", _("answered")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="topics")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="topics", verbose_name=_("room"))
    name = models.CharField(_("name"), max_length=MAX_NAME)
    thing_kind = models.CharField(_("kind of thing"), max_length=40, blank=True, editable=False)
    thing = models.CharField(max_length=64, blank=True, editable=False)
    thing_reference = models.CharField(_("reference"), max_length=40, blank=True, editable=False)
    thing_address = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    source = models.CharField(_("from elsewhere"), max_length=250, blank=True, editable=False)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True, editable=False)
    outcome_line = models.CharField(_("in a line"), max_length=300, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)

    objects = TopicQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "thing_kind", "thing"], condition=~models.Q(thing=""), name="one_topic_per_thing"
            ),
            models.UniqueConstraint(
                fields=["project", "source"], condition=~models.Q(source=""), name="one_topic_per_source"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="") | (~models.Q(closed_at=None) & ~models.Q(outcome="")),
                name="closed_topic_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to its messages."""
        return reverse("chat:topic", args=[self.project.slug, self.scope, self.pk])

    @property
    def scope(self) -> str:
        """Give the key of the room's circle."""
        return self.room.circle.key

    @property
    def reference(self) -> str:
        """Give the reference of the thing it is about, or nothing."""
        return self.thing_reference

    @property
    def about_key(self) -> str:
        """Give what it is about as news name it (`proposal:12`), or nothing."""
        return f"{self.thing_kind}:{self.thing}" if self.thing else ""

    @property
    def cursor(self) -> str:
        """Give its place in the order of last messages, for `latest_page`."""
        return f"{self.tail.said_at.astimezone(UTC).isoformat()}|{self.pk}"

    @property
    def outcome_words(self) -> str:
        """Give the line that says what came of it, set apart from the word before it, or nothing."""
        return f"· {self.outcome_line}" if self.outcome_line else ""

    @property
    def is_past(self) -> bool:
        """Whether it was imported: to be read only."""
        return bool(self.source)

    @property
    def is_closed(self) -> bool:
        """Say whether it was closed with an outcome."""
        return self.closed_at is not None

    @classmethod
    def begin(cls, room: Room, name: str, *, by: User | None, at: datetime | None = None, **thing: str) -> "Topic":
        """Make a topic with its tail, in the caller's transaction, without telling."""
        made_at = at or clock.now()
        project = room.circle.project
        topic = cls.objects.create(
            room=room, project=project, name=name[:MAX_NAME], created_by=by, created_at=made_at, **thing
        )
        Tail.objects.create(topic=topic, room=room, said_at=made_at)
        return topic

    @classmethod
    def about(
        cls, thing: Subject, *, circle: Circle | None = None, by: User | None = None, at: datetime | None = None
    ) -> "Topic":
        """Give the topic about a thing: the known one, or a new one in the room of its circle.

        Call it when somebody says the first message (`say_about` does). `circle` places things that have no circle
        themselves; without one they are talked about in the general circle's room.
        """
        known = cls.objects.about(thing).select_related("project", "room__circle").first()
        if known:
            return known
        with transaction.atomic():
            project = Project.objects.get(pk=thing.record_id)
            place = circle or project.circles.filter(key=thing.scope).first() or project.general
            room = Room.of(place)
            # Two first messages at once: the room's row puts them in order, and the second finds the topic made.
            Room.objects.select_for_update().get(pk=room.pk)
            known = cls.objects.about(thing).first()
            return known or cls.begin(
                room,
                thing.headline,
                by=by,
                at=at,
                thing_kind=thing.kind,
                thing=str(thing.pk),
                thing_reference=thing.reference,
                thing_address=thing.get_absolute_url(),
            )

    @classmethod
    def say_about(cls, thing: Subject, text: str, *, by: User | None, **what: Any) -> "Message":
        """Say something about a thing; its topic comes into being with the first message, and only with one.

        `what` as in `say`, and `circle` as in `about`.
        """
        with transaction.atomic():
            return cls.about(thing, circle=what.pop("circle", None), by=by, at=what.get("at")).say(text, by=by, **what)

    def say(
        self,
        text: str,
        *,
        by: User | None,
        key: UUID | None = None,
        reply_to: "Message | None" = None,
        quote: str = "",
        at: datetime | None = None,
    ) -> "Message":
        """Add a message. `key` is the sender's own id for it: said twice, it stands once.

        Takes the topic's tail and not the project's head: talk neither waits for deeds nor stands in the record.
        """
        mentions = Mentions(self.project, self.room.circle)
        html = mentions.render(text.strip())
        with transaction.atomic():
            tail = Tail.objects.select_for_update(of=("self",)).select_related("topic__room__circle").get(pk=self.pk)
            known = Message.objects.filter(pk=key).first() if key else None
            if known:
                return known.said_again(by=by, topic=self)
            tail.refuse_silence(text)
            before = tail.seq
            message = Message.objects.create(
                **({"pk": key} if key else {}),
                topic=self,
                seq=before + 1,
                author=by,
                text=text.strip(),
                html=html,
                reply_to=reply_to,
                quote=(quote or reply_to.plain if reply_to else "")[:QUOTE],
                said_at=at or clock.now(),
            )
            tail.seq, tail.said_at, tail.last = message.seq, message.said_at, message
            tail.save()
            if by:
                Reading.spoke(self, by, before=before, at=message.said_at)
            mentions.tell(message, by=by)
            say_aloud(message)
        return message

    def read(self, up_to: int, *, by: User, at: datetime | None = None) -> None:
        """Note how far a person has read; never goes back by itself."""
        Reading.note(self, by, up_to, at=at)

    def close(self, outcome: str, *, by: User, line: str = "", at: datetime | None = None) -> None:
        """Close with what came of it and one line."""
        with transaction.atomic():
            topic = self.locked()
            Tail.objects.select_for_update().get(pk=topic.pk)
            if topic.is_closed or topic.is_past:
                raise Refused(_now("This topic is closed already."))
            if outcome not in self.Outcome.values:
                raise Refused(_now("Say what came of it: decided, action, answered or dropped."))
            topic.outcome, topic.outcome_line, topic.closed_at = outcome, line.strip(), at or clock.now()
            topic.save()
            topic.tell("closed a topic", by=by, at=at, also=["topics"], outcome=outcome, line=line.strip())

    def reopen(self, *, by: User) -> None:
        """Open a closed topic again."""
        with transaction.atomic():
            topic = self.locked()
            if not topic.is_closed:
                raise Refused(_now("This topic is open already."))
            topic.outcome, topic.outcome_line, topic.closed_at = "", "", None
            topic.save()
            topic.tell("reopened a topic", by=by, also=["topics"])
