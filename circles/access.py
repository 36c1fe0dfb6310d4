"""Let into a project's pages and operations only who is in it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, cast

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.decorators import MemberRequest, View, asker, mark, public, signed_in
from audit.models import Head
from circles.models import Circle, Project
from circles.navigation.tree import circles_of
from circles.together import read_together
from circles.user_roles import roles_from_rows, seats_of
from web.collation import Alphabetical
from web.exceptions import Refused, require

__all__ = [
    "MemberRequest",
    "Refused",
    "asker",
    "circle_for",
    "in_circle",
    "in_project",
    "project_for",
    "public",
    "require",
    "signed_in",
]


def project_for(request: HttpRequest, slug: str) -> Project:
    """Find a project the person is in (404 for others); the request remembers it, and their others, for the frame.

    One question: with it come the instant, how long the record is, and where the person stands.
    """
    user = asker(request)
    reach = Subquery(Head.objects.filter(pk=OuterRef("pk")).values("seq"))
    projects = Project.objects.visible_to(user).annotate(seq=reach, now=Now()).order_by(Alphabetical("name"))
    seats = seats_of(user).filter(project__slug=slug)
    read_together(projects, seats)
    project: Any = next((one for one in projects if one.slug == slug), None)
    if project is None:
        raise Http404
    project.read_once = {"seq": project.seq or 0, "now": project.now, ("standing", user.pk): roles_from_rows(seats)}
    cast(Any, request).project, cast(Any, request).projects = project, list(projects)
    return cast(Project, project)


def circle_for(request: HttpRequest, slug: str, key: str) -> Circle:
    """Find a circle of a project the person is in (404 for others), with the circles around it."""
    circle = next((one for one in circles_of(project_for(request, slug)) if one.key == key), None)
    if circle is None:
        raise Http404
    cast(Any, request).circle = circle
    return circle


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
        found = circle_for(request, project, circle)
        return view(cast(MemberRequest, request), found, *args, **kwargs)

    return mark(signed_in(cast(View, inner)), "in project")
