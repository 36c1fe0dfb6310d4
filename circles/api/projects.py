"""API of projects, circles, people and money."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from accounts.decorators import asker
from audit.models import Entry
from circles import permissions
from circles.access import circle_for, project_for
from circles.models import Project, Reversibility
from circles.queries.tree import rows_of
from circles.record.timeline import Sentence, sentences_of
from circles.workflows.archiving import archive_project, unarchive_project
from circles.workflows.open_circle import open_with_money
from circles.workflows.project_settings import change_settings
from circles.workflows.project_setup import set_up_project
from web.exceptions import require
from web.languages import SOURCE, LanguageCode
from web.pagination import found_after, rows_after, seq_page_of
from web.schema_types import TimeZone

router = Router()


class ProjectIn(Schema):
    """What making a project takes."""

    name: str = Field(min_length=1, max_length=120)
    purpose: str = ""
    language: LanguageCode = SOURCE.code
    time_zone: TimeZone = "Europe/Paris"
    working_days: str = Field("01234", pattern="^[0-6]{1,7}$")
    currency: str = Field("EUR", min_length=1, max_length=3)
    budget: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    with_elements: bool = True


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


class SettingsIn(Schema):
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


class CircleIn(Schema):
    """What opening a circle takes; `parent` is the key of the circle around it."""

    name: str = Field(min_length=1, max_length=120)
    parent: str = "general"
    purpose: str = ""
    unit_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    max_reversibility: Reversibility = Reversibility.COSTLY
    money: Decimal | None = Field(None, gt=0, max_digits=14, decimal_places=2)


class LimitsIn(Schema):
    """What a circle decides alone; a limit of null is the usual share of the budget."""

    unit_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    max_reversibility: Reversibility = Reversibility.COSTLY


class LimitsOut(Schema):
    """What a circle decides alone, where the circles around it let it."""

    limit: Decimal
    max_reversibility: str


class CircleOut(Schema):
    """A circle; `parent` is a key, null for the general circle."""

    key: str
    name: str
    purpose: str
    parent: str | None
    depth: int
    people: int
    closed_at: datetime | None


class CircleWordsIn(Schema):
    """A circle's name and purpose."""

    name: str = Field(min_length=1, max_length=120)
    purpose: str = ""


class EntryOut(Schema):
    """One event of the record, with everything its hash covers, and its sentence in the reader's language."""

    seq: int
    sentence: str
    fields: dict[str, Any]
    previous: str
    hash: str


class RecordOut(Schema):
    """A page of the record, newest first; `before` is the cursor of the next page."""

    entries: list[EntryOut]
    before: str


@router.get("projects", response=list[ProjectOut])
def projects(request: HttpRequest, response: HttpResponse, after: str = "") -> Any:
    """List one's projects by name."""
    return found_after(request, response, Project.objects.visible_to(asker(request)), after, key="name")


@router.post("projects", response={201: ProjectOut})
def make_project(request: HttpRequest, body: ProjectIn) -> Any:
    """Make a project."""
    return Status(201, set_up_project(by=asker(request), **body.dict()))


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


@router.get("projects/{slug}/circles", response=list[CircleOut])
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


@router.post("projects/{slug}/circles", response={201: dict[str, str]})
def open_circle(request: HttpRequest, slug: str, body: CircleIn) -> Any:
    """Open a circle; who opens it is its first member and pilot."""
    parent = circle_for(request, slug, body.parent)
    require(permissions.may_open_circle(asker(request), parent))
    require(permissions.may_open_with(asker(request), parent, body.unit_limit, body.max_reversibility))
    if body.money:
        require(permissions.may_allot(asker(request), parent))
    child = open_with_money(parent, by=asker(request), **body.dict(exclude={"parent"}))
    return Status(201, {"key": child.key, "name": child.name})


@router.patch("projects/{slug}/circles/{key}", response=dict[str, str])
def rename(request: HttpRequest, slug: str, key: str, body: CircleWordsIn) -> Any:
    """Change a circle's name and purpose; its key stays."""
    circle = circle_for(request, slug, key)
    require(permissions.may_edit_circle(asker(request), circle))
    circle.rename(body.name, body.purpose, by=asker(request))
    return {"key": circle.key, "name": body.name}


@router.put("projects/{slug}/circles/{key}/limits", response=LimitsOut)
def set_limits(request: HttpRequest, slug: str, key: str, body: LimitsIn) -> Any:
    """Say what a circle decides alone."""
    circle = circle_for(request, slug, key)
    require(permissions.may_set_limits(asker(request), circle.parent))
    circle.allow(by=asker(request), **body.dict())
    circle.refresh_from_db()
    return circle


@router.get("projects/{slug}/record", response=RecordOut)
def record(request: HttpRequest, slug: str, before: str = "") -> Any:
    """Read the record, newest first."""
    project = project_for(request, slug)
    page = seq_page_of(Entry.objects.of_project(project.pk), before)
    sentences = sentences_of(project, page.rows, reader=None)
    return {"entries": [entry_out(one) for one in sentences], "before": page.next}


def entry_out(sentence: Sentence) -> dict[str, Any]:
    """Return what an entry is, with its words."""
    entry = sentence.entry
    sealed = {"fields": entry.fields(), "previous": entry.previous, "hash": entry.hash}
    return {"seq": entry.seq, "sentence": sentence.text, **sealed}
