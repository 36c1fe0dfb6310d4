"""Versions of a document: places of its log that people come back to."""

from __future__ import annotations

from typing import ClassVar, Self
from zlib import crc32

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from coediting.models.log import Log
from documents.models.document import Document
from richtext.nodes import Node, read_tree

MAX_NAME = 80
MAX_REASON = 300
HUES = 36


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

    def with_people(self) -> Self:
        """Fetch along who made and who wrote each."""
        return self.select_related("made_by").prefetch_related("authors")


class Version(models.Model):
    """A place of a document's log. What it said there is read from the log, which keeps everything.

    `seq` is the last update that is in it; its authors wrote what came since the version before.
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
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("made by")
    )

    objects = VersionQuerySet.as_manager()
    history = HistoricalRecords()

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
    def writers(self) -> list[User]:
        """Return who wrote it; of an imported one a person who is not here, in a tint that follows from their name."""
        if self.imported_author:
            return [User(name=self.imported_author, hue=crc32(self.imported_author.encode()) % HUES)]
        return list(self.authors.all())

    def nodes(self) -> list[Node]:
        """Read what it says."""
        return read_tree(Log(pk=self.document_id).past(self.seq))
