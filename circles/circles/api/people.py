"""API of people in circles: who is in, and whom to ask in."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.circles.queries.people import people_answering
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.accounts.skills import skills_in
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.name_patterns import SearchQuery
from foundation.web.pagination import found_after

router = Router()


class PersonOut(Schema):
    """A person as the project sees them; `skills` are trades (design, supply-chain …) and words of their own."""

    id: UUID
    name: str
    handle: str
    skills: list[str]

    @staticmethod
    def resolve_skills(person: User) -> list[str]:
        """Return them one by one."""
        return skills_in(person.skills)


class MemberIn(Body):
    """Whom to let in: a person of the project by id, with roles."""

    person: UUID
    roles: list[Annotated[str, Field(min_length=1, max_length=120)]] = []


@router.get("projects/{slug}/circles/{key}/members", response=list[PersonOut])
def members(request: HttpRequest, response: HttpResponse, slug: str, key: str, after: str = "") -> Any:
    """List who has a voice in a circle, by name."""
    return found_after(request, response, circle_for(request, slug, key).members(), after, key="name")


@router.post("projects/{slug}/circles/{key}/members", response={201: PersonOut})
def admit(request: HttpRequest, slug: str, key: str, body: MemberIn) -> Any:
    """Let a person of the project into a circle."""
    circle = circle_for(request, slug, key)
    require(permissions.may_admit(asker(request), circle))
    for role in body.roles:
        require(permissions.may_give_role(asker(request), circle, role))
    person = get_object_or_404(circle.project.people(), pk=body.person)
    circle.admit(person, by=asker(request), roles=body.roles)
    return Status(201, person)


@router.post("projects/{slug}/circles/{key}/members/{person}/ending", response={204: None})
def end_membership(request: HttpRequest, slug: str, key: str, person: UUID) -> Any:
    """End a membership, one's own or another's."""
    circle = circle_for(request, slug, key)
    held = get_object_or_404(circle.memberships.current().select_related("user"), user=person)
    require(permissions.may_end_membership(asker(request), circle, held.user))
    held.end(by=asker(request))
    return Status(204, None)


@router.get("projects/{slug}/people", response=list[PersonOut])
def people(request: HttpRequest, response: HttpResponse, slug: str, q: str = "", after: str = "") -> Any:
    """List who is in the project, by name; with `q` those whose name, handle or skills have each of its words."""
    found = people_answering(project_for(request, slug).people(), SearchQuery.from_text(q))
    return found_after(request, response, found, after, key="name")
