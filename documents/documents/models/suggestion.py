"""Suggestions: another text of a document that a person proposes, taken or left block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import ThingQuerySet
from circles.projects.models.translated_name import TranslatedName
from documents.conversation.models import Authored
from documents.documents.models.document import Document
from documents.richtext.comparison.block_changes import BlockChange, block_changes
from documents.richtext.comparison.change_words import markdown_of_changes
from documents.richtext.nodes import load, tree_of
from foundation.accounts.models import User
from foundation.web.caches import page_cache

CACHED_S = 60 * 60
MAX_QUOTED = 2_000
MAX_SUGGESTION_REASON = 1_000
STAYS_IN_MARGIN = timedelta(minutes=10)


@dataclass(frozen=True)
class SuggestedChanges:
    """What a suggestion changes, and the places of both logs at which it does: what who decides on it has read."""

    changes: list[BlockChange]
    text_seq: int
    own_seq: int

    @property
    def seen(self) -> str:
        """Return both places as forms send them back."""
        return f"{self.text_seq}.{self.own_seq}"


class SuggestionQuerySet(ThingQuerySet["Suggestion"]):
    """Finds suggestions."""

    home = "document__project"
    place = "document__circle"

    def visible_to(self, user: User) -> Self:
        """Keep those on documents whose words the person may read."""
        return self.filter(document__in=Document.objects.readable_by(user).order_by().values("pk"))

    def open(self) -> Self:
        """Keep those of which something is to be taken or left."""
        return self.filter(ended_at=None)

    def decidable(self) -> Self:
        """Keep open ones that wait for no proposal."""
        return self.open().filter(proposal="")

    def in_margin(self, now: datetime) -> Self:
        """Keep those, and what was decided on just now: whoever looks at it sees what came of it."""
        return self.filter(models.Q(ended_at=None) | models.Q(ended_at__gt=now - STAYS_IN_MARGIN))

    def with_place(self) -> Self:
        """Fetch author, document, circle and project along."""
        return self.select_related("author", "ended_by", "document__project", "document__circle", "document__log")


class Suggestion(Authored):
    """What a person would change in a document: a log of Yjs updates on top of the document's own.

    The document's text goes on flowing in: what a suggestion says is always both logs together, and what it changes is
    that beside the document's log alone. No simple-history: that it was accepted or refused stands in the record, and
    its updates are kept.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        ACCEPTED = "accepted", _("accepted")
        PARTLY = "partly", _("accepted in part")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    locked_with = ("author", "document__project", "document__circle", "document__log")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="suggestions")
    reason = models.CharField(_("reason"), max_length=MAX_SUGGESTION_REASON, blank=True)
    seq = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    edited_at = models.DateTimeField(_("last edited"), db_default=Now(), editable=False)
    accepted = models.PositiveIntegerField(_("changes accepted"), default=0, editable=False)
    refused = models.PositiveIntegerField(_("changes refused"), default=0, editable=False)
    proposal = models.CharField(
        _("proposal"), max_length=20, blank=True, editable=False, help_text=_("Whose adoption applies it.")
    )
    proposed_seq = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("The place of the document's log as it was proposed.")
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "author"],
                condition=models.Q(ended_at=None, proposal=""),
                name="one_open_suggestion_of_each",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, outcome="") | (~models.Q(ended_at=None) & ~models.Q(outcome="")),
                name="ended_suggestion_has_outcome",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["document", "ended_at"], name="suggestions_of_document")]

    def __str__(self) -> str:
        return _now("Suggestion of %(name)s for “%(title)s”") % {"name": self.speaker, "title": self.document.title}

    @property
    def headline(self) -> str:
        """Return its name in the reader's language; what is born from it keeps the one in the project's."""
        with translation.override(self.document.project.language):
            written = str(self)
        return TranslatedName(str(self), written)

    def get_absolute_url(self) -> str:
        """Lead to its place in the document."""
        return f"{self.document.get_absolute_url()}?comment=s-{self.pk}"

    @property
    def page(self) -> str:
        """Return the address of the page that shows it alone."""
        return reverse("documents:suggestion", args=[self.document.project.slug, self.pk])

    @property
    def place(self) -> Document:
        return self.document

    @property
    def is_ended(self) -> bool:
        """Whether nothing of it is to be taken or left any more."""
        return self.ended_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took it back."""
        return self.outcome == self.Outcome.WITHDRAWN

    @property
    def is_over(self) -> bool:
        """Whether its author does not go on with it: it was withdrawn, or is a proposal."""
        return bool(self.proposal) or self.is_withdrawn

    @property
    def editor_state(self) -> str:
        """Return what the editor of its author does with it: `open`, `ended` (going on opens it again), or `over`."""
        if self.is_over:
            return "over"
        return "ended" if self.is_ended else "open"

    @property
    def quotable(self) -> str:
        """Return what it changes, shortened."""
        words = self.proposed_text
        return words if len(words) <= MAX_QUOTED else f"{words[:MAX_QUOTED]}…"

    @property
    def proposed_text(self) -> str:
        """Return what it changes, as the text of a proposal that is made of it."""
        return "\n\n".join(filter(None, (self.reason, markdown_of_changes(self.changes().changes))))

    def changes(self) -> SuggestedChanges:
        """Return what it changes in its document as both stand; nothing once it has ended."""
        return changes_of(self.document, [self])[self.pk]

    def log(self) -> Iterator[bytes]:
        """Yield its own updates, in order."""
        for data in self.updates.order_by("seq").values_list("data", flat=True).iterator(chunk_size=500):
            yield bytes(data)


def changes_of(document: Document, suggestions: Iterable[Suggestion]) -> dict[int, SuggestedChanges]:
    """Return what suggestions of one document change in it, by their id; three queries at most, whatever their number.
    What was compared is kept until one of both texts goes on.
    """
    state, rows = document.log.read(), list(suggestions)
    keys = {one.pk: f"suggested:{one.pk}:{one.seq}:{state.seq}" for one in rows if not one.is_ended}
    known: dict[str, list[BlockChange]] = page_cache.get_many(keys.values()) if keys else {}
    new = {pk: key for pk, key in keys.items() if key not in known}
    if new:
        own: dict[int, list[bytes]] = {pk: [] for pk in new}
        updates = SuggestionUpdate.objects.filter(suggestion__in=new).order_by("suggestion", "seq")
        for pk, data in updates.values_list("suggestion", "data").iterator(chunk_size=500):
            own[pk].append(bytes(data))
        now = tree_of(load(state.updates))
        compared = {key: block_changes(now, tree_of(load([*state.updates, *own[pk]]))) for pk, key in new.items()}
        page_cache.set_many(compared, CACHED_S)
        known |= compared
    return {one.pk: SuggestedChanges(known.get(keys.get(one.pk, ""), []), state.seq, one.seq) for one in rows}


class SuggestionUpdate(models.Model):
    """One update of a suggestion as it was received. Append-only: the database refuses to change or delete it."""

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="updates")
    seq = models.PositiveIntegerField()
    message_id = models.CharField(max_length=64, editable=False, help_text=_("The client's name for it."))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    data = models.BinaryField()
    received_at = models.DateTimeField(_("received"), db_default=Now())

    class Meta:
        verbose_name = _("update of a suggestion")
        verbose_name_plural = _("updates of suggestions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["suggestion", "seq"], name="one_suggestion_update_per_seq"),
            models.UniqueConstraint(fields=["suggestion", "message_id"], name="one_suggestion_update_per_message"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.seq}"
