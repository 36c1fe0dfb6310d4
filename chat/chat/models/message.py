"""A message, its earlier wordings, and what became of it."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat.chat.models.topic import Topic, readable
from circles.circles.models import Membership
from circles.invitations.models import Level
from circles.projects.models import Project
from documents.conversation.models import EarlierWording, Post, PostQuerySet, PostWords, Reaction, ReactionQuerySet
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


class MessageQuerySet(PostQuerySet["Message"]):
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


class Message(Post):
    """What one person said in a topic. Its id is the sender's own, so that what was sent twice stands once."""

    class Manner(models.TextChoices):
        """How an imported line was said, other than plainly."""

        ACTION = "action", _("an action")
        SYSTEM = "system", _("a line of the server")

    key_field = "id"
    words = PostWords(
        empty=_("This message is empty; delete it instead."),
        removed=_("This message was deleted."),
        key_taken=_("Another message has this number; reload the page and send again."),
    )

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
    # `html` is nothing where the text is only the names of its files.
    reply_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    quote = models.CharField(_("quoted words"), max_length=300, blank=True)
    said_at = models.DateTimeField(_("said"))
    # Of imported messages: how, and when, as it was logged ("2004-11-15 12:18", or only the day).
    manner = models.CharField(_("manner"), max_length=12, choices=Manner, blank=True)
    logged = models.CharField(_("logged"), max_length=32, blank=True)
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
    was_pinned = False
    """Whether it was pinned until it was taken back."""

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [models.UniqueConstraint(fields=["topic", "seq"], name="one_message_per_seq")]
        indexes: ClassVar = [
            models.Index(fields=["topic", "said_at"], name="messages_by_time"),
            models.Index(fields=["author", "topic", "seq"], name="messages_by_author"),
            models.Index(fields=["topic"], condition=~models.Q(pinned_at=None), name="pinned_messages"),
        ]

    def get_absolute_url(self) -> str:
        """Lead to its place in the conversation."""
        return f"{self.topic.get_absolute_url()}?at={self.seq}#m-{self.seq}"

    @property
    def page(self) -> str:
        """Return the address of the page where it can be edited, answered and made something of."""
        return reverse("chat:message", args=[self.topic.project.slug, self.pk])

    @property
    def place(self) -> Topic:
        return self.topic

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

    def refuse_place_closed(self) -> None:
        self.topic.project.refuse_archived()
        self.topic.refuse_ended()

    def refuse_gone(self) -> None:
        """Raise Refused for what can only be done with a message that stands here."""
        super().refuse_gone()
        if self.is_trace:
            raise Refused(_now("This message was moved to another topic."))

    def take_back(self) -> None:
        """Forget its words and what it quotes, and take it off the top of its topic."""
        super().take_back()
        self.was_pinned = self.pinned_at is not None
        self.quote, self.pinned_at, self.pinned_by = "", None, None


class Wording(EarlierWording):
    """What a message said before it was edited."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="wordings")

    class Meta(EarlierWording.Meta):
        verbose_name = _("earlier version of a message")
        verbose_name_plural = _("earlier versions of messages")


class MessageReaction(Reaction):
    """What a person thinks of a message, without words."""

    thing = "message"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")

    objects = ReactionQuerySet["MessageReaction"].as_manager()

    class Meta:
        verbose_name = _("reaction to a message")
        verbose_name_plural = _("reactions to messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "user", "kind"], name="one_reaction_to_a_message")
        ]
