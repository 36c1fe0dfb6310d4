"""API for opening a circle."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from accounts.decorators import asker
from circles import permissions
from circles.access import circle_for
from circles.api.circles import router
from money.permissions import may_allot
from projects.models import Reversibility
from restructuring.open_circle import open_with_money
from web.exceptions import require


class CircleIn(Schema):
    """What opening a circle takes; `parent` is the key of the circle around it."""

    name: str = Field(min_length=1, max_length=120)
    parent: str = "general"
    purpose: str = ""
    unit_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    max_reversibility: Reversibility = Reversibility.COSTLY
    money: Decimal | None = Field(None, gt=0, max_digits=14, decimal_places=2)


@router.post("projects/{slug}/circles", response={201: dict[str, str]}, operation_id="circles_projects_open_circle")
def open_circle(request: HttpRequest, slug: str, body: CircleIn) -> Any:
    """Open a circle; who opens it is its first member and pilot."""
    parent = circle_for(request, slug, body.parent)
    require(permissions.may_open_circle(asker(request), parent))
    require(permissions.may_open_with(asker(request), parent, body.unit_limit, body.max_reversibility))
    if body.money:
        require(may_allot(asker(request), parent))
    child = open_with_money(parent, by=asker(request), **body.dict(exclude={"parent"}))
    return Status(201, {"key": child.key, "name": child.name})
