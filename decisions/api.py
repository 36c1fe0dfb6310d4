"""API of decisions: propose, ask, speak, adopt. The same verbs and rights as the pages."""

from typing import Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from circles.access import Refused, asker, circle_for, project_for, require
from circles.changes import rewritten
from circles.models import Circle, Project
from circles.paging import number_in, seq_page_of
from decisions import permissions, schemas
from decisions.editorial_api import router as editorial_router
from decisions.models import Decision, Position, Proposal, Round
from decisions.models.enacting import possible
from decisions.models.facts import Terms, route
from decisions.outputs import decision_out
from decisions.past_api import router as past_router
from decisions.proposing import write
from decisions.register_api import router as register_router
from decisions.review_api import router as review_router
from decisions.routing import Reason, Route

router = Router()
router.add_router("", editorial_router)
router.add_router("", past_router)
router.add_router("", register_router)
router.add_router("", review_router)


def proposal_for(request: HttpRequest, slug: str, number: int) -> Proposal:
    """Find a proposal the asker may see."""
    rows = Proposal.objects.visible_to(asker(request)).in_project(project_for(request, slug)).for_lists()
    found: Proposal = get_object_or_404(rows, number=number)
    return found


def round_for(request: HttpRequest, slug: str, number: int) -> Round:
    """Find a proposal's newest round, in which the asker is asked.

    :raises Refused: when nobody was asked yet.
    """
    last = proposal_for(request, slug, number).last_round
    if last is None:
        raise Refused(_("Nobody was asked yet; open a round first."))
    return last


def things(project: Project, given: dict[str, Any]) -> dict[str, Any]:
    """Put things in place of keys, for the names that are there; 404 for a key that means nothing.

    `circles` become `named`; None (not given) is left out.
    """
    found = {name: value for name, value in given.items() if value is not None}
    if (keys := found.pop("circles", None)) is not None:
        found["named"] = [get_object_or_404(Circle.objects.in_project(project).open(), key=key) for key in keys]
    if (keys := found.pop("domains", None)) is not None:
        found["domains"] = [get_object_or_404(project.domains.held(), key=key) for key in keys]
    if (keys := found.pop("elements", None)) is not None:
        found["elements"] = [element_for(project, key) for key in keys]
    if (rows := found.pop("carries_out", None)) is not None:
        found["carries_out"] = rewritten(project, rows)
    in_force = Decision.objects.in_project(project).in_force()
    ends = [name for name in ("replaces", "revokes") if name in found]
    found |= {name: get_object_or_404(in_force, number=found[name]) for name in ends}
    if (owner := found.get("owner")) is not None:
        found["owner"] = get_object_or_404(project.people(), pk=owner)
    return found


def element_for(project: Project, key: str) -> Any:
    """Find an element by its key (FE-2)."""
    return get_object_or_404(project.fundamentals.all(), number=number_in(key.removeprefix("FE-")) or 0)


def answers_for(project: Project, given: schemas.AnswersIn) -> dict[str, Any]:
    """Put the answers of an objection in the words of the model."""
    found = given.dict(exclude={"element", "against"})
    if given.element:
        found["element"] = element_for(project, given.element)
    if given.against is not None:
        decisions = Decision.objects.in_project(project).in_force()
        found["against"] = get_object_or_404(decisions, number=given.against)
    return found


# Proposals ------------------------------------------------------------------------------------------------------------


@router.get("projects/{slug}/proposals", response=schemas.Page[schemas.ProposalOut])
def proposals(request: HttpRequest, slug: str, before: str = "", *, waiting: bool = False) -> Any:
    """List proposals, newest first; `waiting`: only those on which the asker's position is asked."""
    found = Proposal.objects.visible_to(asker(request)).in_project(project_for(request, slug)).for_lists()
    page = seq_page_of(found.waiting_for(asker(request)) if waiting else found, before, key="number")
    return {"rows": [proposal_row(proposal) for proposal in page.rows], "before": page.next}


@router.post("projects/{slug}/proposals", response={201: schemas.ProposalWhole})
def propose(request: HttpRequest, slug: str, body: schemas.ProposalIn) -> Any:
    """Propose in a circle; `open_round` asks for consent at once."""
    circle = circle_for(request, slug, body.circle)
    require(permissions.may_propose(asker(request), circle))
    given = things(circle.project, body.dict(exclude={"circle", "open_round"}))
    proposal = write(circle, by=asker(request), ask=body.open_round, **given)
    return Status(201, proposal_whole(proposal_for(request, slug, proposal.number)))


@router.post("projects/{slug}/routes", response=schemas.RouteOut)
def typed_route(request: HttpRequest, slug: str, circle: str, body: schemas.TermsIn) -> Any:
    """Say who would decide; writes nothing."""
    home = circle_for(request, slug, circle)
    given = things(home.project, body.dict())
    given["changes"] = possible(home.project, given.pop("carries_out"))
    return route_out(route(Terms(circle=home, **given)), home.project)


@router.get("projects/{slug}/proposals/{number}", response=schemas.ProposalWhole)
def proposal(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a proposal with its route, rounds and objections."""
    return proposal_whole(proposal_for(request, slug, number))


@router.patch("projects/{slug}/proposals/{number}", response=schemas.ProposalWhole)
def revise(request: HttpRequest, slug: str, number: int, body: schemas.RevisionIn) -> Any:
    """Change the text; in a round this opens the next. Another owner or review date is told to who was asked."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    found.revise(by=asker(request), **things(found.project, body.dict()))
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/rounds", response={201: schemas.RoundOut})
def open_round(request: HttpRequest, slug: str, number: int) -> Any:
    """Ask for consent to the text as it stands."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    return Status(201, round_out(found.put_to_round(by=asker(request))))


@router.post("projects/{slug}/proposals/{number}/positions", response={201: schemas.HeardOut})
def take_position(request: HttpRequest, slug: str, number: int, body: schemas.PositionIn) -> Any:
    """Take a position in the newest round; a facilitator may record what a `person` said aloud."""
    round_ = round_for(request, slug, number)
    project = round_.proposal.project
    person, recorded_by = asker(request), None
    if body.person is not None and body.person != person.pk:
        require(permissions.may_record(person, round_))
        person, recorded_by = get_object_or_404(project.people(), pk=body.person), person
    else:
        require(permissions.may_speak(person, round_))
    if body.kind not in Position.Kind.values:
        raise Refused(_("A position is one of: %(kinds)s.") % {"kinds": ", ".join(Position.Kind.values)})
    answers = answers_for(project, body.answers) if body.answers else None
    words = body.words or (body.answers.harm if body.answers else "")
    said = round_.take(body.kind, by=person, words=words, answers=answers, recorded_by=recorded_by)
    row = {"person": person.pk, "name": person.name, "kind": said.kind, "words": said.words, "to_reconfirm": False}
    return Status(201, row)


@router.post("projects/{slug}/proposals/{number}/objections/{objection}/lifting", response=schemas.ProposalWhole)
def lift(request: HttpRequest, slug: str, number: int, objection: int, because: str = "") -> Any:
    """Lift one's own objection; or, as facilitator, one that stayed without an answer to a new text (with a reason)."""
    found = get_object_or_404(proposal_for(request, slug, number).objections.all(), pk=objection)
    require(permissions.may_lift(asker(request), found))
    found.lift(by=asker(request), because=because)
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/objections/{objection}/reopening", response=schemas.ProposalWhole)
def reopen(request: HttpRequest, slug: str, number: int, objection: int, body: schemas.ReasonIn) -> Any:
    """Let one's objection stand again, once, that somebody else has lifted."""
    found = get_object_or_404(proposal_for(request, slug, number).objections.all(), pk=objection)
    require(permissions.may_reopen(asker(request), found))
    found.reopen(by=asker(request), because=body.because)
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/claims", response=schemas.RouteOut)
def claim(request: HttpRequest, slug: str, number: int, circle: str, what: str) -> Any:
    """Say for one's circle: this affects us. Gives the new route."""
    found = proposal_for(request, slug, number)
    own = permissions.circles_to_claim_for(asker(request), found).filter(key=circle).first()
    require(own is not None)
    found.claim(cast(Circle, own), by=asker(request), what=what)
    return route_out(proposal_for(request, slug, number).route(), found.project)


@router.post("projects/{slug}/proposals/{number}/withdrawal", response=schemas.ProposalWhole)
def withdraw(request: HttpRequest, slug: str, number: int) -> Any:
    """Take it back."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    found.withdraw(by=asker(request))
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/decision", response={201: schemas.DecisionOut})
def adopt(request: HttpRequest, slug: str, number: int) -> Any:
    """Adopt it inside its scope; what a sync decides is refused here (409)."""
    found = proposal_for(request, slug, number)
    require(permissions.may_adopt(asker(request), found))
    return Status(201, decision_out(found.adopt(by=asker(request))))


# The register ---------------------------------------------------------------------------------------------------------


# As data --------------------------------------------------------------------------------------------------------------


def route_out(found: Route, project: Project) -> dict[str, Any]:
    """Give a route with circles by key."""
    keys = dict(project.circles.values_list("pk", "key"))

    def reason(one: Reason) -> dict[str, Any]:
        return {"code": one.code.value, "circle": keys[one.circle], "what": one.what, "limit": one.limit}

    return {
        "decides": keys[found.decides],
        "in_sync": found.in_sync,
        "affected": sorted(keys[circle] for circle in found.affected),
        "reasons": [reason(one) for one in found.reasons],
        "refused": reason(found.refused) if found.refused else None,
    }


def proposal_row(found: Proposal) -> dict[str, Any]:
    """Give a proposal as a row."""
    names = ("reference", "number", "title", "tension", "text", "effect", "cost", "reversibility")
    adopted = found.adopted
    extra = {"circle": found.circle.key, "state": found.stage.value}
    return {name: getattr(found, name) for name in names} | extra | {"decision": adopted.reference if adopted else None}


def proposal_whole(found: Proposal) -> dict[str, Any]:
    """Give a proposal with all that belongs to it."""
    objections = found.objections.select_related("by", "element", "position", "lifted_by", "reopening")
    return proposal_row(found) | {
        "route": route_out(found.route(), found.project),
        "rounds": [round_out(one) for one in found.rounds.select_related("decides").order_by("number")],
        "objections": [
            {
                "id": one.pk,
                "name": one.by.name,
                "element": one.element.reference if one.element else "",
                "harm": one.harm,
                "blocks": one.blocks,
                "stands": one.stands,
                "is_late": one.position.is_late,
                "lifted_at": one.lifted_at,
                "lifted_by": one.lifted_by.name if one.lifted_by else "",
                "lifted_because": one.lifted_because,
                "reopened_at": one.reopened.reopened_at if one.reopened else None,
            }
            for one in objections
        ],
    }


def round_out(found: Round) -> dict[str, Any]:
    """Give a round with how everybody stands."""
    names = (
        "number",
        "title",
        "tension",
        "text",
        "effect",
        "in_sync",
        "opened_at",
        "closes_at",
        "closed_at",
        "outcome",
    )
    heard = [
        {
            "person": one.user.pk,
            "name": one.user.name,
            "kind": one.kind.value if one.kind else None,
            "words": one.position.words if one.position else "",
            "to_reconfirm": one.to_reconfirm,
        }
        for one in found.heard()
    ]
    return {name: getattr(found, name) for name in names} | {"decides": found.decides.key, "heard": heard}
