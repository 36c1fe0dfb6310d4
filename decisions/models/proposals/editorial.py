"""A change of wording in an open round, labelled editorial: it keeps the round, unless somebody refuses the label."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from decisions.event_types import DecisionEvent
from decisions.models.rounds.round import Round
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.proposals.proposal import Proposal


class Editorial(models.Model):
    """What was changed of the words, as they were `before` and are `after`, by the names of the proposal's fields."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="editorials")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    made_at = models.DateTimeField(_("changed"), db_default=Now())
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("label refused by"),
    )
    refused_at = models.DateTimeField(_("label refused"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("change of wording")
        verbose_name_plural = _("changes of wording")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(refused_at=None, refused_by=None)
                | models.Q(refused_at__isnull=False, refused_by__isnull=False),
                name="label_refused_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {', '.join(self.after)}"

    def refuse_label(self, *, by: User, at: datetime | None = None) -> Round:
        """Say that it is more than wording. It counts as an ordinary change of the text from then on: the round keeps
        the words that it was opened with, and the next one asks everybody to look again.

        :raises Refused: by who is not in the project or changed it; when the round has ended, or the label was refused
            before.
        """
        proposal: Proposal = self.round.proposal
        proposal.settle(at=at)
        with transaction.atomic():
            proposal = proposal.locked()
            proposal.refuse_decided()
            open_round = proposal.open_round
            if open_round is None or open_round.pk != self.round_id:
                raise Refused(_now("The round in which this was changed has ended."))
            if by.pk == self.by_id or not proposal.project.has(by):
                raise Refused(_now("Anybody else in the project may refuse this label."))
            editorial = open_round.editorials.get(pk=self.pk)
            editorial.refused_by, editorial.refused_at = by, at or clock.now()
            editorial.save()
            editorial.give_words_back(open_round)
            open_round.close(open_round.Outcome.REPLACED, at=at)
            people = dict.fromkeys([editorial.by, proposal.owner, proposal.proposer], Notice.Reason.OWNER)
            proposal.record_event(
                DecisionEvent.EDITORIAL_LABEL_REFUSED, by=by, at=at, people=people, also=["proposals"]
            )
            return proposal.begin_round(by=by, at=at)

    def give_words_back(self, round_: Round) -> None:
        """Let the round have the words that it had before this change, and those that came after it."""
        for later in round_.editorials.filter(pk__gte=self.pk).order_by("-pk"):
            for name, words in later.before.items():
                setattr(round_, name, words)
