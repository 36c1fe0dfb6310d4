"""How deciding goes, from the register: the facts behind the pictures of pace, and behind the tuner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from circles.circles.models import Circle, Fundamental
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from daily.pace.claims import ClaimsAt, claims_by_pair
from daily.pace.passages import Passage, waits_between
from daily.pace.tuning import (
    CirclePast,
    DomainMove,
    OtherRules,
    PastDecision,
    Tuning,
    domains_worth_moving,
    limits_worth_trying,
    move_domain,
    past_of,
)
from daily.today.contexts.months import ClaimRow
from daily.today.contexts.statistics import claims_in
from decisions.decisions import routing
from decisions.decisions.models import AskedPerson, Decision, Objection, Position, Round
from decisions.decisions.models.proposals.routing_input import REVERSIBILITY, tree
from decisions.decisions.routing import RouteKind

MOST = 1000
"""So many decisions of the newest are looked at."""


@dataclass(frozen=True)
class PastRegister:
    """The newest decisions with what each took, and as routing knows it; the circles by id."""

    project: Project
    decisions: Sequence[Decision]
    passages: Sequence[Passage]
    past: Sequence[PastDecision]
    circles: dict[int, Circle]
    tree: routing.Tree
    lca: bool

    @cached_property
    def claimed(self) -> list[ClaimRow]:
        """Return the claims of the project; one query, for who shows claims alone."""
        return claims_in(self.project)

    @cached_property
    def claims(self) -> list[ClaimsAt]:
        """Count who claims at whom, of the circles that are there."""
        every = claims_by_pair((one.claimant, one.proposer, one.is_released) for one in self.claimed)
        return [one for one in every if one.pair <= self.circles.keys()]

    def claimed_since(self, day: date) -> list[ClaimRow]:
        """Return what was claimed since a day."""
        return [one for one in self.claimed if one.day >= day]

    @cached_property
    def pasts(self) -> dict[int, CirclePast]:
        """Play each circle's decisions again under today's rules."""
        return {circle: past_of(self.past, self.tree, circle, lca=self.lca) for circle in self.circles}

    def tuned(self, circle: Circle, limit: Decimal) -> Tuning:
        """Play the circle's decisions again under another limit."""
        return self.pasts[circle.pk].under(OtherRules(limits={circle.pk: limit}))

    def moved(self, domain: str, holder: Circle, to: Circle) -> DomainMove:
        """Play the decisions of both circles again with a domain in the hands of the other."""
        return move_domain(domain, self.pasts[holder.pk], self.pasts[to.pk])

    @cached_property
    def domain_moves(self) -> list[DomainMove]:
        """Return the domains that another circle would better hold."""
        return domains_worth_moving(self.past, self.tree, lca=self.lca)

    def limits(self, circle: Circle) -> list[Decimal]:
        """Return the limits that would change something for a circle."""
        return limits_worth_trying(self.past, self.tree, circle.pk)


def register_of(project: Project, since: datetime | None = None) -> PastRegister:
    """Read the register: seven queries, however long it is."""
    rows = Decision.objects.in_project(project).select_related("proposal", "round").order_by("-number")
    rows = rows.defer("text", "proposal__text", "proposal__tension", "round__text", "round__tension")
    elements = Prefetch("proposal__elements", Fundamental.objects.only("pk", "number", "project", "holder"))
    measured = _measured(rows if since is None else rows.filter(adopted_at__gte=since))
    rows = measured.prefetch_related(elements, "proposal__domains")
    decisions = list(rows[:MOST])[::-1]
    for decision in decisions:
        decision.project = project
    objected = _objected(project)
    circles = {circle.pk: circle for circle in circles_of(project)}
    hours = [_hours_of(one, objected.get(one.proposal_id, (0, 0.0))[1]) for one in decisions]
    return PastRegister(
        project,
        decisions,
        [_passage(one, took) for one, took in zip(decisions, hours, strict=True)],
        [
            PastDecision(
                one.number, facts_of(one), one.asked or 0, sum(took.parts), objected.get(one.proposal_id, (0, 0.0))[0]
            )
            for one, took in zip(decisions, hours, strict=True)
        ],
        circles,
        tree(project, circles.values()),
        project.cross_circle_by == "lca",
    )


def _measured(rows: Any) -> Any:
    asked = AskedPerson.objects.filter(round=OuterRef("round")).order_by().values("round")
    opened = Round.objects.filter(proposal=OuterRef("proposal")).order_by().values("proposal")
    said = Position.objects.spoken().filter(round__proposal=OuterRef("proposal")).order_by().values("round__proposal")
    return rows.annotate(
        asked=Subquery(asked.annotate(number=Count("user", distinct=True)).values("number")),
        first_opened=Subquery(opened.annotate(first=Min("opened_at")).values("first")),
        last_said=Subquery(said.annotate(last=Max("said_at")).values("last")),
    )


def _objected(project: Project) -> dict[int, tuple[int, float]]:
    """Return by proposal how many valid objections were put, and for how many hours at most one stood."""
    found: dict[int, tuple[int, float]] = {}
    rows = Objection.objects.filter(proposal__project=project, blocks=True)
    for proposal, put, lifted in rows.values_list("proposal", "put_at", "lifted_at"):
        number, longest = found.get(proposal, (0, 0.0))
        stood = (lifted - put).total_seconds() / 3600 if lifted else 0.0
        found[proposal] = (number + 1, max(longest, stood))
    return found


def _hours_of(decision: Any, objected: float) -> Any:
    begun = decision.proposal.created_at

    def since(moment: datetime | None) -> float:
        return (moment - begun).total_seconds() / 3600 if moment else 0.0

    ended = max(since(decision.adopted_at), 0.0)
    return waits_between(0.0, since(decision.first_opened), since(decision.last_said), ended, objected)


def _passage(decision: Any, waits: Any) -> Passage:
    round_ = decision.round
    way = routing.kind_of(in_sync=round_.in_sync, affected={decision.circle_id, *round_.affected})
    return Passage(decision.number, decision.circle_id, way, decision.asked or 0, sum(waits.parts), waits)


def facts_of(decision: Decision) -> routing.ProposalFacts:
    """Return what was decided as routing knows it, from what its round keeps: whom it affected, what it touched."""
    round_, home = decision.round, decision.circle_id
    affected = {home, *round_.affected}
    domains = [(one.circle_id, one.key) for one in decision.proposal.domains.all() if one.circle_id in affected]
    held = [routing.Touch(circle, routing.Because.TOUCHES, key) for circle, key in domains]
    others = affected - {home} - {circle for circle, _key in domains}
    named = [routing.Touch(circle, routing.Because.NAMED) for circle in sorted(others)]
    return routing.ProposalFacts(
        circle=home,
        cost=decision.cost,
        reversibility=REVERSIBILITY[decision.reversibility],
        touches=(*held, *named),
        elements=tuple(
            routing.ElementFacts(element.reference, element.holder_id) for element in decision.proposal.elements.all()
        ),
        changes_elements=any(row.get("kind") in ("element", "element_removal") for row in round_.carries_out),
    )


def way_label(way: RouteKind) -> str:
    """Return how a way is called."""
    return {
        RouteKind.OWN_SCOPE: _("decided by the circle itself"),
        RouteKind.SYNCHRONISED: _("synchronised"),
        RouteKind.TOGETHER: _("decided together, in a sync"),
    }[way]
