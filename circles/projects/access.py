"""Let into a project's pages and operations only who is in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponseBase

from circles.projects.models import Project, with_stars_of
from foundation.accounts.decorators import MemberRequest, View, asker, mark, public, signed_in
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.exceptions import Refused, require

__all__ = [
    "MemberRequest",
    "ProjectRequest",
    "Refused",
    "asker",
    "in_project",
    "is_guest",
    "open_to_guests",
    "project_entered",
    "project_for",
    "projects_of",
    "public",
    "require",
    "signed_in",
]


class ProjectRequest(MemberRequest):
    """A request for a page of a project."""

    project: Project
    projects: list[Project]
    """Those the person is in, by name."""
    guest_of: Project
    """The project, where the person is only a guest of it; `project` is not set then, nor anything else of it."""


def projects_of(user: User) -> list[Project]:
    """Find the projects a person is in, those they marked first; each knows the instant and the length of its record,
    and keeps what a request reads of it.
    """
    reach = Subquery(Head.objects.filter(pk=OuterRef("pk")).values("seq"))
    found = Project.objects.visible_to(user).annotate(seq=reach, now=Now())
    projects: list[Any] = list(with_stars_of(user, found))
    for project in projects:
        marked = [int(pk) for pk in (project.starred_circles or "").split()]
        project.request_cache = {"seq": project.seq or 0, "now": project.now, ("stars", user.pk): marked}
    return projects


def project_for(request: HttpRequest, slug: str) -> Project:
    """Find a project the person is in (404 for others), and note it on the request with their others."""
    projects = projects_of(asker(request))
    project = next((one for one in projects if one.slug == slug), None)
    if project is None:
        raise Http404
    known = cast(ProjectRequest, request)
    known.project, known.projects = project, projects
    return project


def project_entered(request: HttpRequest, slug: str) -> Project:
    """Find a project the person is in, or into some things of which they are let as a guest (404 for others). What a
    guest finds there is for the view to ask of `readable_by` and its kin.
    """
    try:
        return project_for(request, slug)
    except Http404:
        found = Project.objects.with_guest(asker(request)).filter(slug=slug).first()
        if found is None:
            raise
    cast(ProjectRequest, request).guest_of = found
    return found


def is_guest(request: HttpRequest) -> bool:
    """Return whether the person is here as a guest only."""
    return getattr(request, "guest_of", None) is not None


def in_project[**P](
    view: Callable[Concatenate[MemberRequest, Project, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Return the view its project instead of the `project` slug; 404 for those who are not in it."""

    @wraps(view)
    def inner(request: HttpRequest, project: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(MemberRequest, request), project_for(request, project), *args, **kwargs)

    return mark(signed_in(cast(View, inner)), "in project")


def open_to_guests[**P](
    view: Callable[Concatenate[MemberRequest, Project, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Return the view its project as `in_project` does, also to guests: the view must start from what they may read."""

    @wraps(view)
    def inner(request: HttpRequest, project: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(MemberRequest, request), project_entered(request, project), *args, **kwargs)

    return mark(signed_in(cast(View, inner)), "in project or guest")
