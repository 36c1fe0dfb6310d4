"""A message, its earlier wordings, and what became of it."""

import uuid
from collections.abc import Collection
from datetime import date
from html import unescape
from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.models.topic import Topic, readable
from circles.models import Membership, ThingQuerySet
from invitations.models import Level
from projects.models import Project, Subject
from web.exceptions import Refused


class MessageQuerySet(ThingQuerySet["Message"]):
    """Finds messages."""

    home = "topic__project"
    place = "topic__room__circle"

    def visible_to(self, user: User) -> Self:
        """Keep those of topics the person may read."""
        return self.filter(readable(user, Level.READ, "topic__"))

    def in_project(self, project: Project) -> Self:
        """Keep a project's: direct messages are their people's."""
        return super().in_project(project).filter(topic__room__isnull=False)

    def reached_in(self, project: Project, user: User) -> Self:
        """Keep what a person reads in a project: its own, and direct messages."""
        return self.visible_to(user).filter(topic__project=project)

    def after(self, seq: int) -> Self:
        """Keep what was said after a message of the topic, by its number."""
        return self.filter(seq__gt=seq)

    def before(self, seq: int) -> Self:
        """Keep what was said before a message of the topic, by its number."""
        return self.filter(seq__lt=seq)

    def locked(self) -> Self:
        """Lock them to be changed. Who answers one meanwhile need not wait: they hold the topic's head, which comes
        after this.
        """
        return self.select_for_update(of=("self",), no_key=True)

    def pinned(self) -> Self:
        """Keep those that are pinned, the last pinned first."""
        return self.exclude(pinned_at=None).order_by("-pinned_at")

    def with_people(self) -> Self:
        """Fetch author and quoted message along, and whether the author is a guest."""
        inside = Membership.objects.filter(user=models.OuterRef("author"), project=models.OuterRef("topic__project"))
        by_guest = models.ExpressionWrapper(
            models.Q(author__isnull=False) & ~models.Q(models.Exists(inside)), models.BooleanField()
        )
        people = self.select_related("author", "reply_to__author", "moved_to__topic", "moved_from")
        return people.annotate(by_guest=by_guest)

    def with_place(self) -> Self:
        """Fetch topic, room, circle and project along."""
        return self.select_related("topic__project", "topic__room__circle__project")


class Message(Subject):
    """What one person said. Its id is the sender's own, so that what was sent twice stands once.

    No simple-history: earlier wordings are kept as `Wording`, and most messages never have one.
    """

    class Manner(models.TextChoices):
        """How an imported line was said, other than plainly."""

        ACTION = "action", _("an action")
        SYSTEM = "system", _("a line of the server")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Their indexes are the first columns of those below.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="messages", db_index=False)
    seq = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("by"),
    )
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)  # nothing where the text is only the names of its files
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    quote = models.CharField(_("quoted words"), max_length=300, blank=True)
    said_at = models.DateTimeField(_("said"))
    # Of imported messages: by whom there, how, and when, as it was logged ("2004-11-15 12:18", or only the day).
    nick = models.CharField(_("name elsewhere"), max_length=80, blank=True)
    manner = models.CharField(_("manner"), max_length=12, choices=Manner, blank=True)
    logged = models.CharField(_("logged"), max_length=32, blank=True)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)
    moved_at = models.DateTimeField(_("moved"), null=True, blank=True, editable=False)
    moved_from = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    moved_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    """What stands in its old place, without words, leads to it so."""
    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True, editable=False)
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = MessageQuerySet.as_manager()

    by_guest = False
    """Whether its author is here as a guest only, where `with_people` has asked."""

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "seq"], name="one_message_per_seq")]
        indexes: ClassVar = [
            models.Index(fields=["topic", "said_at"], name="messages_by_time"),
            models.Index(fields=["author", "topic", "seq"], name="messages_by_author"),
            models.Index(fields=["topic"], condition=~models.Q(pinned_at=None), name="pinned_messages"),
        ]

    def __str__(self) -> str:
        return Truncator(self.plain).chars(80)

    def readers_among(self, people: Collection[User]) -> set[UUID]:
        """Return by id who of some people may read its topic now."""
        return self.topic.readers_among(people)

    def get_absolute_url(self) -> str:
        """Lead to its place in the conversation."""
        return f"{self.topic.get_absolute_url()}?at={self.seq}#m-{self.seq}"

    @property
    def page(self) -> str:
        """Return the address of the page where it can be edited, answered and made something of."""
        return reverse("chat:message", args=[self.topic.project.slug, self.pk])

    @property
    def record_id(self) -> UUID:
        """Return the project's id."""
        return self.topic.project_id

    @property
    def scope(self) -> str:
        """Return the key of the room's circle."""
        return self.topic.scope

    @property
    def quotable(self) -> str:
        """Return its whole text."""
        return self.text

    @property
    def plain(self) -> str:
        """Return its words on one line, without marks; the names of its files where there are no others."""
        if not self.html:
            return self.text
        return " ".join(unescape(strip_tags(self.html)).split())

    @property
    def body(self) -> SafeString:
        """Return its HTML, which `circles.text.markup` made of the text and cleaned."""
        return mark_safe(self.html)

    @property
    def speaker(self) -> str:
        """Return who said it: a name of ours, or an imported one; nothing for Ronde and servers."""
        return self.author.name if self.author else self.nick

    @property
    def speaker_short(self) -> str:
        """Return the same in short."""
        return self.author.first_name if self.author else self.nick

    @property
    def said_on(self) -> date:
        """Return the day: as an imported log has it, else in the reader's zone."""
        return date.fromisoformat(self.logged[:10]) if self.logged else timezone.localtime(self.said_at).date()

    @property
    def logged_clock(self) -> str:
        """Return the time of day as an imported log has it, or nothing where it has none."""
        return self.logged[11:]

    @property
    def moved_to_page(self) -> str:
        """Return the address of the page of the message that stood here."""
        return reverse("chat:message", args=[self.topic.project.slug, self.moved_to_id])

    @property
    def is_trace(self) -> bool:
        """Return whether it only says that a message which stood here was moved to another topic."""
        return self.moved_to_id is not None

    @property
    def is_removed(self) -> bool:
        """Return whether its author took it back."""
        return self.removed_at is not None

    def sent_again(self, *, by: User | None, topic: Topic) -> "Message":
        """Return this message to a sender who sends it once more; refuse to anybody else who uses its id."""
        if self.topic_id != topic.pk or self.author_id != (by.pk if by else None):
            raise Refused(_now("Another message has this number; reload the page and send again."))
        return self

    def locked_to_mark(self) -> "Message":
        """Return the message locked, for anybody who may speak there to put something on it.

        :raises Refused: once it was removed, or its topic has ended.
        """
        found = Message.objects.locked().select_related("topic__project", "topic__room__circle")
        message = found.get(pk=self.pk)
        message.topic.project.refuse_archived()
        message.topic.refuse_ended()
        message.refuse_gone()
        return message

    def refuse_gone(self) -> None:
        """Refuse what can only be done with a message that stands here."""
        if self.is_removed:
            raise Refused(_now("This message was removed."))
        if self.is_trace:
            raise Refused(_now("This message was moved to another topic."))

    def locked_for(self, by: User) -> "Message":
        """Return the message locked, for its author to change.

        :raises Refused: to anybody else, and once it was removed.
        """
        message = Message.objects.locked().select_related("topic__project").get(pk=self.pk)
        message.topic.project.refuse_archived()
        if message.author_id != by.pk:
            raise Refused(_now("Only the person who wrote it can change it."))
        message.refuse_gone()
        return message


class Wording(models.Model):
    """What a message said before it was edited."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="wordings")
    text = models.TextField(_("text"))
    until = models.DateTimeField(_("until"), db_default=Now())

    class Meta:
        verbose_name = _("earlier version of a message")
        verbose_name_plural = _("earlier versions of messages")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return Truncator(self.text).chars(80)
