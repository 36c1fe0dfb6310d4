"""What a document that came in as ReqIF was called there, part by part, and what its objects are related to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.documents.models import Document


class ReqifOrigin(models.Model):
    """What of a ReqIF file has no other place here, so that it goes out as it came in. No history: written once, when
    its document comes in.
    """

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="reqif_origin", verbose_name=_("document")
    )
    names = models.JSONField(_("names of blocks"), default=dict)
    """By block the identifier of the section or text that it is of; a text may have several blocks."""
    relations = models.JSONField(_("relations"), default=list)
    """Kind, source and target of each relation that one of its objects has: also what is no tie between clauses."""
    elsewhere = models.JSONField(_("named of other documents"), default=list)
    """Identifier, foreign key, title and document of each object that the file only named, for its relations."""

    class Meta:
        verbose_name = _("origin in ReqIF")
        verbose_name_plural = _("origins in ReqIF")

    def __str__(self) -> str:
        return str(self.document_id)
