"""API of recurring syncs, which programs know as rituals: when a circle meets."""

from datetime import time
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.projects.access import project_for
from daily.syncs import permissions
from daily.syncs.models import RecurringSync
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import rows_after
from foundation.web.schema_types import TimeOfDay

router = Router()


class RitualIn(Body):
    """When and how a circle meets. `recurrence` is an RRULE of days or weeks, empty for every working day of the
    project; `local_time` stands on the project's clocks; `facilitator` is a member's id, none lets those who hold the
    role take turns.
    """

    name: str = ""
    recurrence: str = ""
    local_time: TimeOfDay = time(9, 15)
    length_minutes: Annotated[int, Field(ge=1, le=480)] = 15
    pulse_minutes: Annotated[int, Field(ge=0, le=1440)] = 30
    facilitator: UUID | None = None
    video_link: str = ""


class RitualOut(Schema):
    """A recurring sync; `circle` is a key, `rhythm` its recurrence in words."""

    id: int
    title: str
    circle: str
    rhythm: str
    recurrence: str
    local_time: time
    length_minutes: int
    pulse_minutes: int
    facilitator: UUID | None
    video_link: str


def out(one: RecurringSync) -> dict[str, Any]:
    """Put a recurring sync as the API gives it."""
    same = ("id", "title", "rhythm", "recurrence", "local_time", "length_minutes", "pulse_minutes", "video_link")
    fields = {name: getattr(one, name) for name in same}
    return {**fields, "circle": one.circle.key, "facilitator": one.facilitator_id}


def fields_of(body: RitualIn, circle: Circle) -> dict[str, Any]:
    """Return what a recurring sync is made of, with the person who facilitates (404 for nobody of the circle)."""
    named = body.facilitator and get_object_or_404(circle.members(), pk=body.facilitator)
    return {**body.dict(), "facilitator": named}


def settable(request: HttpRequest, slug: str, pk: int) -> RecurringSync:
    """Find a recurring sync that is kept and that the asker may set (403 for others)."""
    found = get_object_or_404(RecurringSync.objects.in_project(project_for(request, slug)).current(), pk=pk)
    require(permissions.may_change_recurring_syncs(asker(request), found.circle))
    return found


@router.get("projects/{slug}/rituals", response=list[RitualOut])
def rituals(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List the recurring syncs that are kept."""
    found = list(
        RecurringSync.objects.in_project(project_for(request, slug)).current().select_related("circle", "project")
    )
    return [out(one) for one in rows_after(request, response, found, after, name=lambda one: one.pk)]


@router.post("projects/{slug}/circles/{key}/rituals", response={201: RitualOut})
def begin(request: HttpRequest, slug: str, key: str, body: RitualIn) -> Any:
    """Begin a recurring sync of a circle."""
    circle = circle_for(request, slug, key)
    require(permissions.may_change_recurring_syncs(asker(request), circle))
    return Status(201, out(RecurringSync.begin(circle, by=asker(request), **fields_of(body, circle))))


@router.put("projects/{slug}/rituals/{pk}", response=RitualOut)
def change(request: HttpRequest, slug: str, pk: int, body: RitualIn) -> Any:
    """Change when a circle meets."""
    found = settable(request, slug, pk)
    given = fields_of(body, found.circle)
    found.change(by=asker(request), **{**given, "recurrence": given["recurrence"] or found.recurrence})
    return out(RecurringSync.objects.in_project(found.project).get(pk=found.pk))


@router.post("projects/{slug}/rituals/{pk}/ending", response={204: None})
def end(request: HttpRequest, slug: str, pk: int) -> Any:
    """End a recurring sync; what was held stays."""
    settable(request, slug, pk).end(by=asker(request))
    return Status(204, None)
