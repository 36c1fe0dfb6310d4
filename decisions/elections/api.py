"""API of elections and roles. The same verbs and rights as the pages."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles.access import circle_for
from circles.projects.access import project_for
from decisions.elections import permissions
from decisions.elections.contexts import domains_in, matches_for, roles_in
from decisions.elections.forms import people_in
from decisions.elections.models import Election, Phase
from decisions.elections.workflows import begin_election, end_election, nominate, open_change_round, put_to_consent
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class ElectionIn(Body):
    """A role to elect: pilot, facilitator, secretary, delegate, or words of its own, with what it is for."""

    role: Annotated[str, Field(min_length=1, max_length=120)]
    purpose: str = Field("", max_length=300)
    accountabilities: str = Field("", max_length=4000)
    ends_on: date | None = None


class NominationIn(Body):
    """Whom to nominate, and why."""

    nominee: UUID
    reason: str = Field(min_length=1, max_length=600)


class CandidateIn(Body):
    """Whom to put to consent, of those nominated."""

    nominee: UUID
    because: str = Field("", max_length=600)


class EndingIn(Body):
    """Why it ends without a result."""

    because: str = Field("", max_length=300)


class NominationOut(Schema):
    """A nomination with its reason."""

    by: UUID
    nominee: UUID
    reason: str
    in_change_round: bool


class ElectionOut(Schema):
    """An election; nominations are there from the change round on, before it only their `number`."""

    id: int
    circle: str
    role: str
    purpose: str
    accountabilities: list[str]
    ends_on: date | None
    phase: Phase
    number: int
    nominations: list[NominationOut]
    nominee: UUID | None
    proposal: str | None


class RoleMatchOut(Schema):
    """Whose a tension may be: a role with its holder, or a circle by a domain."""

    circle: str
    role: str
    person: UUID | None
    name: str
    domain: str


def election_for(request: HttpRequest, slug: str, pk: int) -> Election:
    """Find an election of a project."""
    found: Election = get_object_or_404(Election.objects.for_pages(), project=project_for(request, slug), pk=pk)
    return found


def election_out(election: Election) -> dict[str, Any]:
    """Return what an election is."""
    standing = election.standing_nominations()
    return {
        "id": election.pk,
        "circle": election.circle.key,
        "role": election.role,
        "purpose": election.purpose,
        "accountabilities": election.expected,
        "ends_on": election.ends_on,
        "phase": election.phase,
        "number": len(standing),
        "nominations": [
            {"by": one.by_id, "nominee": one.nominee_id, "reason": one.reason, "in_change_round": one.in_change_round}
            for one in (standing if election.shows_reasons else ())
        ],
        "nominee": election.nominee_id,
        "proposal": election.proposal.reference if election.proposal else None,
    }


@router.post("projects/{slug}/circles/{key}/elections", response={201: ElectionOut})
def begin(request: HttpRequest, slug: str, key: str, body: ElectionIn) -> Any:
    """Begin the election of a role of a circle."""
    circle = circle_for(request, slug, key)
    require(permissions.may_begin(asker(request), circle))
    return Status(201, election_out(begin_election(circle, by=asker(request), **body.dict())))


@router.get("projects/{slug}/elections/{election}", response=ElectionOut)
def election(request: HttpRequest, slug: str, election: int) -> Any:
    """Read an election."""
    return election_out(election_for(request, slug, election))


@router.post("projects/{slug}/elections/{election}/nominations", response={201: ElectionOut})
def nominations(request: HttpRequest, slug: str, election: int, body: NominationIn) -> Any:
    """Nominate a person of the circle."""
    found = election_for(request, slug, election)
    require(permissions.may_nominate(asker(request), found))
    nominate(found, get_object_or_404(people_in(found), pk=body.nominee), reason=body.reason, by=asker(request))
    return Status(201, election_out(election_for(request, slug, election)))


@router.post("projects/{slug}/elections/{election}/change-round", response=ElectionOut)
def change_round(request: HttpRequest, slug: str, election: int) -> Any:
    """Show all nominations, and let people change theirs."""
    found = election_for(request, slug, election)
    require(permissions.may_lead(asker(request), found))
    open_change_round(found, by=asker(request))
    return election_out(election_for(request, slug, election))


@router.post("projects/{slug}/elections/{election}/candidate", response={201: ElectionOut})
def candidate(request: HttpRequest, slug: str, election: int, body: CandidateIn) -> Any:
    """Put a person to consent: a proposal of the circle, with its round."""
    found = election_for(request, slug, election)
    require(permissions.may_lead(asker(request), found))
    nominee = get_object_or_404(people_in(found), pk=body.nominee)
    put_to_consent(found, nominee, by=asker(request), because=body.because)
    return Status(201, election_out(election_for(request, slug, election)))


@router.post("projects/{slug}/elections/{election}/ending", response=ElectionOut)
def ending(request: HttpRequest, slug: str, election: int, body: EndingIn) -> Any:
    """End it without a result."""
    found = election_for(request, slug, election)
    require(permissions.may_lead(asker(request), found))
    end_election(found, by=asker(request), because=body.because)
    return election_out(election_for(request, slug, election))


@router.get("projects/{slug}/roles/whose", response=list[RoleMatchOut])
def whose(request: HttpRequest, slug: str, tension: str) -> Any:
    """Say whose a tension may be, by the words that it shares with roles and domains; the likeliest first."""
    project = project_for(request, slug)
    return [
        {
            "circle": one.circle.key,
            "role": one.held.role.words if one.held else "",
            "person": one.held.person.pk if one.held else None,
            "name": one.held.person.name if one.held else "",
            "domain": one.domain.key if one.domain else "",
        }
        for one in matches_for(project, tension, roles_in(project), domains_in(project))
    ]
