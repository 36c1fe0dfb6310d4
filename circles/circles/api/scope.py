"""API of what circles hold: their domains and who shares them, and their equipment."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.circles.models import Circle, Equipment, Sharing
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()


class DomainOut(Schema):
    """A domain: the key of the circle that holds it, and of those that share it."""

    key: str
    name: str
    sort: str
    circle: str
    shared_with: list[str]


class EquipmentIn(Body):
    """One thing on a circle's list; `keeper` is the id of who looks after it."""

    name: str = Field(min_length=1, max_length=120)
    note: str = Field("", max_length=300)
    keeper: UUID | None = None


class EquipmentOut(Schema):
    """One thing on a circle's list."""

    id: int
    name: str
    note: str
    keeper: UUID | None = Field(alias="keeper_id")


@router.get("projects/{slug}/domains", response=list[DomainOut])
def domains(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List the domains that circles hold, by key."""
    project = project_for(request, slug)
    sharings = Sharing.objects.current().filter(domain__project=project).select_related("circle")
    held = project.domains.held().select_related("circle")
    keys: dict[int, list[str]] = {}
    for sharing in sharings.order_by("circle__key"):
        keys.setdefault(sharing.domain_id, []).append(sharing.circle.key)
    return [
        {
            "key": domain.key,
            "name": domain.name,
            "sort": domain.sort,
            "circle": domain.circle.key,
            "shared_with": keys.get(domain.pk, []),
        }
        for domain in found_after(request, response, held, after, key="key")
    ]


@router.get("projects/{slug}/circles/{key}/equipment", response=list[EquipmentOut])
def equipment(request: HttpRequest, response: HttpResponse, slug: str, key: str, after: str = "") -> Any:
    """List what a circle works with, by name."""
    return found_after(request, response, circle_for(request, slug, key).equipment.listed(), after, key="name")


@router.post("projects/{slug}/circles/{key}/equipment", response={201: EquipmentOut})
def put_on_list(request: HttpRequest, slug: str, key: str, body: EquipmentIn) -> Any:
    """Put something on a circle's list."""
    circle = circle_for(request, slug, key)
    require(permissions.may_keep_equipment(asker(request), circle))
    keeper = keeper_of(circle, body)
    return Status(201, Equipment.put_on_list(circle, body.name, note=body.note, keeper=keeper, by=asker(request)))


@router.put("projects/{slug}/circles/{key}/equipment/{thing}", response=EquipmentOut)
def say_anew(request: HttpRequest, slug: str, key: str, thing: int, body: EquipmentIn) -> Any:
    """Change what the list says of something."""
    circle = circle_for(request, slug, key)
    require(permissions.may_keep_equipment(asker(request), circle))
    found = get_object_or_404(circle.equipment.listed(), pk=thing)
    found.say_anew(body.name, note=body.note, keeper=keeper_of(circle, body), by=asker(request))
    return circle.equipment.get(pk=thing)


@router.post("projects/{slug}/circles/{key}/equipment/{thing}/ending", response={204: None})
def take_off(request: HttpRequest, slug: str, key: str, thing: int) -> Any:
    """Take something off the list; what it was stays in the record."""
    circle = circle_for(request, slug, key)
    require(permissions.may_keep_equipment(asker(request), circle))
    get_object_or_404(circle.equipment.listed(), pk=thing).take_off(by=asker(request))
    return Status(204, None)


def keeper_of(circle: Circle, body: EquipmentIn) -> User | None:
    """Find who is to look after it among the people of the project."""
    return get_object_or_404(circle.project.people(), pk=body.keeper) if body.keeper else None
