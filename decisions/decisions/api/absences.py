"""API of being away: say it, take it back, see who is."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from circles.projects.access import project_for
from decisions.decisions import permissions
from decisions.decisions.models import Absence
from foundation.accounts.decorators import asker
from foundation.audit import clock
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()


class AbsenceIn(Body):
    """From which day to which (included) one is away; `deputy` is a person of the project by id."""

    from_on: date
    until_on: date
    deputy: UUID | None = None


class AbsenceOut(Schema):
    """Who is away, until when, and who speaks for them."""

    id: int
    person: UUID
    name: str
    from_on: date
    until_on: date
    deputy: UUID | None
    deputy_name: str


def absence_out(found: Absence) -> dict[str, Any]:
    """Return an absence as data."""
    names = {name: getattr(found, name) for name in ("from_on", "until_on")}
    deputy = found.deputy.name if found.deputy else ""
    who = {"id": found.pk, "person": found.user_id, "name": found.user.name}
    return who | names | {"deputy": found.deputy_id, "deputy_name": deputy}


@router.get("projects/{slug}/absences", response=list[AbsenceOut])
def absences(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List who is away, or will be, in the order in which they said so."""
    project = project_for(request, slug)
    found = Absence.objects.in_project(project).not_over(project.day_of(clock.now())).select_related("user", "deputy")
    return [absence_out(one) for one in found_after(request, response, found, after, key="pk")]


@router.post("projects/{slug}/absences", response={201: AbsenceOut})
def say_away(request: HttpRequest, slug: str, body: AbsenceIn) -> Any:
    """Say that one is away."""
    project = project_for(request, slug)
    require(permissions.is_in(asker(request), project))
    deputy = None if body.deputy is None else get_object_or_404(project.people(), pk=body.deputy)
    made = Absence.declare(project, by=asker(request), from_on=body.from_on, until_on=body.until_on, deputy=deputy)
    return Status(201, absence_out(made))


@router.post("projects/{slug}/absences/{absence}/ending", response={204: None})
def end_absence(request: HttpRequest, slug: str, absence: int) -> Any:
    """Take an absence of one's own back."""
    found = get_object_or_404(Absence.objects.in_project(project_for(request, slug)), pk=absence)
    require(permissions.may_end_absence(asker(request), found))
    found.end(by=asker(request))
    return Status(204, None)
