"""API of copies to take away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from across.takeaway import permissions
from across.takeaway.models import Takeaway
from across.takeaway.views import file_of
from across.takeaway.workflows.requests import ask_for_copy
from circles.circles.access import circle_for
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class TakeawayIn(Body):
    """What asking for a copy takes."""

    circle: str = Field("", description="A circle's key: only this circle and those inside it.")
    everything: bool = Field(
        False,  # noqa: FBT003 a default, not an argument
        description="All there is, to be imported elsewhere: for the pilot of the general circle.",
    )


class TakeawayOut(Schema):
    """A copy in the making; `file` is null until it is ready, and gone after a week."""

    id: UUID
    circle: str | None
    everything: bool
    number: int
    done: int
    asked_at: datetime
    ready_at: datetime | None
    failed_at: datetime | None
    size: int
    file: str | None


def out(copy: Takeaway) -> dict[str, Any]:
    """Give a copy."""
    names = ("number", "done", "asked_at", "ready_at", "failed_at", "size")
    file = f"/api/v1/projects/{copy.project.slug}/takeaways/{copy.pk}/file" if copy.ready_at else None
    extra = {"id": copy.pk, "circle": copy.circle.key if copy.circle else None, "everything": copy.is_whole}
    return {name: getattr(copy, name) for name in names} | extra | {"file": file}


def copy_for(request: HttpRequest, slug: str, key: UUID) -> Takeaway:
    """Find one of one's own copies (404 for others)."""
    project = project_for(request, slug)
    found = get_object_or_404(Takeaway.objects.of(asker(request), project).select_related("circle"), pk=key)
    found.project = project
    return found


@router.post("projects/{slug}/takeaways", response={201: TakeawayOut})
def begin(request: HttpRequest, slug: str, body: TakeawayIn) -> Any:
    """Ask for a copy; it is made in the background."""
    project = project_for(request, slug)
    circle = circle_for(request, slug, body.circle) if body.circle else None
    require(not body.everything or permissions.may_take_everything(asker(request), project))
    return Status(201, out(ask_for_copy(project, circle=circle, is_whole=body.everything, by=asker(request))))


@router.get("projects/{slug}/takeaways/{uuid:key}", response=TakeawayOut)
def status(request: HttpRequest, slug: str, key: UUID) -> Any:
    """Read how far it is."""
    return out(copy_for(request, slug, key))


@router.get("projects/{slug}/takeaways/{uuid:key}/file")
def file(request: HttpRequest, slug: str, key: UUID) -> HttpResponseBase:
    """Fetch the ZIP."""
    return file_of(copy_for(request, slug, key), asker(request))
