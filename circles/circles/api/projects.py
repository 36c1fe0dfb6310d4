"""API of the list of projects: read it, and make one with its general circle."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Status

from circles.circles.workflows.project_setup import set_up_project
from circles.projects.api import ProjectOut
from circles.projects.models import Project
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.languages import SOURCE, LanguageCode
from foundation.web.pagination import found_after
from foundation.web.schema_types import TimeZone

router = Router()


class ProjectIn(Body):
    """What making a project takes."""

    name: str = Field(min_length=1, max_length=120)
    purpose: str = ""
    language: LanguageCode = SOURCE.code
    time_zone: TimeZone = "Europe/Paris"
    working_days: str = Field("01234", pattern="^[0-6]{1,7}$")
    currency: str = Field("EUR", min_length=1, max_length=3)
    budget: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    with_elements: bool = True


@router.get("projects", response=list[ProjectOut])
def projects(request: HttpRequest, response: HttpResponse, after: str = "") -> Any:
    """List one's projects by name."""
    return found_after(request, response, Project.objects.visible_to(asker(request)), after, key="name")


@router.post("projects", response={201: ProjectOut})
def make_project(request: HttpRequest, body: ProjectIn) -> Any:
    """Make a project."""
    return Status(201, set_up_project(by=asker(request), **body.dict()))
