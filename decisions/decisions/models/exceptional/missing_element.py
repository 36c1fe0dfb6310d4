"""An element that the list lacks: a decision of the general circle adds it, what is disputed waits."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.web.formatting import moment


class MissingElement(models.Model):
    """That a proposal waits for `addition`, until it is decided and no longer than `until`; once for each proposal, so
    that nobody holds one up for ever. Append-only: no history needed.
    """

    proposal = models.OneToOneField("decisions.Proposal", on_delete=models.PROTECT, related_name="missing_element")
    addition = models.OneToOneField("decisions.Proposal", on_delete=models.PROTECT, related_name="adds_for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    until = models.DateTimeField(_("waits until, at most"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now())

    class Meta:
        verbose_name = _("missing element")
        verbose_name_plural = _("missing elements")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal.reference} ← {self.addition.reference}"

    @property
    def sentence(self) -> str:
        """Say what is waited for, and until when."""
        names = {"reference": self.addition.reference, "when": moment(self.until)}
        return _now("It waits for %(reference)s, which would add an element, until %(when)s at most.") % names
