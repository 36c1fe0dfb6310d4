"""An amendment: the next text of a proposal, which people write together while an objection is integrated."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from decisions.event_types import DecisionEvent
from decisions.models.proposals.ending import Stage
from decisions.models.proposals.proposal import Proposal
from decisions.models.rounds.round import Round
from decisions.text.rich_text import is_empty, nodes_in, text_in
from documents.content.nodes import write_tree
from documents.models import MAX_TITLE, Document
from inbox.models import Notice
from web.exceptions import Refused

AS_READ = timedelta(seconds=5)
"""So long somebody else's last words have stood before they go in: nobody puts to a round what they could not read."""

BEGINS = 1
"""The place in its log at which it has the words of the round."""


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Finds amendments."""

    def of(self, proposal: Proposal) -> Self:
        """Keep a proposal's, the newest first, with their documents."""
        found = self.filter(round__proposal=proposal).order_by("-pk")
        return found.select_related("round", "document__circle", "document__log", "begun_by")

    def living(self, proposal: Proposal) -> "Amendment | None":
        """Give the amendment of a proposal's text as it stands, or None; one sent up with its proposal goes on."""
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
        """Milliseconds after somebody else's last words for which nobody puts it to a round."""
        return AS_READ // timedelta(milliseconds=1)

    def is_of(self, proposal: Proposal) -> bool:
        """Say whether it amends a proposal's text as it stands, and may still become its next."""
        return self.became_id is None and self.round.text == proposal.text and not self.document.is_closed

    @classmethod
    def begin(cls, proposal: Proposal, *, by: User, at: datetime | None = None) -> "Amendment":
        """Give the amendment of a proposal's text as it stands, begun with its words where nobody has: once, also when
        two press at the same instant.

        :raises Refused: when it is decided, no objection stands, or its circle is closed.
        """
        proposal.settle(at=at)
        with transaction.atomic():
            proposal = proposal.locked()
            proposal.refuse_decided()
            last = proposal.last_round
            if last is None or proposal.stage != Stage.INTEGRATING:
                raise Refused(_now("No objection stands: there is nothing to integrate."))
            if living := cls.objects.living(proposal):
                return living
            proposal.close_amendments(at=at)
            amendment = cls.objects.create(
                round=last,
                document=cls._page(proposal, last, by=by, at=at),
                begun_by=by,
                **({"begun_at": at} if at else {}),
            )
            people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
            people |= dict.fromkeys([one.by for one in proposal.standing_objections], Notice.Reason.OWNER)
            proposal.record_event(
                DecisionEvent.AMENDMENT_STARTED, by=by, at=at, people=people, also=["proposals"], round=last.number
            )
        return amendment

    @classmethod
    def _page(cls, proposal: Proposal, last: Round, *, by: User, at: datetime | None) -> Document:
        """Write the document in which people amend; it begins with the text of the round."""
        names = {"reference": proposal.reference, "number": last.number}
        return Document.begin(
            proposal.circle.open_or_refuse(),
            _now("Amendment to %(reference)s, round %(number)s")[:MAX_TITLE] % names,
            by=by,
            at=at,
            genre=Document.Genre.AMENDMENT,
            content=write_tree(nodes_in(proposal.text)),
        )

    def text(self) -> str:
        """Give what it says now, as far as the log goes, as the proposal would say it."""
        return text_in(self.document.nodes())

    def propose(self, *, by: User, at: datetime | None = None) -> Round:
        """Make it the proposal's text: the next round opens, objections stand, everybody else looks again. Nobody
        writes in it from then on.

        :raises Refused: when the proposal is decided or has another text by now, it is empty or changes nothing, or
            somebody else has written in it a moment ago.
        """
        self.round.proposal.settle(at=at)
        with transaction.atomic():
            proposal = self.round.proposal.locked()
            proposal.refuse_decided()
            amendment = type(self).objects.of(proposal).get(pk=self.pk)
            if not amendment.is_of(proposal):
                raise Refused(_now("This amendment is of an earlier text; begin one of the text as it stands."))
            amendment.refuse_unread(by, at or clock.now())
            nodes = amendment.document.nodes()
            if is_empty(nodes):
                raise Refused(_now("The amendment has no words yet."))
            if (text := text_in(nodes)) == text_in(nodes_in(proposal.text)):
                raise Refused(_now("The amendment says what the text says: nothing was changed."))
            amendment.document.locked().close(at=at)
            amendment.became = proposal.revise(by=by, at=at, text=text)
            amendment.save()
        return amendment.became  # type: ignore[return-value]  # with a round before, a new text opens one

    def refuse_unread(self, by: User, now: datetime) -> None:
        """Raise `Refused` where somebody else's last words came so late that who puts them to a round has not read
        them.
        """
        late = self.document.log.updates.filter(seq__gt=BEGINS, received_at__range=(now - AS_READ, now))
        if last := late.exclude(user=by).select_related("user").order_by("-seq").first():
            name = last.user.name if last.user else "–"
            raise Refused(_now("%(name)s has just written in it: read it, then put it to the round.") % {"name": name})
