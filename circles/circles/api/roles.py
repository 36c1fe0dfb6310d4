"""API of who does what in a circle: roles, their terms and words, and how much of a week it has."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.circles.models import Circle, Membership
from circles.circles.queries.people import needs_of
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()

type RoleWords = Annotated[str, Field(min_length=1, max_length=120)]


class RoleBody(Body):
    """A role: pilot, facilitator, secretary, delegate, or words of one's own."""

    role: RoleWords


class TermIn(RoleBody):
    """Until the end of which day a role is held; null: for good."""

    ends_on: date | None


class OwnWordsIn(RoleBody):
    """What an own role is for, and what can be expected of it, one on each line."""

    purpose: str = Field("", max_length=300)
    accountabilities: str = Field("", max_length=4000)


class RoleIn(OwnWordsIn):
    """A role to give; the words are for own roles, a term for any."""

    ends_on: date | None = None


class HeldOut(Schema):
    """A role as it is held."""

    role: str
    purpose: str
    accountabilities: list[str]
    started_at: datetime
    ends_on: date | None


class SeatOut(Schema):
    """A person in a circle: their roles now, the percent of their week it has, and of all circles together."""

    person: UUID
    name: str
    roles: list[HeldOut]
    share: int | None
    whole_week: int | None


class TimeIn(Body):
    """A share of the week in percent; null: not said."""

    share: int | None = Field(ge=1, le=100)


def seat_of(circle: Circle, person: UUID) -> Membership:
    """Find a person's membership of a circle."""
    found: Membership = get_object_or_404(circle.memberships.current().select_related("user"), user=person)
    return found


@router.get("projects/{slug}/circles/{key}/seats", response=list[SeatOut])
def seats(request: HttpRequest, response: HttpResponse, slug: str, key: str, after: str = "") -> Any:
    """List the circle's own people by name, with their roles, terms and shares of the week."""
    current = circle_for(request, slug, key).memberships.current().annotate(person_name=F("user__name"))
    seated: QuerySet[Any] = current.with_roles().with_whole_week()
    found: Iterable[Any] = found_after(request, response, seated, after, key="person_name")
    return [
        {
            "person": seat.user_id,
            "name": seat.user.name,
            "roles": [
                {
                    "role": role.words,
                    "purpose": role.purpose,
                    "accountabilities": role.expected,
                    "started_at": role.started_at,
                    "ends_on": role.ends_on,
                }
                for role in seat.held
            ],
            "share": seat.share,
            "whole_week": seat.whole_week,
        }
        for seat in found
    ]


@router.post("projects/{slug}/circles/{key}/members/{person}/roles", response={201: RoleIn})
def give_role(request: HttpRequest, slug: str, key: str, person: UUID, body: RoleIn) -> Any:
    """Give a person in the circle a role."""
    circle = circle_for(request, slug, key)
    require(permissions.may_give_role(asker(request), circle, body.role))
    seat_of(circle, person).take_role(by=asker(request), **body.dict())
    return Status(201, body)


@router.post("projects/{slug}/circles/{key}/members/{person}/roles/ending", response={204: None})
def end_role(request: HttpRequest, slug: str, key: str, person: UUID, body: RoleBody) -> Any:
    """End a person's role in the circle."""
    circle = circle_for(request, slug, key)
    held = seat_of(circle, person)
    require(permissions.may_end_role(asker(request), circle, body.role, held.user))
    held.leave_role(body.role, by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/circles/{key}/members/{person}/roles/term", response=TermIn)
def renew_role(request: HttpRequest, slug: str, key: str, person: UUID, body: TermIn) -> Any:
    """Say until when a person holds a role."""
    circle = circle_for(request, slug, key)
    require(permissions.may_give_role(asker(request), circle, body.role))
    seat_of(circle, person).renew_role(body.role, body.ends_on, by=asker(request))
    return body


@router.post("projects/{slug}/circles/{key}/members/{person}/roles/words", response=OwnWordsIn)
def word_role(request: HttpRequest, slug: str, key: str, person: UUID, body: OwnWordsIn) -> Any:
    """Say what a person's own role is for."""
    circle = circle_for(request, slug, key)
    require(permissions.may_give_role(asker(request), circle, body.role))
    seat_of(circle, person).word_role(by=asker(request), **body.dict())
    return body


@router.post("projects/{slug}/circles/{key}/members/{person}/time", response=TimeIn)
def give_time(request: HttpRequest, slug: str, key: str, person: UUID, body: TimeIn) -> Any:
    """Say how much of one's week one has for the circle."""
    circle = circle_for(request, slug, key)
    seat = seat_of(circle, person)
    require(permissions.may_say_time(asker(request), seat.user))
    seat.give_time(body.share, by=asker(request))
    return body


class NeedOut(Schema):
    """A skill that a circle needs (a trade or words), whether a member has it, and else who in the project does."""

    skill: str
    is_there: bool
    helpers: list[UUID]


class NeedsIn(Body):
    """The skills that a circle needs: trades (design, supply-chain …) and words."""

    skills: list[str]


def needs_out(circle: Circle) -> list[dict[str, Any]]:
    """Return what a circle needs as data."""
    return [
        {"skill": need.skill, "is_there": need.is_there, "helpers": [one.pk for one in need.helpers]}
        for need in needs_of(circle)
    ]


@router.get("projects/{slug}/circles/{key}/needs", response=list[NeedOut])
def needs(request: HttpRequest, slug: str, key: str) -> Any:
    """List the skills that a circle needs, those that it lacks first."""
    return needs_out(circle_for(request, slug, key))


@router.put("projects/{slug}/circles/{key}/needs", response=list[NeedOut])
def state_needs(request: HttpRequest, slug: str, key: str, body: NeedsIn) -> Any:
    """Say which skills a circle needs, all of them."""
    circle = circle_for(request, slug, key)
    require(permissions.may_state_needs(asker(request), circle))
    circle.need_skills(body.skills, by=asker(request))
    circle.refresh_from_db(fields=["needs"])
    return needs_out(circle)
