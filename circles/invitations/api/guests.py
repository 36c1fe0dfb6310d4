"""API of guests: who is let into what, invite one, let one out, and what one is let into oneself."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.invitations import permissions
from circles.invitations.contexts.guests import GuestRow, places_of, rows_of
from circles.invitations.guest_things import guest_thing_for
from circles.invitations.models import Level
from circles.invitations.workflows.guests import circle_of, invite_guest, let_out, thing_of
from circles.projects.access import project_entered, project_for
from circles.projects.models import Project
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after
from foundation.web.schema_types import Address

router = Router()


class GuestIn(Body):
    """Whom to let into what: a `document` by number, a `topic` by id, or a `circle` by key; what they may, why, and
    until when (thirty days from now where nothing is said).
    """

    kind: str
    key: str
    email: Address
    level: Level = Level.READ
    reason: str = Field(min_length=1, max_length=300)
    ends_on: date | None = None
    by_link: bool = Field(
        default=False, description="Of a document: the e-mail's link opens it each time, without an account."
    )


class GuestOut(Schema):
    """A guest; `email` is masked for who may not see it, `person` is None until the invitation is taken."""

    id: int
    kind: str
    thing: str
    title: str
    level: Level
    reason: str
    email: str
    by_link: bool
    person: UUID | None
    name: str
    invited_by: str
    taken_at: datetime | None
    ends_on: date
    is_over: bool
    ended_at: datetime | None


class PlaceOut(Schema):
    """Something that one is let into as a guest: its kind, id and title, what one may, and until when."""

    kind: str
    thing: str
    title: str
    level: Level
    ends_on: date


def guest_out(row: GuestRow) -> GuestOut:
    """Give a guest as the API shows them."""
    one = row.guest
    return GuestOut(
        id=one.pk,
        kind=one.on_kind,
        thing=one.on_id,
        title=row.thing.headline if row.thing else "",
        level=Level(one.level),
        reason=one.reason,
        email=row.address,
        by_link=one.by_link,
        person=one.user_id,
        name=one.user.name if one.user else "",
        invited_by=one.invited_by.name,
        taken_at=one.taken_at,
        ends_on=one.ends_on,
        is_over=row.is_over,
        ended_at=one.ended_at,
    )


@router.get("projects/{slug}/guests", response=list[GuestOut])
def guests(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List the guests of a project, now and before, by address."""
    every = project_for(request, slug).guests.with_people()
    found = found_after(request, response, every, after, key="email")
    return [guest_out(row) for row in rows_of(found, asker(request))]


@router.post("projects/{slug}/guests", response={201: dict[str, str]})
def invite(request: HttpRequest, slug: str, body: GuestIn) -> Any:
    """Invite an address as a guest; the answer has the link."""
    thing = guest_thing_for(project_for(request, slug), asker(request), body.kind, body.key)
    require(permissions.may_invite_guest(asker(request), circle_of(thing)))
    terms = body.dict(include={"level", "reason", "ends_on", "by_link"})
    link = invite_guest(thing, body.email, **terms, by=asker(request))
    return Status(201, {"link": link})


@router.post("projects/{slug}/guests/{pk}/ending", response={204: None})
def end(request: HttpRequest, slug: str, pk: int) -> Any:
    """End a guest's access at once, one's own or another's."""
    project: Project = project_entered(request, slug)
    known = project.guests.humans().with_people()
    found = get_object_or_404(known if project.has(asker(request)) else known.of(asker(request)), pk=pk)
    require(permissions.may_end_guest(asker(request), found, circle_of(thing_of(found))))
    let_out(found, by=asker(request))
    return Status(204, None)


@router.get("projects/{slug}/guest", response=list[PlaceOut])
def places(request: HttpRequest, slug: str) -> Any:
    """List what one is let into as a guest, at this instant; of a circle also what is found in it."""
    found = places_of(asker(request), project_entered(request, slug))
    return [
        PlaceOut(
            kind=thing.kind,
            thing=str(thing.pk),
            title=thing.headline,
            level=Level(place.guest.level),
            ends_on=place.guest.ends_on,
        )
        for place in found
        for thing in (place.thing, *place.inside)
    ]
