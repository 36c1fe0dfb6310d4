"""Finding what an address names, among what the person may see; 404 for the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from circles.circles.access import CircleRequest
from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from decisions.decisions.models import (
    Claim,
    ClarifyingQuestion,
    Decision,
    Effect,
    Objection,
    Proposal,
    Round,
    Unanswered,
)
from decisions.decisions.models.proposals.touched_clause import holders_along
from foundation.accounts.decorators import MemberRequest
from foundation.web.collation import Alphabetical

READ_ALONG = {
    "clause_holders": holders_along(),
    "has_claims": Exists(Claim.objects.filter(proposal=OuterRef("pk"))),
    "has_effects": Exists(Effect.objects.filter(proposal=OuterRef("pk"))),
    "has_questions": Exists(ClarifyingQuestion.objects.filter(proposal=OuterRef("pk"))),
}
"""What few proposals have: read only where it is there."""
AT_ONCE = (
    "created_by",
    "owner",
    "decision",
    "urgent_act",
    "contest__decision",
    "pull__decision",
    "missing_element__addition__decision",
    "replaces__round",
    "revokes__round",
)
"""What stands on a proposal itself: read with it."""


def proposal_in(project: Project, number: int, request: MemberRequest) -> Proposal:
    """Find a proposal of a project by its number, with all that belongs to it; the sidebar shows its circle."""
    found = Proposal.objects.in_project(project).annotate(**READ_ALONG).select_related(*AT_ONCE)
    proposal: Proposal = get_object_or_404(found, number=number)
    proposal.project = project  # it remembers what this request has read of it
    prefetch_details(proposal, "domains__sharings", "elements", "named", *claims_and_effects(proposal))
    _set_touched_things(proposal)
    cast(CircleRequest, request).around = proposal.circle
    return proposal


@contextmanager
def asking_here(request: HttpRequest) -> Iterator[None]:
    """Let what a text names be answered on the page that asks for it, and do the same act again with the answers."""
    try:
        yield
    except Unanswered as refused:
        refused.context["again"] = request.path
        raise


def claims_and_effects(proposal: Proposal) -> list[Prefetch[Any]]:
    """Return how its claims and answers are read; where it has none, without a query."""
    read, claims, effects = proposal.__dict__, Claim.objects.with_releases(), Effect.objects.all()
    return [
        Prefetch("claims", claims if read["has_claims"] else claims.none(), to_attr="claims_along"),
        Prefetch("effects", effects if read["has_effects"] else effects.none()),
    ]


def circle_to_propose_in(request: MemberRequest, project: Project) -> tuple[Circle, QuerySet[Circle]]:
    """Return the circle that the address names (`?circle=key`), or one's own first; and all of one's own."""
    circles = Circle.objects.in_project(project).open().order_by(Alphabetical("name"))
    own = circles.of(request.user)
    circle = circles.filter(key=request.GET.get("circle", "")).first() or own.first() or project.circles.general()
    circle.project = project
    return circle, own


def decision_in(project: Project, number: int, request: MemberRequest) -> Decision:
    """Find a decision of a project by its number, with its proposal and all that belongs to it."""
    at_once = (
        "owner",
        "proposal__created_by",
        "proposal__replaces",
        "proposal__urgent_act",
        "small_act",
        "proposal__contest__decision",
        "proposal__pull__decision",
        "superseded_by",
        "revoked_by",
    )
    found = Decision.objects.visible_to(request.user).in_project(project).with_suspension().select_related(*at_once)
    decision: Decision = get_object_or_404(found, number=number)
    place(decision, project)
    return decision


def place(decision: Decision, project: Project) -> None:
    """Set a decision's circles, and its proposal with all that belongs to it."""
    circles = {circle.pk: circle for circle in circles_of(project)}
    decision.project = decision.proposal.project = project
    decision.circle, decision.decided_by = circles[decision.circle_id], circles[decision.decided_by_id]
    for later in filter(None, (decision.superseded_by, decision.revoked_by)):
        later.project = project
    prefetch_details(decision.proposal)
    decision.round = next(one for one in decision.proposal.rounds.all() if one.pk == decision.round_id)


def prefetch_details(proposal: Proposal, *more: str | Prefetch[Any]) -> None:
    """Read onto a proposal its rounds and objections, and more; circles are those that the request has read."""
    objections = Objection.objects.select_related(
        "by", "element", "against", "position__deputy", "lifted_by", "reopening__lifted_by"
    )
    prefetch_related_objects([proposal], "rounds", Prefetch("objections", objections), *more)
    _set_circles(proposal)
    _set_objection_details(proposal)


def _set_touched_things(proposal: Proposal) -> None:
    """Set on the things it touches their circles and the project, as the request has read them."""
    circles = {circle.pk: circle for circle in circles_of(proposal.project)}
    for domain in proposal.domains.all():
        domain.circle = circles[domain.circle_id]
    for one in (*proposal.elements.all(), *proposal.named.all()):
        one.project = proposal.project


def _set_circles(proposal: Proposal) -> None:
    """Set on it and its rounds their circles, and what it ends the project, as the request has read them."""
    circles = {circle.pk: circle for circle in circles_of(proposal.project)}
    proposal.circle = circles[proposal.circle_id]
    for round_ in proposal.rounds.all():
        round_.decides = circles[round_.decides_id]
        round_.sync_of = circles.get(round_.sync_of_id or 0)
    contest = getattr(proposal, "contest", None)
    pulled = proposal.pull_made.decision if proposal.pull_made else None
    ends = filter(None, (proposal.replaces, proposal.revokes, contest and contest.decision, pulled))
    for one in ends:
        one.project = proposal.project


def _set_objection_details(proposal: Proposal) -> None:
    """Set on each objection the round it was said in, and what it names the project: all read before."""
    rounds = {round_.pk: round_ for round_ in proposal.rounds.all()}
    for objection in proposal.objections.all():
        objection.position.round = rounds[objection.position.round_id]
        for named in (objection.element, objection.against):
            if named is not None:
                named.project = proposal.project


def objection_in(project: Project, number: int, pk: int, request: MemberRequest) -> Objection:
    """Find an objection to a proposal."""
    proposal = proposal_in(project, number, request)
    found = next((one for one in proposal.objections.all() if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def round_of(proposal: Proposal, number: int) -> Round:
    """Find a round of a proposal by its number."""
    found = next((one for one in proposal.rounds.all() if one.number == number), None)
    if found is None:
        raise Http404
    return found
