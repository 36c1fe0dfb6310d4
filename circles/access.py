"""Let into a project's pages and operations only who is in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from accounts.access import MemberRequest, Refused, View, mark, public, require, signed_in
from circles.models import Circle, Project

__all__ = ["MemberRequest", "Refused", "in_circle", "in_project", "project_for", "public", "require", "signed_in"]


def project_for(request: HttpRequest, slug: str) -> Project:
    """Find a project the person is in (404 for others); the request remembers it for the frame."""
    project = get_object_or_404(Project.objects.visible_to(cast(MemberRequest, request).user), slug=slug)
    cast(Any, request).project = project
    return project


def in_project[**P](
    view: Callable[Concatenate[MemberRequest, Project, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view its project instead of the `project` slug; 404 for those who are not in it."""

    @wraps(view)
    def inner(request: HttpRequest, project: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(cast(MemberRequest, request), project_for(request, project), *args, **kwargs)

    return mark(signed_in(cast(View, inner)), "in project")


def in_circle[**P](
    view: Callable[Concatenate[MemberRequest, Circle, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view its circle instead of the `project` and `circle` keys; open to the whole project."""

    @wraps(view)
    def inner(request: HttpRequest, project: str, circle: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = get_object_or_404(
            Circle.objects.in_project(project_for(request, project)).select_related("project", "parent"), key=circle
        )
        cast(Any, request).circle = found
        return view(cast(MemberRequest, request), found, *args, **kwargs)

    return mark(signed_in(cast(View, inner)), "in project")
