"""A proposal: a text put to consent, from the tension it answers to what comes of it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from circles.models import Circle, Domain, Fundamental, Reversibility
from circles.project_cache import now_in
from decisions.consent import State
from decisions.event_types import DecisionEvent
from decisions.models.proposals.cited_decisions import Relying
from decisions.models.proposals.ending import Stage
from decisions.models.proposals.queries import ProposalQuerySet
from decisions.models.rounds.absence import deputies_of
from decisions.text import length_limits, titles
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.objections.objection import Objection
    from decisions.models.proposals.claim import Claim
    from decisions.models.register.decision import Decision
    from decisions.models.rounds.round import Round, Sitting

TEXTS = ("title", "tension", "text", "effect", "cost", "reversibility", "replaces", "revokes", "carries_out")
TOUCHES = ("domains", "elements", "named")
MANNERS = ("owner", "review_months")


class Proposal(Relying):
    """A tension, and what to do about it."""

    letter = "P"
    locked_with = (*Relying.locked_with, "urgent_act", "contest", "missing_element")

    title = models.CharField(_("title"), max_length=160)
    tension = models.TextField(_("what is wrong"))
    text = models.TextField(_("what we do"))
    effect = models.TextField(_("expected effect"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_proposals", verbose_name=_("owner")
    )
    cost = models.DecimalField(
        _("cost"), max_digits=14, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    reversibility = models.CharField(_("to undo"), max_length=12, choices=Reversibility, default=Reversibility.EASY)
    domains = models.ManyToManyField(Domain, verbose_name=_("domains touched"), blank=True, related_name="proposals")
    elements = models.ManyToManyField(
        Fundamental, verbose_name=_("fundamental elements touched"), blank=True, related_name="proposals"
    )
    named = models.ManyToManyField(
        Circle, verbose_name=_("circles touched"), blank=True, related_name="proposals_naming_it"
    )
    review_months = models.PositiveSmallIntegerField(_("looked at again in, months"), default=3)
    replaces = models.ForeignKey("decisions.Decision", models.PROTECT, null=True, blank=True, related_name="successors")
    revokes = models.ForeignKey("decisions.Decision", models.PROTECT, null=True, blank=True, related_name="revocations")
    carries_out = models.JSONField(_("carries out"), default=list, blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[domains, elements, named])

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_proposal_per_number"),
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="proposal_costs_not_below_0"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(lapsed_at=None), name="withdrawn_or_lapsed"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["project", "circle", "changed_at"],  # all that counting the undecided reads of a row
                condition=models.Q(withdrawn_at=None, lapsed_at=None),
                name="proposals_alive",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("decisions:proposal", args=[self.project.slug, self.number])

    @property
    def last_round(self) -> "Round | None":
        """Give the newest round, or None for a draft."""
        return max(self.rounds.all(), key=lambda round_: round_.number, default=None)

    @property
    def open_round(self) -> "Round | None":
        """Give the round that nobody has closed, if there is one."""
        last = self.last_round
        return last if last is not None and last.closed_at is None else None

    @property
    def standing_objections(self) -> "list[Objection]":
        """Give the valid objections that nobody has lifted."""
        return [objection for objection in self.objections.all() if objection.stands]

    @property
    def proposer(self) -> User:
        """Give who proposed it: a proposal always has one."""
        return cast(User, self.created_by)

    @property
    def stage(self) -> Stage:
        """Say where it stands, from what has happened; reads what `for_lists` fetched."""
        if self.is_decided:
            taken_back = Stage.UNDONE if self.act else Stage.WITHDRAWN
            return Stage.ADOPTED if self.adopted else taken_back if self.withdrawn_at else Stage.LAPSED
        last = self.last_round
        if last is None:
            return Stage.LAPSED if self.is_forgotten else Stage.DRAFT
        if self.standing_objections or last.outcome == last.Outcome.FAILED:
            return Stage.INTEGRATING
        if last.closed_at is not None:
            return Stage.AGREED
        if last.closes_at is None:
            return Stage.CONSENTING
        now = getattr(last, "read_at", None) or now_in(self.project)
        return Stage.OVER if last.is_over(now) else Stage.CONSENTING

    @classmethod
    def propose(
        cls,
        circle: Circle,
        *,
        by: User,
        tension: str,
        text: str,
        title: str = "",
        owner: User | None = None,
        domains: Iterable[Domain] = (),
        elements: Iterable[Fundamental] = (),
        named: Iterable[Circle] = (),
        at: datetime | None = None,
        **terms: Any,
    ) -> "Proposal":
        """Write a draft in a circle. `terms`: effect, cost, reversibility, review_months, replaces, revokes,
        carries_out (rows as `circles.restructuring.to_json` gives them).
        """
        length_limits.refuse_long(tension, text, *terms.values())
        with transaction.atomic():
            home = circle.open_or_refuse()
            now = at or clock.now()
            proposal = cls.objects.create(
                project=home.project,
                circle=home,
                number=cls.next_number(home.project),
                created_by=by,
                created_at=now,
                changed_at=now,
                owner=owner or by,
                title=title or titles.title_from(text),
                tension=tension,
                text=text,
                **terms,
            )
            proposal.domains.set(domains)
            proposal.elements.set(elements)
            proposal.named.set(named)
            proposal.record_event(DecisionEvent.PROPOSED, by=by, at=at, also=["proposals"], cost=str(proposal.cost))
        return proposal

    def revise(self, *, by: User, at: datetime | None = None, **changes: Any) -> "Round | None":
        """Change the text or terms. A draft stays one; in a round this opens the next: objections stand, the others
        reconfirm. Another owner or review date is told, and opens none.

        :raises Refused: when it is decided, nothing was changed, or it would ask for more than to keep an urgent act.
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = self.locked()
            proposal.refuse_decided()
            if proposal.act:
                proposal.act.refuse_more(changes)
            former, is_unnamed = proposal.owner, proposal.title == titles.title_from(proposal.text)
            if not (changed := proposal.take_over(changes)):
                raise Refused(_now("Nothing was changed."))
            if is_unnamed and "title" not in changed:
                proposal.title = titles.title_from(proposal.text) or proposal.title
            proposal.changed_at = at or clock.now()
            proposal.save()
            last = proposal.last_round
            if set(changed) <= set(MANNERS):
                proposal.tell_manners(changed, former, by=by, at=at)
                return None
            proposal.looked_at = proposal.changed_at
            proposal.save(update_fields=["looked_at"])
            proposal.record_event(DecisionEvent.TEXT_CHANGED, by=by, at=at, also=["proposals"], changed=changed)
            if "text" in changed:
                proposal.close_amendments(at=at)
            if last and last.closed_at is None:
                last.close(last.Outcome.REPLACED, at=at)
            return proposal.begin_round(by=by, at=at) if last else None

    def take_over(self, changes: dict[str, Any]) -> list[str]:
        """Set what differs; give the names of what did."""
        if unknown := set(changes) - {*TEXTS, *TOUCHES, *MANNERS}:
            raise TypeError(f"a proposal has no {', '.join(sorted(unknown))} to revise")
        length_limits.refuse_long(*changes.values())
        changed = []
        for name, value in changes.items():
            if name in TOUCHES:
                if {one.pk for one in value} != {one.pk for one in getattr(self, name).all()}:
                    getattr(self, name).set(value)
                    changed.append(name)
            elif getattr(self, name) != value:
                setattr(self, name, value)
                changed.append(name)
        return changed

    def put_to_round(self, *, by: User, at: datetime | None = None) -> "Round":
        """Ask for consent: who is asked is written down, and time begins to run.

        :raises Refused: when it is decided, or a round is open.
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = self.locked()
            proposal.refuse_decided()
            if proposal.open_round:
                raise Refused(_now("A round is open already; change the text to open the next one."))
            return proposal.begin_round(by=by, at=at)

    def begin_round(self, *, by: User | None, at: datetime | None = None) -> "Round":
        """Open the next round of the text as it stands; the caller holds the lock."""
        round_: Round = cast(Any, self.rounds.model).begin(self, by=by, at=at)
        asked = {asked.user: Notice.Reason.ASKED for asked in round_.asked.select_related("user")}
        deputies = dict.fromkeys(deputies_of(self.project, asked, at or clock.now()).values(), Notice.Reason.ASKED)
        told: dict[str, Any] = {"people": asked | deputies, "round": round_.number, "asked": len(asked)}
        self.record_event(DecisionEvent.ROUND_OPENED, by=by, at=at, also=["proposals"], **told)
        return round_

    def claim(self, circle: Circle, *, by: User, what: str, at: datetime | None = None) -> "Claim":
        """Say for a circle "this affects us"; the route changes at once, and the circle's voices are asked. What was
        agreed and not adopted yet is asked of all again.

        :raises Refused: when it is decided, or the circle is affected already.
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = self.locked()
            proposal.refuse_decided()
            if circle.pk in proposal.route().affected:
                raise Refused(_now("This circle is among the affected ones already."))
            claim = proposal.claims.create(circle=circle, by=by, what=what, **({"made_at": at} if at else {}))
            owners = {proposal.owner: Notice.Reason.OWNER}
            claimed = proposal.record_event(
                DecisionEvent.CLAIMED, by=by, at=at, people=owners, circle=circle.name, what=what
            )
            if open_round := proposal.open_round:
                open_round.reroute(after=claimed.event, of=circle.name, at=at)
            elif proposal.stage is Stage.AGREED:
                proposal.begin_round(by=None, at=at)
        return claim

    def adopt(
        self, *, by: User, sync: "Sitting | None" = None, without_silent: bool = False, at: datetime | None = None
    ) -> "Decision":
        """Adopt it as D-n: by its own circle inside its scope, else in the sync that the route names.

        The route is computed again under the lock, so no door, no stale page and no race gets round it.

        :raises Refused: when it is decided, a sync decides and none (or another) is given, somebody who has to speak
            has not, an objection stands, or not that much money is left on its way.
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = self.locked()
            proposal.refuse_decided()
            if (last := proposal.last_round) is None:
                raise Refused(_now("Nobody was asked yet; open a round first."))
            return last.adopt(by=by, sync=sync, without_silent=without_silent, at=at)

    def conclude(self, *, by: User, sync: "Sitting", without_silent: bool = False, at: datetime | None = None) -> State:
        """End its round in a sync as things stand: adopted, failed, escalated or lapsed; or left waiting for the next.

        :raises Refused: when this sync may not take it, or the budget has not that much left.
        """
        self.settle(at=at)
        with transaction.atomic():
            proposal = self.locked()
            proposal.refuse_decided()
            if (open_round := proposal.open_round) is None:
                raise Refused(_now("No round is open on this proposal."))
            return open_round.conclude(by=by, sync=sync, without_silent=without_silent, at=at)
