"""API of one circle."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.projects.models import Reversibility
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class LimitsIn(Body):
    """What a circle decides alone; without an amount and a share (in %) it commits what it has in hand. `small_limit`:
    what it records at once where nobody else would be asked.
    """

    unit_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    limit_share: int | None = Field(None, ge=0, le=100)
    small_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    max_reversibility: Reversibility = Reversibility.COSTLY


class LimitsOut(Schema):
    """What a circle decides alone, where the circles around it let it: at once `limit` (null: what it has in hand), the
    lower of the amount and the share (in %) that were set.
    """

    unit_limit: Decimal | None
    limit_share: int | None
    limit: Decimal | None
    in_hand: Decimal | None = Field(description="Null where the project has no budget.")
    small_limit: Decimal | None
    max_reversibility: str


class CircleWordsIn(Body):
    """A circle's name and purpose."""

    name: str = Field(min_length=1, max_length=120)
    purpose: str = ""


@router.patch("projects/{slug}/circles/{key}", response=dict[str, str], operation_id="circles_projects_rename")
def rename(request: HttpRequest, slug: str, key: str, body: CircleWordsIn) -> Any:
    """Change a circle's name and purpose; its key stays."""
    circle = circle_for(request, slug, key)
    require(permissions.may_edit_circle(asker(request), circle))
    circle.rename(body.name, body.purpose, by=asker(request))
    return {"key": circle.key, "name": body.name}


@router.put("projects/{slug}/circles/{key}/limits", response=LimitsOut, operation_id="circles_projects_set_limits")
def set_limits(request: HttpRequest, slug: str, key: str, body: LimitsIn) -> Any:
    """Say what a circle decides alone."""
    circle = circle_for(request, slug, key)
    require(permissions.may_set_limits(asker(request), circle.parent))
    circle.allow(by=asker(request), **body.dict())
    circle.refresh_from_db()
    return circle
