"""A proposal: a text put to consent, from the tension it answers to what comes of it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, Self, cast

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Domain, Fundamental, Item, ThingQuerySet
from circles.projects.models import Reversibility
from circles.projects.project_cache import now_in
from decisions.decisions import deadlines, raised_routes, routing
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models.exceptional.contest import Contest
from decisions.decisions.models.exceptional.missing_element import MissingElement
from decisions.decisions.models.exceptional.urgent_act import UrgentAct
from decisions.decisions.models.objections.objection import Objection
from decisions.decisions.models.proposals.claim import Claim
from decisions.decisions.models.proposals.proposal_terms import names_touched, terms_of
from decisions.decisions.models.proposals.pull import Pull
from decisions.decisions.models.proposals.routing_input import Terms, route, voices_of
from decisions.decisions.models.proposals.stages import DRAFT_LAPSES_AFTER, Lapse, Stage
from decisions.decisions.models.proposals.touched_clause import (
    ClauseTouch,
    RoundClauses,
    TouchedClause,
    touch_clauses,
    touched_by,
)
from decisions.decisions.models.register.decision import Decision
from decisions.decisions.models.rounds.absence import deputies_of
from decisions.decisions.models.rounds.position import Position
from decisions.decisions.models.rounds.position_kind import NOT_SPEAKING
from decisions.decisions.models.rounds.round import Round
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.text import length_limits, titles
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

WORDS = ("title", "tension", "text", "effect")
TEXTS = (*WORDS, "cost", "reversibility", "replaces", "revokes", "carries_out", "begins_whole_number")
TOUCHES = ("domains", "elements", "named")
CLAUSES = "clauses"
"""What of the specification it ratifies or retires, as `ClauseTouch`es; their texts are taken when it is said."""
PARTS = ("urgent_act", "contest", "pull")
"""What makes it more than an ordinary one, and is read with it."""
DETAILS = ("owner", "review_months")
"""What changes without a new round."""


class ProposalQuerySet(ThingQuerySet["Proposal"]):
    """Finds proposals."""

    def unwritten(self) -> Self:
        """Keep those of which no end is written: neither adopted, nor withdrawn, nor lapsed."""
        # Said with EXISTS, PostgreSQL knows that of twenty thousand hundreds are left, and does not plan for one.
        adopted = Exists(Decision.objects.filter(proposal=OuterRef("pk")))
        return self.filter(~adopted, withdrawn_at=None, lapsed_at=None)

    def undecided(self) -> Self:
        """Leave out adopted, withdrawn and lapsed ones; also a draft that has lapsed since, before anyone wrote it."""
        fresh = models.Q(changed_at__gte=timezone.now() - DRAFT_LAPSES_AFTER)
        asked = Exists(Round.objects.filter(proposal=OuterRef("pk")))
        return self.unwritten().filter(fresh | models.Q(asked))

    def drafts(self) -> Self:
        """Keep undecided ones that were never put to a round."""
        return self.undecided().filter(rounds=None)

    def concerning(self, circle: Circle) -> Self:
        """Keep those made in a circle, and those whose open round it decides."""
        deciding = Round.objects.open().filter(models.Q(decides=circle) | models.Q(sync_of=circle))
        return self.filter(models.Q(circle=circle) | models.Q(pk__in=deciding.values("proposal")))

    def waiting_for(self, user: User, *, at: datetime | None = None) -> Self:
        """Keep those in whose round the person is asked, may speak now (or at an instant), and has not to this text."""
        rounds = without_position_of(user, Round.objects.open_at(at).asking(user))
        # The person's open rounds are few, and the project's proposals many: from there, not to there.
        return self.undecided().filter(pk__in=rounds.values("proposal"))

    def objected(self) -> Self:
        """Keep undecided ones against which a valid objection stands."""
        return self.undecided().filter(objections__blocks=True, objections__lifted_at=None).distinct()

    def to_integrate_by(self, user: User) -> Self:
        """Keep the person's own against which a valid objection stands."""
        return self.objected().filter(models.Q(created_by=user) | models.Q(owner=user))

    def untouched_since(self, moment: datetime) -> Self:
        """Keep drafts that nobody changed since then."""
        return self.unwritten().filter(rounds=None, changed_at__lt=moment)

    def for_lists(self) -> Self:
        """Fetch what a line shows, in a fixed number of queries; `is_objected` says whether an objection stands."""
        rounds = models.Prefetch("rounds", Round.objects.select_related("decides").annotate(read_at=Now()))
        along = ("project", "circle", "created_by", "owner", "decision", "escalated_to", *PARTS)
        stands = models.Exists(Objection.objects.standing().filter(proposal=models.OuterRef("pk")))
        return self.select_related(*along).prefetch_related(rounds).annotate(is_objected=stands)


def without_position_of(user: User, rounds: models.QuerySet[Round]) -> models.QuerySet[Round]:
    """Keep those whose text the person's last position is not about; a standing objection speaks to every text, unless
    who objected has asked for time since.
    """
    said = Position.objects.standing().filter(user=user)
    here = said.filter(round=OuterRef("pk"))
    kinds = said.filter(round__proposal=OuterRef("proposal")).order_by("-pk").values("kind")
    objected = Objection.objects.standing().by(user).filter(proposal=OuterRef("proposal"))
    last = rounds.alias(last_said=Subquery(kinds[:1]))
    needs_time = models.Q(last_said__in=NOT_SPEAKING)
    return last.filter(needs_time | models.Q(~Exists(objected), ~Exists(here)))


class Proposal(Item):
    """A tension, and what to do about it. `looked_at`: when its text was last written, or who proposes it last
    confirmed having looked at what the decisions that it names have become.
    """

    letter = "P"
    locked_with = (*Item.locked_with, "urgent_act", "contest", "missing_element", "pull")

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
    begins_whole_number = models.BooleanField(_("begins a new whole number of the baseline"), default=False)
    looked_at = models.DateTimeField(_("looked at what it names"), null=True, editable=False)
    escalated_to = models.ForeignKey(Circle, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    lapsed_at = models.DateTimeField(_("lapsed"), null=True, editable=False)
    lapsed_because = models.CharField(_("lapsed because"), max_length=20, choices=Lapse, blank=True, editable=False)

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
        """Return its page."""
        return reverse("decisions:proposal", args=[self.project.slug, self.number])

    @property
    def proposer(self) -> User:
        """Return who proposed it: a proposal always has one."""
        return cast(User, self.created_by)

    # Where it stands --------------------------------------------------------------------------------------------------

    @property
    def last_round(self) -> Round | None:
        """Return the newest round, or None for a draft."""
        return max(self.rounds.all(), key=lambda round_: round_.number, default=None)

    @property
    def open_round(self) -> Round | None:
        """Return the round that nobody has closed, if there is one."""
        last = self.last_round
        return last if last is not None and last.closed_at is None else None

    @property
    def standing_objections(self) -> list[Objection]:
        """Return the valid objections that nobody has lifted."""
        return [objection for objection in self.objections.all() if objection.stands]

    @property
    def adopted(self) -> Decision | None:
        """Return the decision it became, or None."""
        return getattr(self, "decision", None)

    @property
    def act(self) -> UrgentAct | None:
        """Return the urgent act that it asks to keep, or None."""
        return getattr(self, "urgent_act", None)

    @property
    def claims_read(self) -> list[Claim]:
        """Return its claims, oldest first, each with its circle and release; what a page has read along with it as
        `claims_along`, else one query.
        """
        along: list[Claim] | None = self.__dict__.get("claims_along")
        return list(self.claims.with_releases()) if along is None else along

    @property
    def pull_made(self) -> Pull | None:
        """Return the pull by which a sync decides it, or None."""
        return getattr(self, "pull", None)

    @property
    def is_decided(self) -> bool:
        """Return whether nothing can happen to it any more."""
        return bool(self.withdrawn_at or self.lapsed_at or self.adopted)

    @property
    def is_forgotten(self) -> bool:
        """Return whether it is a draft that nobody touched for 30 days: it has lapsed, written or not."""
        old = self.changed_at < timezone.now() - DRAFT_LAPSES_AFTER
        return old and not (self.withdrawn_at or self.lapsed_at) and self.last_round is None

    @property
    def is_offered_as_a_question(self) -> bool:
        """Return whether its tension is offered as a question for two tracks or more: no text was found for it."""
        return self.lapsed_because == Lapse.NO_WAY

    @property
    def is_being_amended(self) -> bool:
        """Return whether people write at what may become its next text."""
        return self._open_amendments().exists()

    @property
    def is_integrating(self) -> bool:
        """Return whether an objection stands, or its last round failed: the text is to be changed."""
        last, known = None if self.is_decided else self.last_round, self.__dict__.get("is_objected")
        objected = bool(self.standing_objections if known is None else known)
        return last is not None and (objected or last.outcome == last.Outcome.FAILED)

    @property
    def stage(self) -> Stage:
        """Return where it stands, from what has happened; reads what `for_lists` fetched."""
        if self.is_decided:
            taken_back = Stage.UNDONE if self.act else Stage.WITHDRAWN
            return Stage.ADOPTED if self.adopted else taken_back if self.withdrawn_at else Stage.LAPSED
        last = self.last_round
        if last is None:
            return Stage.LAPSED if self.is_forgotten else Stage.DRAFT
        if self.escalated_to_id is not None and last.closed_at is None:
            return Stage.ESCALATED
        if self.is_integrating:
            return Stage.INTEGRATING
        if last.closed_at is not None:
            return Stage.AGREED
        if last.closes_at is None:
            return Stage.CONSENTING
        return Stage.OVER if last.is_over(getattr(last, "read_at", None) or now_in(self.project)) else Stage.CONSENTING

    @property
    def outdated(self) -> models.QuerySet[Decision]:
        """Return the decisions that it names, by link or in its words, which ended since it was written."""
        since = self.looked_at or self.created_at
        named = Decision.objects.filter(citations__kind=self.kind, citations__thing=str(self.pk))
        ended = models.Q(superseded_at__gt=since) | models.Q(revoked_at__gt=since)
        return named.filter(ended).select_related("superseded_by").distinct().order_by("number")

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

    def refuse_outdated(self) -> None:
        """Raise `Refused` where something that it names has ended, and nobody who wants it has looked."""
        if names := ", ".join(decision.reference for decision in self.outdated):
            raise Refused(
                _now(
                    "%(names)s no longer holds, and this names it: who proposes confirms having looked, or changes the "
                    "text."
                )
                % {"names": names}
            )

    # Who decides it ---------------------------------------------------------------------------------------------------

    def terms(self) -> Terms:
        """Return what moves its route."""
        return terms_of(self)

    def route(self, circles: Iterable[Circle] | None = None) -> routing.Route:
        """Compute who decides it now; whatever changes that is an event. An escalated one is decided no lower than
        where it went, what was done first in the very next sync. `circles`: the project's, where a page has them.
        """
        found = route(self.terms(), circles)
        if self.act:
            return raised_routes.pressing(found, routing.Because.URGENT)
        suspended = self.suspends.decision if self.suspends else self.holds_up
        return raised_routes.pressing(found, routing.Because.SUSPENDS, suspended.reference) if suspended else found

    def touched(self) -> list[str]:
        """Return what it touches, for the text of a round: domains and elements by key, circles by name."""
        return names_touched(self)

    def clauses_touched(self) -> models.QuerySet[TouchedClause]:
        """Return what of the specification it ratifies or retires, in its order, with what is known of it."""
        return touched_by(self)

    @property
    def waits_until(self) -> datetime | None:
        """Return until when it waits at most for an element that the list lacks; None where it does not, or no more."""
        missing: MissingElement | None = getattr(self, "missing_element", None)
        return missing.until if missing and not missing.addition.is_decided else None

    @property
    def holds_up(self) -> Decision | None:
        """Return the decision that was pulled, and is suspended until a sync has kept it; None where there is none."""
        pull = self.pull_made
        return pull.decision if pull and self.replaces_id == pull.decision_id else None

    @property
    def suspends(self) -> Contest | None:
        """Return the objection that it puts to a decision, if that holds the decision up and is all that it does: what
        was rewritten to something else waits its turn. Else None.
        """
        contest: Contest | None = getattr(self, "contest", None)
        if contest is None or contest.suspends_until is None or self.carries_out:
            return None
        ends = {self.replaces_id, self.revokes_id} - {None}
        return contest if ends == {contest.decision_id} else None

    def people_to_ask(self, route: routing.Route) -> set[tuple[Any, int]]:
        """Return whom a route asks, as pairs of person and the circle whose voice they are: the deciding circle's
        members, and pilot and delegate of each affected circle (all its people where it has neither), minus the
        proposer.
        """
        return {(user, circle) for user, circle in voices_of(route, self.project) if user != self.created_by_id}

    # Changes ----------------------------------------------------------------------------------------------------------

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
        clauses: Iterable[ClauseTouch] = (),
        at: datetime | None = None,
        **terms: Any,
    ) -> "Proposal":
        """Write a draft in a circle: every proposal begins here, whether a person asks for it (`create_proposal`), a
        review, a missing element, an urgent or a small act. `terms`: effect, cost, reversibility, review_months,
        replaces, revokes, carries_out (rows as `restructuring.to_json` gives them).
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
            touch_clauses(proposal.pk, clauses)
            proposal.record_event(DecisionEvent.PROPOSED, by=by, at=at, also=["proposals"], cost=str(proposal.cost))
        return proposal

    def change(self, changes: dict[str, Any]) -> list[str]:
        """Set what differs of `TEXTS`, `TOUCHES` and `DETAILS`, and return the names of what did; the caller holds the
        lock and saves.
        """
        if unknown := set(changes) - {*TEXTS, *TOUCHES, *DETAILS, CLAUSES}:
            raise TypeError(f"a proposal has no {', '.join(sorted(unknown))} to revise")
        length_limits.refuse_long(*changes.values())
        return [name for name, value in changes.items() if self._set(name, value)]

    def _set(self, name: str, value: Any) -> bool:
        if name == CLAUSES:
            return touch_clauses(self.pk, value)
        before = getattr(self, name)
        if name not in TOUCHES:
            setattr(self, name, value)
            return bool(before != value)
        differs = {one.pk for one in value} != {one.pk for one in before.all()}
        if differs:
            before.set(value)
        return differs

    def begin_round(self, *, by: User | None, at: datetime | None = None) -> Round:
        """Open the next round of the text as it stands; the caller holds the lock. Records `proposal.round_opened`, of
        which those asked, and their deputies, are told.
        """
        now = at or clock.now()
        route, last = self.route(), self.last_round
        round_ = self.write_round(route, by=by, now=now)
        round_.ask(self.people_to_ask(route), last, now)
        asked = dict.fromkeys(round_.people_asked(), Notice.Reason.ASKED)
        deputies = dict.fromkeys(deputies_of(self.project, asked, now).values(), Notice.Reason.ASKED)
        self.record_event(
            DecisionEvent.ROUND_OPENED,
            by=by,
            at=at,
            people=asked | deputies,
            also=["proposals"],
            round=round_.number,
            asked=len(asked),
        )
        return round_

    def write_round(self, route: routing.Route, *, by: User | None, now: datetime) -> Round:
        """Write the next round of the text as it stands, in which nobody is asked yet; the caller holds the lock."""
        last = self.last_round
        round_ = Round(proposal=self, number=last.number + 1 if last else 1, opened_by=by, opened_at=now)
        for name in (*WORDS, "cost", "reversibility", "carries_out"):
            setattr(round_, name, getattr(self, name))
        round_.touches = self.touched()
        if last and last.grave:
            round_.earliest_at = last.earliest_at  # three days since it became grave, not since the last comma
        round_.follow_route(route, now)
        if self.standing_objections:
            kept = last.integrate_by if last and last.outcome != Round.Outcome.ESCALATED else None
            round_.integrate_by = kept or calendar(self.project).after(now, deadlines.INTEGRATION_DAYS)
            round_.leave_time_to_lift(now)
        round_.save()
        RoundClauses.write(round_.pk, list(self.clauses_touched()))
        return round_

    def record_details(self, changed: list[str], former: User, *, by: User, at: datetime | None = None) -> None:
        """Record another owner or review date, for the owners and for whoever was asked: they spoke to the text with
        these. `former` owned it before. The caller holds the lock.
        """
        last = self.last_round
        people: dict[User, str] = dict.fromkeys(last.people_asked() if last else [], Notice.Reason.FOLLOWED)
        people |= {former: Notice.Reason.OWNER, self.owner: Notice.Reason.OWNER}
        owner = {"owner": self.owner.name} if "owner" in changed else {}
        months = {"review_months": self.review_months} if "review_months" in changed else {}
        self.record_event(
            DecisionEvent.DETAILS_CHANGED, by=by, at=at, people=people, personal=owner, also=["proposals"], **months
        )

    def close_amendments(self, *, at: datetime | None = None) -> None:
        """Let nobody write any more in what can no longer become its text; the caller holds the lock."""
        for document in self._open_amendments():
            document.locked().close(at=at)

    def _open_amendments(self) -> models.QuerySet[Document]:
        found = Document.objects.filter(amendment__round__proposal=self.pk, closed_at=None)
        return found.order_by("-amendment__pk")

    def transfer_to(self, circle: Circle, *, by: User | None, at: datetime | None = None) -> None:
        """Belong to another circle, with what is written of its next text."""
        with transaction.atomic():
            super().transfer_to(circle, by=by, at=at)
            pages = Document.objects.filter(amendment__round__proposal=self.pk).exclude(circle=circle)
            for page in pages.select_related("project", "circle"):
                page.transfer_to(circle, by=by, at=at)
