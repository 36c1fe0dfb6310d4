"""API of a project's fundamental elements."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles import permissions
from circles.circles.access import circle_for
from circles.circles.models import Fundamental
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()


class FundamentalIn(Body):
    """A fundamental element. Null days, or no cost: that half is not asked of an objection. `holder` is the key of the
    circle that holds it ("" for the general one).
    """

    statement: str = Field(min_length=1, max_length=300)
    sort: Fundamental.Kind
    days: int | None = Field(10, ge=0, le=32767)
    cost: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    measure: str = Field("", max_length=200)
    threshold: str = Field("", max_length=100)
    holder: str = ""


class FundamentalOut(Schema):
    """A fundamental element."""

    reference: str
    statement: str
    sort: str
    acceptable_fix_days: int | None
    acceptable_fix_cost: Decimal | None
    measure: str
    threshold: str
    holder: str

    @staticmethod
    def resolve_holder(element: Fundamental) -> str:
        """Return the key of the circle that holds it."""
        return element.holder.key


@router.get("projects/{slug}/fundamentals", response=list[FundamentalOut])
def fundamentals(request: HttpRequest, response: HttpResponse, slug: str, after: str = "") -> Any:
    """List the fundamental elements; those that are off the list are not among them."""
    found = project_for(request, slug).fundamentals.current().select_related("holder")
    return found_after(request, response, found, after, key="number")


@router.post("projects/{slug}/fundamentals", response={201: FundamentalOut})
def declare(request: HttpRequest, slug: str, body: FundamentalIn) -> Any:
    """Declare a fundamental element, as long as nothing was put to a round; then a decision does."""
    general = project_for(request, slug).circles.general()
    require(permissions.may_pilot_project(asker(request), general))
    holder = circle_for(request, slug, body.holder or general.key)
    return Status(201, Fundamental.declare(holder, by=asker(request), **body.dict(exclude={"holder"})))


@router.put("projects/{slug}/fundamentals/{number}", response=FundamentalOut)
def change_element(request: HttpRequest, slug: str, number: int, body: FundamentalIn) -> Any:
    """Say an element anew, as long as nothing was put to a round; then a decision does."""
    project = project_for(request, slug)
    require(permissions.may_pilot_project(asker(request), project.circles.general()))
    found = get_object_or_404(project.fundamentals.current(), number=number)
    holder = circle_for(request, slug, body.holder or project.circles.general().key)
    return found.change(by=asker(request), holder=holder, **body.dict(exclude={"holder"}))


@router.post("projects/{slug}/fundamentals/{number}/removal", response={204: None})
def remove_element(request: HttpRequest, slug: str, number: int) -> Any:
    """Take an element off the list, as long as nothing was put to a round; then a decision does."""
    project = project_for(request, slug)
    require(permissions.may_pilot_project(asker(request), project.circles.general()))
    get_object_or_404(project.fundamentals.current(), number=number).remove(by=asker(request))
    return Status(204, None)
