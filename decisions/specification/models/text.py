"""What a clause's document says of it now, as it was last read out of the log."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.specification.models.clause import Clause


class ClauseText(models.Model):
    """The text of a clause as its document has it. Read anew whenever that has changed: no history, the log has it.

    `digest` is empty, and the rest as it was last, while the document has no such block.
    """

    clause = models.OneToOneField(Clause, on_delete=models.CASCADE, primary_key=True, related_name="text")
    title = models.CharField(_("title"), max_length=160, blank=True)
    nodes = models.JSONField(_("nodes"), default=list)
    words = models.TextField(_("words"), blank=True)
    digest = models.CharField(max_length=64, blank=True)
    place = models.PositiveIntegerField(_("place in the document"), default=0)
    changed_at = models.DateTimeField(_("changed"), null=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )

    READ: ClassVar = ("title", "nodes", "words", "digest", "place", "changed_at", "changed_by")

    class Meta:
        verbose_name = _("text of a clause")
        verbose_name_plural = _("texts of clauses")

    def __str__(self) -> str:
        return self.title
