"""API of decisions: propose, ask, speak, adopt. The same verbs and rights as the pages."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.projects.access import project_for
from decisions.decisions import permissions
from decisions.decisions.api.lookups import effects_in, objection_tests_for, proposal_for, things
from decisions.decisions.api.outputs import decision_out, proposal_row, proposal_whole, round_out, route_out
from decisions.decisions.api.schemas import (
    AnswersIn,
    DecisionOut,
    Page,
    ParticipantOut,
    PositionIn,
    ProposalIn,
    ProposalOut,
    ProposalWhole,
    PullIn,
    ReasonIn,
    ReleaseIn,
    RevisionIn,
    RoundOut,
    RouteOut,
    TermsIn,
)
from decisions.decisions.forms.claims import ClaimForm
from decisions.decisions.forms.rounds import PositionForm
from decisions.decisions.models import Proposal, Round
from decisions.decisions.models.proposals.possible_changes import possible_changes
from decisions.decisions.models.proposals.proposal_terms import terms_in
from decisions.decisions.models.proposals.pulling import sync_to_pull_to
from decisions.decisions.models.proposals.routing_input import route
from decisions.decisions.models.proposals.touched_clause import holders_of
from decisions.decisions.permissions import Speaker
from decisions.decisions.workflows import adoption, claims, objections, positions, pulling, taking_back
from decisions.decisions.workflows import proposals as workflow
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.exceptions import Refused, require
from foundation.web.form_errors import require_valid
from foundation.web.pagination import seq_page_of

router = Router()


def round_for(request: HttpRequest, slug: str, number: int) -> Round:
    """Find a proposal's newest round, in which the asker is asked.

    :raises Refused: when nobody was asked yet.
    """
    last = proposal_for(request, slug, number).last_round
    if last is None:
        raise Refused(_("Nobody has been asked yet; open a round first."))
    return last


# Proposals ------------------------------------------------------------------------------------------------------------


@router.get("projects/{slug}/proposals", response=Page[ProposalOut])
def proposals(request: HttpRequest, slug: str, before: str = "", *, waiting: bool = False) -> Any:
    """List proposals, newest first; `waiting`: only those on which the asker's position is asked."""
    found = Proposal.objects.visible_to(asker(request)).in_project(project_for(request, slug)).for_lists()
    page = seq_page_of(found.waiting_for(asker(request)) if waiting else found, before, key="number")
    return {"rows": [proposal_row(proposal) for proposal in page.rows], "before": page.next}


@router.post("projects/{slug}/proposals", response={201: ProposalWhole})
def propose(request: HttpRequest, slug: str, body: ProposalIn) -> Any:
    """Propose in a circle; `open_round` asks for consent at once."""
    circle = circle_for(request, slug, body.circle)
    require(permissions.may_propose(asker(request), circle))
    given = things(circle.project, body.dict(exclude={"circle", "open_round", "effects"}), reader=asker(request))
    given["effects"] = effects_in(circle, body.effects, title=body.title, tension=body.tension, text=body.text)
    proposal = workflow.create_proposal(circle, by=asker(request), ask=body.open_round, **given)
    return Status(201, proposal_whole(proposal_for(request, slug, proposal.number)))


@router.post("projects/{slug}/routes", response=RouteOut)
def typed_route(request: HttpRequest, slug: str, circle: str, body: TermsIn) -> Any:
    """Say who would decide; writes nothing."""
    home = circle_for(request, slug, circle)
    given = things(home.project, body.dict(), reader=asker(request))
    given["changes"] = possible_changes(home.project, given.pop("carries_out"))
    given["clauses"] = holders_of(touch.clause for touch in given["clauses"])
    del given["begins_whole_number"]
    said = {"replaces": None, "revokes": None, "answered": (), **given}
    return route_out(route(terms_in(home, saved=None, **said)), home.project)


@router.get("projects/{slug}/proposals/{number}", response=ProposalWhole)
def proposal(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a proposal with its route, rounds and objections."""
    return proposal_whole(proposal_for(request, slug, number))


@router.patch("projects/{slug}/proposals/{number}", response=ProposalWhole)
def revise(request: HttpRequest, slug: str, number: int, body: RevisionIn) -> Any:
    """Change the text; in a round this opens the next, and so does a later review. Another owner or an earlier review
    is told to who was asked.
    """
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    touched = [one.clause.key for one in found.clauses_touched()]
    given = things(found.project, body.dict(exclude={"effects"}), reader=asker(request), already=touched)
    if body.effects:
        texts = {name: getattr(body, name) or getattr(found, name) for name in ("title", "tension", "text", "effect")}
        given["effects"] = effects_in(found.circle, body.effects, **texts)
    workflow.revise(found, by=asker(request), **given)
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/rounds", response={201: RoundOut})
def open_round(request: HttpRequest, slug: str, number: int) -> Any:
    """Ask for consent to the text as it stands."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    return Status(201, round_out(workflow.open_round(found, by=asker(request))))


@router.post("projects/{slug}/proposals/{number}/positions", response={201: ParticipantOut})
def take_position(request: HttpRequest, slug: str, number: int, body: PositionIn) -> Any:
    """Take a position in the newest round. For another `person`: their deputy while they are away, and a facilitator
    who records what they said aloud.
    """
    round_ = round_for(request, slug, number)
    speaker = speaker_of(asker(request), round_, body.person)
    person, said_harm = speaker["by"], body.answers.harm if body.answers else ""
    words, tests = body.words or said_harm, None
    if body.kind.asks_tests:
        tests = objection_tests_for(round_.proposal, body.answers or AnswersIn())
        words = words or tests["quote"]
    else:
        require_valid(PositionForm({"kind": body.kind, "words": words}))
    said = positions.take_position(round_, body.kind, words=words, objection_tests=tests, **speaker)
    row = {"person": person.pk, "name": person.name, "kind": said.kind, "words": said.words, "to_reconfirm": False}
    return Status(201, row | {"deputy": said.deputy.name if said.deputy else ""})


def speaker_of(user: User, round_: Round, pk: UUID | None) -> Speaker:
    """Return who speaks, as `take_position` takes it: oneself; or another person, through oneself."""
    if pk is None or pk == user.pk:
        require(permissions.may_speak(user, round_))
        return {"by": user}
    person = round_.proposal.project.people().filter(pk=pk).first()
    if person is not None and permissions.may_speak_for(user, round_, person):
        return {"by": person, "deputy": user}
    require(permissions.may_record(user, round_))
    return {"by": get_object_or_404(round_.proposal.project.people(), pk=pk), "recorded_by": user}


@router.post("projects/{slug}/proposals/{number}/objections/{objection}/lifting", response=ProposalWhole)
def lift(request: HttpRequest, slug: str, number: int, objection: int, because: str = "") -> Any:
    """Lift one's own objection; or, as facilitator, one that stayed without an answer to a new text (with a reason)."""
    found = get_object_or_404(proposal_for(request, slug, number).objections.all(), pk=objection)
    require(permissions.may_lift(asker(request), found))
    objections.lift(found, by=asker(request), because=because)
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/objections/{objection}/reopening", response=ProposalWhole)
def reopen(request: HttpRequest, slug: str, number: int, objection: int, body: ReasonIn) -> Any:
    """Let one's objection stand again, once, that another person has lifted."""
    found = get_object_or_404(proposal_for(request, slug, number).objections.all(), pk=objection)
    require(permissions.may_reopen(asker(request), found))
    objections.reopen(found, by=asker(request), because=body.because)
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/claims", response=RouteOut)
def claim(request: HttpRequest, slug: str, number: int, circle: str, what: str = "", names: str = "") -> Any:
    """Say for one's circle: this affects us. `names` is a thing of theirs by its key, `what` a sentence that says what
    changes; one of both is needed. What is in force until the next sync is pulled to it. Gives the new route.
    """
    found = proposal_for(request, slug, number)
    circles = permissions.circles_to_claim_for(asker(request), found)
    own = next((one for one in circles if one.key == circle), None)
    require(own is not None)
    typed = {"circle": cast(Circle, own).pk, "what": what, "names": names}
    form = require_valid(ClaimForm(typed, circles=circles, user=asker(request)), within="query")
    claims.claim(found, by=asker(request), **form.cleaned_data)
    return route_out(proposal_for(request, slug, number).route(), found.project)


@router.post("projects/{slug}/proposals/{number}/claims/{claim}/release", response=RouteOut)
def release_claim(request: HttpRequest, slug: str, number: int, claim: int, body: ReleaseIn) -> Any:
    """Release a claim of one's circle: settled between us. Gives the new route."""
    found = proposal_for(request, slug, number)
    standing = get_object_or_404(found.claims.standing().select_related("circle", "by"), pk=claim)
    standing.proposal = found
    require(permissions.may_release(asker(request), standing))
    claims.release_claim(standing, by=asker(request), settled=body.settled)
    return route_out(proposal_for(request, slug, number).route(), found.project)


@router.post("projects/{slug}/proposals/{number}/pull", response={201: ProposalWhole})
def pull(request: HttpRequest, slug: str, number: int, body: PullIn) -> Any:
    """Take it to the sync of the general circle, or of the circle around where nobody else is asked. One that is in
    force already is suspended: gives the proposal that asks to keep it.
    """
    found = proposal_for(request, slug, number)
    to = sync_to_pull_to(found)
    require(permissions.may_pull(asker(request), found, to))
    own = permissions.circle_to_pull_for(asker(request), found, to, body.circle)
    require(own is not None or not body.circle)
    kept = pulling.pull(found, by=asker(request), what=body.what, circle=own)
    return Status(201, proposal_whole(proposal_for(request, slug, kept.number)))


@router.post("projects/{slug}/proposals/{number}/positions/undo", response=ProposalWhole)
def take_back_position(request: HttpRequest, slug: str, number: int) -> Any:
    """Take back, within ten minutes, what one has just said in the newest round: what stood before stands again."""
    round_ = round_for(request, slug, number)
    require(permissions.may_speak(asker(request), round_))
    taking_back.take_back_position(round_, by=asker(request))
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/withdrawal", response=ProposalWhole)
def withdraw(request: HttpRequest, slug: str, number: int) -> Any:
    """Take it back."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    workflow.withdraw(found, by=asker(request))
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/proposals/{number}/decision", response={201: DecisionOut})
def adopt(request: HttpRequest, slug: str, number: int) -> Any:
    """Adopt it inside its scope; what a sync decides is refused here (409)."""
    found = proposal_for(request, slug, number)
    require(permissions.may_adopt(asker(request), found))
    return Status(201, decision_out(adoption.adopt(found, by=asker(request))))
