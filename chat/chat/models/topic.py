"""A topic: one conversation in a room, often about a proposal, a document or another thing of the project."""

import uuid
from collections.abc import Collection
from datetime import UTC, datetime
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from chat.chat.event_types import ChatEvent, ChatNotice
from chat.chat.models.direct_member import DirectMember
from chat.chat.models.room import Room
from chat.chat.models.thing_document import about_held, documents_of
from chat.chat.models.topic_head import TopicHead
from circles.circles.models import Circle, Membership, ThingQuerySet
from circles.invitations.models import CircleGrant, GrantQuerySet, Guest, Level
from circles.projects.models import Project, Subject
from documents.documents.models import Document, Restriction
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from foundation.web.pagination import CursorPage, is_key, moment_in

MAX_NAME = 200
QUOTE = 300


def readable(user: User, level: str, prefix: str = "") -> models.Q:
    """Return the condition by which a person may read a topic, or (as `comment`) speak in it: the project's members,
    but of talk about a document, or about what stands in one, those who may read that, and of a direct conversation its
    own people; and guests who are let into it, or into its room's circle. `prefix` leads to the topic (`topic__`).
    """
    member = Membership.objects.current().filter(user=user, project=models.OuterRef(f"{prefix}project"))
    thing = models.OuterRef(f"{prefix}pk" if not prefix else prefix.removesuffix("__"))
    in_room = models.Q(**{f"{prefix}room__isnull": False})
    spoken_with = models.Exists(DirectMember.objects.filter(user=user, topic=thing))
    room = models.OuterRef(f"{prefix}room__circle")
    closed = about_held(Restriction.objects.closed_to(user), prefix)
    restricted = about_held(Restriction.objects.in_force(), prefix)
    named = TopicGrant.of_things.of_guests(level).filter(user=user, content_object=thing)
    circles = CircleGrant.of_things.of_guests(level).filter(user=user, content_object=room)
    return (
        (in_room & models.Q(models.Exists(named)))
        | (models.Q(models.Exists(member)) & in_room & ~closed)
        | (models.Q(models.Exists(circles)) & ~restricted)
        | (models.Q(models.Exists(member)) & ~in_room & models.Q(spoken_with))
    )


class TopicQuerySet(ThingQuerySet["Topic"]):
    """Finds topics."""

    place = "room__circle"

    def visible_to(self, user: User) -> Self:
        """Keep those the person may read."""
        return self.filter(readable(user, Level.READ))

    def in_project(self, project: Project) -> Self:
        """Keep a project's: direct conversations are their people's."""
        return super().in_project(project).filter(room__isnull=False)

    def direct_in(self, project: Project, user: User) -> Self:
        """Keep a person's direct conversations with people of a project."""
        return self.visible_to(user).filter(project=project, room=None)

    def about(self, thing: Subject) -> Self:
        """Keep the one about a thing."""
        return self.filter(project=thing.record_id, thing_kind=thing.kind, thing=str(thing.pk))

    def latest_first(self) -> Self:
        """Order by last message."""
        return self.order_by("-head__said_at", "-pk")

    def latest_page(self, after: str, *, size: int) -> "CursorPage[Topic]":
        """Return topics with their last messages in that order, after a topic's `cursor`; one that is none is
        ignored.
        """
        said_at, _sep, pk = after.partition("|")
        earlier, moment = models.Q(), moment_in(said_at)
        if moment and is_key(self, pk):
            earlier = models.Q(head__said_at__lt=moment) | models.Q(head__said_at=moment, pk__lt=pk)
        rows = list(self.with_last().latest_first().filter(earlier)[: size + 1])
        return CursorPage(rows[:size], rows[size - 1].cursor if len(rows) > size else "")

    def open(self) -> Self:
        """Leave out those that were closed with an outcome."""
        return self.filter(closed_at=None)

    def with_last(self) -> Self:
        """Fetch place and last message along."""
        return self.select_related("project", "room__circle", "head__last__author")


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
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="topics", verbose_name=_("room"))
    """None for a direct conversation, of the people that `direct_key` stands for."""
    direct_key = models.CharField(max_length=64, blank=True, editable=False)
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
        permissions: ClassVar = [
            ("read_topic", "Can read the topic"),
            ("comment_topic", "Can speak in the topic"),
            ("write_topic", "Can write in the topic"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "thing_kind", "thing"], condition=~models.Q(thing=""), name="one_topic_per_thing"
            ),
            models.UniqueConstraint(
                fields=["project", "source"], condition=~models.Q(source=""), name="one_topic_per_source"
            ),
            models.UniqueConstraint(
                fields=["project", "direct_key"],
                condition=~models.Q(direct_key=""),
                name="one_direct_topic_per_people",
            ),
            models.CheckConstraint(
                condition=models.Q(room=None) ^ models.Q(direct_key=""), name="topic_is_in_a_room_or_direct"
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
        if self.is_direct:
            return reverse("chat:direct", args=[self.project.slug, self.pk])
        return reverse("chat:topic", args=[self.project.slug, self.scope, self.pk])

    @property
    def scope(self) -> str:
        """Return the key of the room's circle; nothing for a direct conversation."""
        return self.circle.key if self.circle else ""

    @property
    def circle(self) -> Circle | None:
        """Return the circle in whose room it is; None for a direct conversation."""
        return self.room.circle if self.room else None

    @property
    def is_direct(self) -> bool:
        """Return whether it is between a few people, and no part of the project."""
        return self.room_id is None

    @property
    def files_kept_under(self) -> UUID | None:
        """Return the id under which its files are kept apart from the project's: its own, of a direct conversation."""
        return self.pk if self.is_direct else None

    @property
    def reference(self) -> str:
        """Return the reference of the thing it is about, or nothing."""
        return self.thing_reference

    @property
    def about_key(self) -> str:
        """Return what it is about as change keys name it (`proposal:12`), or nothing."""
        return f"{self.thing_kind}:{self.thing}" if self.thing else ""

    @property
    def document(self) -> Document | None:
        """Return the document that it is about, or in which stands what it is about."""
        return documents_of(self.thing_kind, self.thing).first()

    @property
    def restricted_document(self) -> Document | None:
        """Return the document that it is about, or in which stands what it is about, if only some may read it now."""
        return documents_of(self.thing_kind, self.thing).filter(Restriction.objects.in_force().holding()).first()

    @property
    def open_headline(self) -> str:
        """Return its name; of what is restricted the reference, its own or its document's."""
        document = self.restricted_document
        return self.name if document is None else self.thing_reference or document.reference

    @property
    def draft_place(self) -> str:
        """Return where drafts for it are kept: at the thing, as before it had a topic."""
        return self.about_key or self.change_key

    @property
    def cursor(self) -> str:
        """Return its place in the order of last messages, for `latest_page`."""
        return f"{self.head.said_at.astimezone(UTC).isoformat()}|{self.pk}"

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        """Return by id who of some people may read it now: what `readable` asks of one person about many topics."""
        members, keys = self.members_among(people), [user.pk for user in people]
        if self.is_direct:
            spoken_with = self.members.inside().filter(user__in=people)
            return set(spoken_with.values_list("user", flat=True))
        document = self.document
        found = members & document.readers_among(people) if document else members
        guests = [TopicGrant.of_things.filter(content_object=self)]
        if self.circle and (document is None or document.restriction is None):
            guests.append(CircleGrant.of_things.filter(content_object=self.circle))
        for grants in guests:
            found.update(grants.of_guests(Level.READ).filter(user__in=keys).values_list("user", flat=True))
        return found

    def may_speak(self, user: User) -> bool:
        """Return whether a person may speak in it: who reads it in the project, and guests let in for that."""
        return type(self).objects.filter(readable(user, Level.COMMENT)).filter(pk=self.pk).exists()

    def refuse_ended(self) -> None:
        """Refuse to go on where nothing more is said: in what was imported, closed, or in a closed circle's room."""
        if self.is_past:
            raise Refused(_now("This was written elsewhere; open a topic here to continue."))
        if self.is_closed:
            raise Refused(_now("This topic is closed; reopen it to continue."))
        if self.circle and self.circle.is_closed:
            raise Refused(_now("This circle is closed; its conversations stay readable."))

    @property
    def outcome_words(self) -> str:
        """Return the line that says what came of it, set apart from the word before it, or nothing."""
        return f"· {self.outcome_line}" if self.outcome_line else ""

    @property
    def is_past(self) -> bool:
        """Whether it was imported: to be read only."""
        return bool(self.source)

    @property
    def is_closed(self) -> bool:
        """Return whether it was closed with an outcome."""
        return self.closed_at is not None

    @classmethod
    def begin(cls, room: Room, name: str, *, by: User | None, at: datetime | None = None, **thing: str) -> "Topic":
        """Make a topic with its head row, in the caller's transaction; not recorded."""
        made_at = at or clock.now()
        project = room.circle.project
        topic = cls.objects.create(
            room=room, project=project, name=name[:MAX_NAME], created_by=by, created_at=made_at, **thing
        )
        TopicHead.objects.create(topic=topic, room=room, said_at=made_at)
        return topic

    def rename(self, name: str, *, by: User, at: datetime | None = None) -> None:
        """Call it otherwise; what it was called stays in the record.

        :raises Refused: for no name, for what was imported, and for a topic that is called as its thing is.
        """
        with transaction.atomic():
            topic = self.locked()
            if topic.is_past or topic.thing:
                raise Refused(_now("This topic takes its name from what it is about."))
            if not name.strip():
                raise Refused(_now("A topic needs a name."))
            before, topic.name = topic.name, name.strip()[:MAX_NAME]
            if before == topic.name:
                return
            topic.save()
            Notice.objects.in_project(topic.record_id).call(topic.name, address=topic.get_absolute_url())
            topic.record_event(ChatEvent.TOPIC_RENAMED, by=by, at=at, also=["topics"], before=before)

    def close(self, outcome: str, *, by: User, line: str = "", at: datetime | None = None) -> None:
        """Close with what came of it and one line."""
        with transaction.atomic():
            topic = self.locked()
            TopicHead.objects.select_for_update().get(pk=topic.pk)
            if topic.is_closed or topic.is_past:
                raise Refused(_now("This topic is closed already."))
            if outcome not in self.Outcome.values:
                raise Refused(_now("Say what came of it: decided, action, answered or dropped."))
            topic.outcome, topic.outcome_line, topic.closed_at = outcome, line.strip(), at or clock.now()
            topic.save()
            asked = Notice.objects.filter(project=topic.project_id, event=ChatNotice.OUTCOME_ASKED)
            asked.filter(address=topic.get_absolute_url()).finish(topic.closed_at)
            said = "" if topic.restricted_document else topic.outcome_line  # everyone in the project reads the record
            topic.record_event(ChatEvent.TOPIC_CLOSED, by=by, at=at, also=["topics"], outcome=outcome, line=said)

    def reopen(self, *, by: User) -> None:
        """Open a closed topic again."""
        with transaction.atomic():
            topic = self.locked()
            if not topic.is_closed:
                raise Refused(_now("This topic is open already."))
            topic.outcome, topic.outcome_line, topic.closed_at = "", "", None
            topic.save()
            topic.record_event(ChatEvent.TOPIC_REOPENED, by=by, also=["topics"])


class TopicGrant(UserObjectPermissionBase):
    """What a guest may in a topic: read, or (as `comment`) speak."""

    content_object = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="grants")
    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="topic_grants")

    of_things = GrantQuerySet.as_manager()

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("topic permission")
        verbose_name_plural = _("topic permissions")
