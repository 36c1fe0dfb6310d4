"""An amendment: the next text of a proposal, which people write together while an objection is integrated."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.decisions.models.proposals.proposal import Proposal
from decisions.decisions.models.rounds.round import Round
from decisions.decisions.text.rich_text import text_in
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.exceptions import Refused

AS_READ = timedelta(seconds=5)
"""So long another person's last words have stood before they go in: nobody puts to a round what they could not read."""

BEGINS = 1
"""The place in its log at which it has the words of the round."""


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Finds amendments."""

    def of(self, proposal: Proposal) -> Self:
        """Keep a proposal's, the newest first, with their documents."""
        found = self.filter(round__proposal=proposal).order_by("-pk")
        return found.select_related("round", "document__circle", "document__log", "begun_by")

    def open_of(self, proposal: Proposal) -> "Amendment | None":
        """Return the amendment of a proposal's text as it stands, or None; one sent up with its proposal goes on."""
        newest = self.of(proposal).first()
        return newest if newest and newest.is_of(proposal) else None


class Amendment(models.Model):
    """What a round's text could become. Its words are a document's; `became` is the round that they opened."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="amendment", verbose_name=_("round"))
    document = models.OneToOneField(Document, models.PROTECT, related_name="amendment", verbose_name=_("document"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("begun by"))
    begun_at = models.DateTimeField(_("begun"), db_default=Now())
    became = models.OneToOneField(
        Round, models.PROTECT, null=True, blank=True, related_name="written_as", verbose_name=_("became round")
    )

    objects = AmendmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def read_after_ms(self) -> int:
        """Milliseconds after another person's last words for which nobody puts it to a round."""
        return AS_READ // timedelta(milliseconds=1)

    def is_of(self, proposal: Proposal) -> bool:
        """Return whether it amends a proposal's text as it stands, and may still become its next."""
        return self.became_id is None and self.round.text == proposal.text and not self.document.is_closed

    def text(self) -> str:
        """Return what it says now, as far as the log goes, as the proposal would say it."""
        return text_in(self.document.nodes())

    def refuse_unread(self, by: User, now: datetime) -> None:
        """Raise `Refused` where another person's last words came so late that who puts them to a round has not read
        them.
        """
        late = self.document.log.updates.filter(seq__gt=BEGINS, received_at__range=(now - AS_READ, now))
        if last := late.exclude(user=by).select_related("user").order_by("-seq").first():
            name = last.user.name if last.user else "–"
            raise Refused(_now("%(name)s has just written in it: read it, then put it to the round.") % {"name": name})
