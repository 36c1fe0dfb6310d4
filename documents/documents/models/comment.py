"""Comments on ranges of a document: threads with what they are about, what people say in them, what came of them."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from circles.circles.models import ThingQuerySet
from circles.projects.models import Project
from documents.conversation.models import (
    EarlierWording,
    Placed,
    Post,
    PostQuerySet,
    PostWords,
    Reaction,
    ReactionQuerySet,
)
from documents.documents.models.document import Document
from foundation.accounts.models import User

MAX_QUOTE = 2_000
MAX_CONTEXT = 64
MAX_POSITION = 200
MAX_OUTCOME_LINE = 300
LEAF = "\ufffc"
"""Stands in a quote for what has no words: a picture, a mention."""


class CommentThreadQuerySet(ThingQuerySet["CommentThread"]):
    """Finds threads."""

    home = "document__project"
    place = "document__circle"

    def visible_to(self, user: User) -> Self:
        """Keep those on documents whose words the person may read."""
        return self.filter(document__in=Document.objects.readable_by(user).order_by().values("pk"))

    def open(self) -> Self:
        """Keep those that are not resolved."""
        return self.filter(resolved_at=None)

    def resolved(self) -> Self:
        """Keep those that are."""
        return self.exclude(resolved_at=None)

    def in_state(self, state: str) -> Self:
        """Keep the `open` or the `resolved` ones; all for any other word."""
        if state == "open":
            return self.open()
        return self.resolved() if state == "resolved" else self.all()

    def with_place(self) -> Self:
        """Fetch document, circle, project and who resolved it along."""
        return self.select_related("document__project", "document__circle", "resolved_by")


class CommentThread(Placed):
    """What people say about one range of a document.

    The range is known in two ways: by positions in the Yjs document, which follow what is typed around it, and by its
    words with those around them, which are found again after a move. The browser resolves them, in the order that
    `frontend/editor/comments/anchor.ts` says; the text is never changed. No simple-history: that a thread was resolved
    or reopened stands in the record, and nothing else of it changes.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        CHANGED = "changed", _("text changed")
        ANSWERED = "answered", _("answered")
        DECIDED = "decided", _("decided")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="threads")
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    quote = models.TextField(_("quoted words"), max_length=MAX_QUOTE, blank=True)
    before = models.CharField(_("words before"), max_length=MAX_CONTEXT, blank=True)
    after = models.CharField(_("words after"), max_length=MAX_CONTEXT, blank=True)
    start = models.CharField(
        _("start"), max_length=MAX_POSITION, blank=True, help_text=_("A Yjs relative position, in base64.")
    )
    end = models.CharField(_("end"), max_length=MAX_POSITION, blank=True)
    epoch = models.PositiveIntegerField(default=1, help_text=_("Of the document: positions hold within one."))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True, editable=False)
    outcome_line = models.CharField(_("in a line"), max_length=MAX_OUTCOME_LINE, blank=True, editable=False)
    decision = models.CharField(_("decision"), max_length=20, blank=True, editable=False)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = CommentThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment thread")
        verbose_name_plural = _("comment threads")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, outcome="")
                | (~models.Q(resolved_at=None) & ~models.Q(outcome="")),
                name="resolved_thread_has_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["document", "resolved_at"], name="threads_of_document")]

    def __str__(self) -> str:
        return Truncator(self.quoted).chars(80)

    def get_absolute_url(self) -> str:
        """Lead to its place in the document."""
        return f"{self.document.get_absolute_url()}?comment={self.pk}"

    @property
    def page(self) -> str:
        """Return the address of the page that shows it alone."""
        return reverse("documents:thread", args=[self.document.project.slug, self.pk])

    @property
    def place(self) -> Document:
        return self.document

    @property
    def project(self) -> Project:
        return self.document.project

    @property
    def quoted(self) -> str:
        """Return the words it is about on one line."""
        return " ".join(self.quote.replace(LEAF, "…").split())

    @property
    def is_resolved(self) -> bool:
        """Return whether it was resolved with an outcome."""
        return self.resolved_at is not None

    @property
    def result(self) -> str:
        """Return what came of it, in the reader's language: `decided → D-42`."""
        words = self.get_outcome_display()
        return f"{words} → {self.decision}" if self.decision else words


class CommentQuerySet(PostQuerySet["Comment"]):
    """Finds comments."""

    home = "thread__document__project"
    place = "thread__document__circle"

    def visible_to(self, user: User) -> Self:
        """Keep those on documents whose words the person may read."""
        return self.filter(thread__document__in=Document.objects.readable_by(user).order_by().values("pk"))

    def with_place(self) -> Self:
        """Fetch author, thread, document, circle and project along."""
        return self.select_related("author", "thread__document__project", "thread__document__circle")


class Comment(Post):
    """What one person said in a thread. `key` is the sender's own: what was sent twice stands once."""

    key_field = "key"
    words = PostWords(
        empty=_("This comment is empty; delete it instead."),
        removed=_("This comment was removed."),
        key_taken=_("Another comment has this key; reload the page and send again."),
    )

    thread = models.ForeignKey(CommentThread, on_delete=models.PROTECT, related_name="comments")
    seq = models.PositiveIntegerField(_("number"))
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("said"), db_default=Now())

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints: ClassVar = [models.UniqueConstraint(fields=["thread", "seq"], name="one_comment_per_seq")]

    def get_absolute_url(self) -> str:
        """Lead to its place in the document."""
        return f"{self.thread.get_absolute_url()}#c-{self.pk}"

    @property
    def place(self) -> CommentThread:
        return self.thread

    def refuse_place_closed(self) -> None:
        self.thread.document.refuse_if_closed()


class CommentWording(EarlierWording):
    """What a comment said before it was edited."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="wordings")

    class Meta(EarlierWording.Meta):
        verbose_name = _("earlier version of a comment")
        verbose_name_plural = _("earlier versions of comments")


class CommentReaction(Reaction):
    """What a person thinks of a comment, without words."""

    thing = "comment"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")

    objects = ReactionQuerySet["CommentReaction"].as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["comment", "user", "kind"], name="one_reaction_of_a_kind")
        ]
