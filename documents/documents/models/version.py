"""Versions of a document: places of its log that people come back to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self
from zlib import crc32

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from simple_history.models import HistoricalRecords

from documents.coediting.models.log import Log
from documents.documents.models.document import Document
from documents.richtext.comparison.change_summary import ChangeSummary
from documents.richtext.nodes import Node, read_tree
from foundation.accounts.models import User
from foundation.web.formatting import listed

MAX_NAME = 80
MAX_REASON = 300
HUES = 36
NAMED = 3  # people who are named before the others are counted


def name_some(people: Sequence[User]) -> str:
    """Name people in a sentence by their first names: Rose, Bo and two others."""
    return listed(_first_names(people))


def _first_names(people: Sequence[User]) -> list[str]:
    names = [person.first_name for person in people]
    more = len(names) - NAMED
    if more < 2:
        return names
    return [*names[:NAMED], ngettext("one other", "%(number)s others", more) % {"number": more}]


class VersionQuerySet(models.QuerySet["Version"]):
    """Finds versions."""

    def readable_by(self, user: User) -> Self:
        """Keep those of documents whose words a person may read."""
        return self.filter(document__in=Document.objects.readable_by(user))

    def last_first(self) -> Self:
        """Order them by their place in the log. Their numbers say in which order they were made: a moment of last week
        may be named today.
        """
        return self.order_by("-seq")

    def next_number(self) -> int:
        """Return the number of the next version of the document that these are of."""
        return (self.aggregate(last=models.Max("number"))["last"] or 0) + 1

    def unnamed(self) -> Self:
        """Keep those of which nothing says yet what changed in them."""
        return self.filter(changed__isnull=True)

    def with_people(self) -> Self:
        """Fetch along who made and who wrote each."""
        return self.select_related("made_by").prefetch_related("authors")


class Version(models.Model):
    """A place of a document's log. What it said there is read from the log, which keeps everything.

    `seq` is the last update that is in it; its authors wrote what came since the version before, and `changed` says
    where (`ChangeSummary`): its name is made of both in the reader's language.
    """

    class Origin(models.TextChoices):
        """Why there is a version."""

        QUIET = "quiet", _("after 10 minutes without edits")
        ASKED = "asked", _("on demand")
        RESTORED = "restored", _("by restoring an earlier one")
        IMPORTED = "imported", _("imported")

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"), editable=False)
    seq = models.PositiveIntegerField(editable=False)
    origin = models.CharField(_("origin"), max_length=16, choices=Origin, default=Origin.QUIET, editable=False)
    restored = models.PositiveIntegerField(_("restores version"), null=True, editable=False)
    name = models.CharField(_("name"), max_length=MAX_NAME, blank=True)
    reason = models.CharField(_("reason"), max_length=MAX_REASON, blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("authors"), related_name="+", blank=True)
    imported_author = models.CharField(
        _("imported author"), max_length=120, blank=True, editable=False, help_text=_("Who wrote it elsewhere.")
    )
    words_added = models.PositiveIntegerField(_("words added"), default=0, editable=False)
    words_removed = models.PositiveIntegerField(_("words removed"), default=0, editable=False)
    changed = models.JSONField(
        _("what changed"), null=True, editable=False, help_text=_("Its headings, from which the version has its name.")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = VersionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["changed"])

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_per_number"),
            models.UniqueConstraint(fields=["document", "seq"], name="one_version_per_seq"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return how people call it: by its name, else by its number."""
        return self.name or self.numbered

    @property
    def numbered(self) -> str:
        """Return `version 42`."""
        return _now("Version %(number)s") % {"number": self.number}

    @property
    def story(self) -> str:
        """Return what it is called by itself: `Rose, Bo: Energy, Prices`; nothing while that is not known."""
        if self.restored:
            what = _now("restored version %(number)s") % {"number": self.restored}
        else:
            what = _said_of(self.summary) if self.summary else ""
        names = ", ".join(_first_names(self.writers))
        return _now("%(names)s: %(what)s") % {"names": names, "what": what} if names and what else what

    @property
    def title(self) -> str:
        """Return how the history calls it: by its name, else by what changed."""
        return self.name or self.story or self.numbered

    @property
    def summary(self) -> ChangeSummary | None:
        """Return where it changed the text; None while nothing has worked that out."""
        return ChangeSummary.of_data(self.changed)

    @property
    def writers(self) -> list[User]:
        """Return who wrote it; of an imported one a person who is not here, in a tint that follows from their name."""
        if self.imported_author:
            return [User(name=self.imported_author, hue=crc32(self.imported_author.encode()) % HUES)]
        return list(self.authors.all())

    def nodes(self) -> list[Node]:
        """Read what it says."""
        return read_tree(Log(pk=self.document_id).past(self.seq))


def _said_of(summary: ChangeSummary) -> str:
    """Say what changed: the first text, the sections, or the first words that came or went."""
    if summary.first:
        return _now("first text")
    where = ", ".join(summary.sections)
    if summary.more:
        more = ngettext("one more section", "%(number)s more sections", summary.more) % {"number": summary.more}
        where = _now("%(sections)s and %(more)s") % {"sections": where, "more": more}
    if summary.looks:
        return _now("formatting of %(sections)s") % {"sections": where} if where else _now("formatting")
    if where or not summary.words:
        return where
    pattern = _now("removed “%(words)s”") if summary.removed else _now("“%(words)s”")
    return pattern % {"words": summary.words}
