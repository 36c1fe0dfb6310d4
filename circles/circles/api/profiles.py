"""API of what people say of themselves, and of what they keep at hand."""

from typing import IO, Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Router, Schema, Status, UploadedFile

from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.projects.access import project_for
from circles.projects.models import Project, Star
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.accounts.skills import skills_in
from foundation.files.workflows.portraits import keep_portrait, remove_portrait

router = Router()


class ProfileOut(Schema):
    """A person as the project sees them; `picture` is the address of their picture, empty where there is none."""

    id: UUID
    name: str
    handle: str
    about: str
    skills: list[str]
    picture: str
    circles: list[str]


class PictureOut(Schema):
    """Where one's picture is; empty where there is none."""

    picture: str


class StarsOut(Schema):
    """The project's circles that one marked, by key, and whether the project itself is marked."""

    project: bool
    circles: list[str]


@router.get("projects/{slug}/people/{person}", response=ProfileOut)
def person(request: HttpRequest, slug: str, person: UUID) -> Any:
    """Read what a person of the project says of themself, and in which circles they are."""
    project = project_for(request, slug)
    found = get_object_or_404(User.objects.filter(memberships__project=project).distinct(), pk=person)
    held = project.memberships.current().filter(user=found).order_by("circle__key")
    keys = list(held.values_list("circle__key", flat=True))
    return ProfileOut(
        id=found.pk,
        name=found.name,
        handle=found.handle,
        about=found.about if keys else "",  # once they have left, what they say is no longer said here
        skills=skills_in(found.skills) if keys else [],
        picture=found.picture_url,
        circles=keys,
    )


@router.post("me/picture", response=PictureOut)
def keep_picture(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Let one's picture be this one."""
    user = asker(request)
    keep_portrait(user, cast("IO[bytes]", file.file), file.size or 0)
    return PictureOut(picture=user.picture_url)


@router.delete("me/picture", response={204: None})
def remove_picture(request: HttpRequest) -> Any:
    """Show initials in place of one's picture."""
    remove_portrait(asker(request))
    return Status(204, None)


@router.get("projects/{slug}/stars", response=StarsOut)
def stars(request: HttpRequest, slug: str) -> Any:
    """List what one marked in a project; documents have favourites of their own."""
    found = Star.objects.of(asker(request)).filter(project=project_for(request, slug)).order_by("made_at")
    keys = list(found.values_list("circle__key", flat=True))
    return StarsOut(project=None in keys, circles=[key for key in keys if key is not None])


def mark(request: HttpRequest, project: Project, circle: Circle | None, *, is_on: bool) -> Any:
    """Mark something of a project, or take the mark away."""
    Star.mark(project, circle.pk if circle else None, by=asker(request), is_on=is_on)
    return Status(204, None)


@router.put("projects/{slug}/star", response={204: None})
def star_project(request: HttpRequest, slug: str) -> Any:
    """Mark a project: it stands first among yours."""
    return mark(request, project_for(request, slug), None, is_on=True)


@router.delete("projects/{slug}/star", response={204: None})
def unstar_project(request: HttpRequest, slug: str) -> Any:
    """Take the mark of a project away."""
    return mark(request, project_for(request, slug), None, is_on=False)


@router.put("projects/{slug}/circles/{key}/star", response={204: None})
def star_circle(request: HttpRequest, slug: str, key: str) -> Any:
    """Mark a circle: it is at hand in the sidebar."""
    circle = circle_for(request, slug, key)
    return mark(request, circle.project, circle, is_on=True)


@router.delete("projects/{slug}/circles/{key}/star", response={204: None})
def unstar_circle(request: HttpRequest, slug: str, key: str) -> Any:
    """Take the mark of a circle away."""
    circle = circle_for(request, slug, key)
    return mark(request, circle.project, circle, is_on=False)
