"""What was last read out of a document's log: its plain words, block by block, and its nodes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.documents.models.document import Document


class DocumentText(models.Model):
    """A document's words up to an update of its log. Read anew when the log has grown: no history.

    `blocks` has the id and the words of each block at its top that has words; for an id its place (`#12`) while it has
    none.
    """

    MOST: ClassVar[int] = 200_000  # letters that a document is found by

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="text")
    seq = models.PositiveIntegerField(help_text=_("The last update that is in it."))
    blocks = models.JSONField(_("words by block"), default=list)

    class Meta:
        verbose_name = _("document text")
        verbose_name_plural = _("document texts")

    def __str__(self) -> str:
        return f"{self.document_id} {self.seq}"

    @property
    def words(self) -> str:
        """Return all its words."""
        return "\n\n".join(words for _block, words in self.blocks)

    @property
    def texts(self) -> list[str]:
        """Return what the document is found by."""
        return [self.document.reference, self.document.title, self.words]


class DocumentNodes(models.Model):
    """A document's nodes up to an update of its log, so that its page need not read the log. Read with its words,
    anew when the log has grown: no history.

    `data` is empty where nothing was found: there is nothing, or reading failed.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True, related_name="kept_nodes")
    seq = models.PositiveIntegerField(help_text=_("The last update that is in it."))
    reader = models.PositiveSmallIntegerField(_("way of reading"))
    data = models.BinaryField(_("nodes"))

    class Meta:
        verbose_name = _("document's nodes")
        verbose_name_plural = _("documents' nodes")

    def __str__(self) -> str:
        return f"{self.document_id} {self.seq}"
