"""How a proposal ends without a vote: adopted elsewhere, here withdrawn, lapsed, or sent up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.models import Circle, Item, Project
from decisions.event_types import DecisionEvent
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.proposals.proposal import Proposal
    from decisions.models.register.decision import Decision

DRAFT_LAPSES_AFTER = timedelta(days=30)


class Stage(models.TextChoices):
    """Where a proposal stands, in a word."""

    DRAFT = "draft", _("draft")
    CONSENTING = "consenting", _("in a round")
    INTEGRATING = "integrating", _("integrating")
    OVER = "over", _("time is over")
    AGREED = "agreed", _("agreed, not adopted yet")
    ADOPTED = "adopted", _("adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    UNDONE = "undone", _("undone")
    LAPSED = "lapsed", _("lapsed")


class Lapse(models.TextChoices):
    """Why a proposal lapsed."""

    UNTOUCHED = "untouched", _("nobody touched the draft for thirty days")
    NO_CONSENT = "no consent", _("nobody said “no objection”")
    NO_WAY = "no way found", _("the last integration failed")


class Ending(Item):
    """The end of a proposal; mixed into `Proposal`, which has the rounds and the text."""

    escalated_to = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    lapsed_at = models.DateTimeField(_("lapsed"), null=True, editable=False)
    lapsed_because = models.CharField(_("lapsed because"), max_length=20, choices=Lapse, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_decided(self) -> bool:
        """Say whether nothing can happen to it any more."""
        return bool(self.withdrawn_at or self.lapsed_at or self.adopted)

    @property
    def is_forgotten(self) -> bool:
        """Say whether it is a draft that nobody touched for 30 days: it has lapsed, whether that is written or not."""
        old = self.changed_at < timezone.now() - DRAFT_LAPSES_AFTER
        return old and not (self.withdrawn_at or self.lapsed_at) and cast("Proposal", self).last_round is None

    @property
    def adopted(self) -> "Decision | None":
        """Give the decision it became, or None."""
        return getattr(self, "decision", None)

    def tell_manners(self, changed: list[str], former: User, *, by: User, at: datetime | None = None) -> None:
        """Tell another owner or review date, to the owners and to whoever was asked: they spoke to the text with these.

        `former` owned it before. The caller holds the lock.
        """
        proposal = cast("Proposal", self)
        last = proposal.last_round
        people: dict[User, str] = {}
        if last is not None:
            people = {asked.user: Notice.Reason.FOLLOWED for asked in last.asked.select_related("user")}
        people |= {former: Notice.Reason.OWNER, proposal.owner: Notice.Reason.OWNER}
        owner = {"owner": proposal.owner.name} if "owner" in changed else {}
        months = {"review_months": proposal.review_months} if "review_months" in changed else {}
        self.record_event(
            DecisionEvent.DETAILS_CHANGED,
            by=by,
            at=at,
            people=people,
            personal=owner,
            also=["proposals"],
            **months,
        )

    def withdraw(self, *, by: User, at: datetime | None = None) -> None:
        """Take it back; it stays readable.

        :raises Refused: when it is decided, or was done already (`UrgentAct.undo`).
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = cast("Proposal", self.locked())
            proposal.refuse_decided()
            if proposal.act:
                raise Refused(_now("This was done already: say how it was undone, or leave it to the sync."))
            if open_round := proposal.open_round:
                open_round.close(open_round.Outcome.WITHDRAWN, at=at)
            proposal.withdrawn_at = at or clock.now()
            proposal.save()
            proposal.close_amendments(at=at)
            proposal.record_event(DecisionEvent.WITHDRAWN, by=by, at=at, also=["proposals"])

    @property
    def is_being_amended(self) -> bool:
        """Say whether people write at what may become its next text."""
        amendments: Any = apps.get_model("decisions.Amendment")
        return bool(amendments.objects.of(self).filter(document__closed_at=None).exists())

    def close_amendments(self, *, at: datetime | None = None) -> None:
        """Let nobody write any more in what can no longer become its text. The caller holds the lock and tells."""
        amendments: Any = apps.get_model("decisions.Amendment")
        for one in amendments.objects.of(self).filter(document__closed_at=None):
            one.document.locked().close(at=at)

    def settle(self, *, at: datetime | None = None) -> None:
        """Write what time has decided, of a round or of a draft; late or twice without harm. Every act begins so, in a
        transaction of its own: what it then refuses leaves this written. What costs something lets others that do come
        first where they ended first.
        """
        proposal = cast("Proposal", self)
        if proposal.cost:
            settle_what_costs(self.project, at=at)
        while any(due.close_due(at=at) for due in proposal.rounds.due(at)):
            continue  # a round that failed long ago may be due to go up as well
        if self.is_forgotten:
            self.lapse_untouched(at=at)

    def lapse_untouched(self, *, at: datetime | None = None) -> bool:
        """Let a draft that nobody touched for 30 days lapse; gives whether it did."""
        with transaction.atomic():
            proposal = cast("Proposal", self.locked())
            stale = type(proposal).objects.untouched_since((at or clock.now()) - DRAFT_LAPSES_AFTER)
            if not stale.filter(pk=proposal.pk).exists():
                return False
            proposal.lapse(why=Lapse.UNTOUCHED, at=at)
        return True

    @property
    def is_offered_as_a_question(self) -> bool:
        """Say whether its tension is offered as a question for two tracks or more: no text was found for it."""
        return self.lapsed_because == Lapse.NO_WAY

    def lapse(self, *, why: Lapse, at: datetime | None = None) -> None:
        """End without a decision; the present state stays. Where no text was found that nobody objects to, everybody
        asked hears that the tension is offered as a question. The caller holds the lock.
        """
        proposal = cast("Proposal", self)
        self.lapsed_at, self.lapsed_because = at or clock.now(), why
        self.save()
        self.close_amendments(at=at)
        people: dict[User, str] = {proposal.owner: Notice.Reason.OWNER}
        self.record_event(DecisionEvent.LAPSED, by=None, at=at, people=people, also=["proposals"], why=why.value)
        if self.is_offered_as_a_question and (last := proposal.last_round):
            asked = {asked.user: Notice.Reason.FOLLOWED for asked in last.asked.select_related("user")}
            self.record_event(DecisionEvent.OFFERED_AS_QUESTION, by=None, at=at, people=asked | people)
        if proposal.act:
            proposal.act.ask_to_undo(at=at)

    def escalate(self, *, at: datetime | None = None) -> None:
        """Send it up to the parent circle's sync, in a new round of the same text. The caller holds the lock."""
        proposal = cast("Proposal", self)
        parent = Circle.objects.get(pk=proposal.route().decides).parent or self.project.general
        self.escalated_to = parent
        self.save()
        self.record_event(
            DecisionEvent.ESCALATED, by=None, at=at, people={proposal.owner: Notice.Reason.OWNER}, to=parent.name
        )
        proposal.begin_round(by=None, at=at)

    def refuse_decided(self) -> None:
        """Raise `Refused` when nothing can happen to it any more."""
        reasons: list[tuple[object, Callable[[], str]]] = [
            (self.adopted, lambda: _now("This proposal is adopted; propose a new one to change it.")),
            (self.withdrawn_at, lambda: _now("This proposal was withdrawn.")),
            (self.lapsed_at, lambda: _now("This proposal has lapsed; propose it anew.")),
        ]
        for is_so, sentence in reasons:
            if is_so:
                raise Refused(sentence())


def settle_what_costs(project: Project, *, at: datetime | None = None) -> None:
    """Write the ends of the rounds about money, in the order in which they came: what ended first has its money before
    anybody else reaches for it, so that no worker who is late gives it away.
    """
    rounds: Any = apps.get_model("decisions.Round")
    due = rounds.objects.due(at).filter(cost__gt=0, proposal__project=project, closed_at=None)
    for ended in due.select_related("proposal__project").order_by("closes_at", "pk"):
        ended.close_due(at=at)
