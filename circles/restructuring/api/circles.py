"""API of the list of circles: read it, and open one with its money."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.circles.queries.tree import rows_of
from circles.money.permissions import may_allot
from circles.projects.access import project_for
from circles.projects.models import Reversibility
from circles.restructuring.open_circle import open_with_money
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import rows_after

router = Router()


class CircleOut(Schema):
    """A circle; `parent` is a key, null for the general circle."""

    key: str
    name: str
    purpose: str
    parent: str | None
    depth: int
    people: int
    closed_at: datetime | None


class CircleIn(Body):
    """What opening a circle takes; `parent` is the key of the circle around it."""

    name: str = Field(min_length=1, max_length=120)
    parent: str = "general"
    purpose: str = ""
    unit_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    limit_share: int | None = Field(None, ge=0, le=100)
    small_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    max_reversibility: Reversibility = Reversibility.COSTLY
    money: Decimal | None = Field(None, gt=0, max_digits=14, decimal_places=2)


@router.get("projects/{slug}/circles", response=list[CircleOut], operation_id="circles_projects_circles")
def circles(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List the circles, parents first."""
    rows = rows_of(project_for(request, slug))
    return [
        {
            "key": row.circle.key,
            "name": row.circle.name,
            "purpose": row.circle.purpose,
            "parent": row.circle.parent.key if row.circle.parent else None,
            "depth": row.depth,
            "people": row.people,
            "closed_at": row.circle.closed_at,
        }
        for row in rows_after(request, response, rows, after, name=lambda row: row.circle.key)
    ]


@router.post("projects/{slug}/circles", response={201: dict[str, str]}, operation_id="circles_projects_open_circle")
def open_circle(request: HttpRequest, slug: str, body: CircleIn) -> Any:
    """Open a circle; who opens it is its first member and pilot."""
    parent = circle_for(request, slug, body.parent)
    require(permissions.may_open_circle(asker(request), parent))
    limits = {name: getattr(body, name) for name in Circle.LIMITS}
    require(permissions.may_open_with(asker(request), parent, limits))
    if body.money:
        require(may_allot(asker(request), parent))
    child = open_with_money(parent, by=asker(request), **body.dict(exclude={"parent"}))
    return Status(201, {"key": child.key, "name": child.name})
