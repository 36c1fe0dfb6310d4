"""Find the circle whose page or operation it is, for who is in its project."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.access import ProjectRequest, project_for
from foundation.accounts.decorators import MemberRequest, View, mark, signed_in

__all__ = ["CircleRequest", "circle_for", "in_circle"]


class CircleRequest(ProjectRequest):
    """A request for a page of a project; the sidebar reads from it where the page is."""

    circle: Circle | None
    """The circle whose page it is."""
    around: Circle | None
    """The circle of the thing whose page it is."""


def circle_for(request: HttpRequest, slug: str, key: str) -> Circle:
    """Find a circle of a project the person is in (404 for others), with the circles around it."""
    circle = next((one for one in circles_of(project_for(request, slug)) if one.key == key), None)
    if circle is None:
        raise Http404
    cast(CircleRequest, request).circle = circle
    return circle


def in_circle[**P](
    view: Callable[Concatenate[MemberRequest, Circle, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Return the view its circle instead of the `project` and `circle` keys; open to the whole project."""

    @wraps(view)
    def inner(request: HttpRequest, project: str, circle: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = circle_for(request, project, circle)
        return view(cast(MemberRequest, request), found, *args, **kwargs)

    return mark(signed_in(cast(View, inner)), "in project")
