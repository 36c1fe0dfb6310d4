"""API of projects, circles, people and money."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from circles.projects import permissions
from circles.projects.access import project_for
from circles.projects.workflows.archiving import archive_project, unarchive_project
from circles.projects.workflows.project_settings import change_settings
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.languages import SOURCE, LanguageCode
from foundation.web.schema_types import TimeZone

router = Router()


class ProjectOut(Schema):
    """A project."""

    id: UUID
    slug: str
    name: str
    purpose: str
    language: str
    time_zone: str
    currency: str
    budget: Decimal | None
    archived_at: datetime | None


class SettingsOut(Schema):
    """A project's settings. `country` has the public holidays (ISO 3166, two letters; "" for none)."""

    name: str
    purpose: str
    language: str
    time_zone: str
    working_days: str
    country: str
    currency: str
    cross_circle_by: str
    file_space_mb: int | None = Field(description="For files, in MB; null: as much as the server gives.")
    public_links: bool = Field(description="Whether documents may be read by public links, without an account.")
    led_in_steps: bool = Field(description="Whether syncs guide proposals step by step.")


class SettingsIn(Body):
    """What of a project's settings changes; what is left out stays."""

    name: str = Field("", min_length=1, max_length=120)
    purpose: str = ""
    language: LanguageCode = SOURCE.code
    time_zone: TimeZone = "Europe/Paris"
    working_days: str = Field("01234", pattern="^[0-6]{1,7}$")
    country: str = Field("", pattern="^([A-Z]{2})?$")
    currency: str = Field("EUR", min_length=1, max_length=3)
    cross_circle_by: Literal["general", "lca"] = "general"
    file_space_mb: int | None = Field(None, ge=0, le=2**31 - 1)
    public_links: bool = False
    led_in_steps: bool = False


@router.get("projects/{slug}", response=ProjectOut)
def project(request: HttpRequest, slug: str) -> Any:
    """Read a project."""
    return project_for(request, slug)


@router.post("projects/{slug}/archiving", response={204: None})
def archive(request: HttpRequest, slug: str) -> Any:
    """Archive a project: it can be read, and nothing of it changed."""
    project = project_for(request, slug)
    require(permissions.may_change_settings(asker(request), project))
    archive_project(project, by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/archiving/ending", response={204: None})
def unarchive(request: HttpRequest, slug: str) -> Any:
    """Take a project out of the archive."""
    project = project_for(request, slug)
    require(permissions.may_change_settings(asker(request), project))
    unarchive_project(project, by=asker(request))
    return Status(204, None)


@router.get("projects/{slug}/settings", response=SettingsOut)
def settings(request: HttpRequest, slug: str) -> Any:
    """Read a project's settings."""
    return project_for(request, slug)


@router.patch("projects/{slug}/settings", response=SettingsOut)
def change(request: HttpRequest, slug: str, body: SettingsIn) -> Any:
    """Change some of a project's settings; for the pilot of the general circle."""
    project = project_for(request, slug)
    require(permissions.may_change_settings(asker(request), project))
    return change_settings(project, by=asker(request), **body.dict(exclude_unset=True))
