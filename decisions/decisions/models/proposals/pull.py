"""A pull: a voice takes to its circle's sync what would be, or is, in force without it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.extension_registry import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ProposalPulled(DomainEvent):
    """A proposal is decided in the sync of circle `to`, to which a voice took it."""

    proposal: Any
    to: Circle
    by: User | None
    at: datetime | None = None


class PullQuerySet(models.QuerySet["Pull"]):
    """Finds pulls."""

    def suspending(self) -> Self:
        """Keep those that hold a decision up: its sync has not kept it yet."""
        return self.filter(
            decision__revoked_at=None,
            decision__superseded_at=None,
            decision__isnull=False,
            proposal__withdrawn_at=None,
            proposal__lapsed_at=None,
            proposal__decision=None,
        )


class Pull(models.Model):
    """That a proposal is decided in the sync of the circle `to`, whatever its route would be. `decision` was in force
    when it was pulled, and the proposal asks to keep it: until then it is suspended. Append-only: no history needed.
    """

    proposal = models.OneToOneField("decisions.Proposal", on_delete=models.PROTECT, related_name="pull")
    decision = models.ForeignKey(
        "decisions.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="pulls"
    )
    to = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", verbose_name=_("to the sync of"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    what = models.CharField(_("why"), max_length=300)
    next_sync_at = models.DateTimeField(_("next sync"))
    pulled_at = models.DateTimeField(_("pulled"), db_default=Now())

    objects = PullQuerySet.as_manager()

    class Meta:
        verbose_name = _("pull")
        verbose_name_plural = _("pulls")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal.reference}: {self.what}"
