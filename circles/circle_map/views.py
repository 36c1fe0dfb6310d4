"""The circle map, and its list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from circles.circle_map.map_card import card_of
from circles.circle_map.map_data import lines_of, map_of, map_words
from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.circles.queries.tree import rows_of, tree_of
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def circle_map(request: MemberRequest, project: Project) -> HttpResponse:
    """Draw the project as nested circles, with the tree beside it."""
    return _drawn(request, tree_of(project).circle)


@require_safe
@in_circle
def chosen(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Draw the map with a circle chosen; the map's own script asks for what is said of that circle only."""
    if "HX-Request" not in request.headers:
        return _drawn(request, circle)
    context = {"project": circle.project, "card": card_of(circle, request.user), "me": request.user}
    answer = render(request, "circle_map/card.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_safe
@in_project
def tree(request: MemberRequest, project: Project) -> HttpResponse:
    """List the project's circles as a tree; the closed ones are folded away."""
    lines = lines_of(project, request.user, rows_of(project))
    closed = [line for line in lines if line.row.circle.is_closed]
    open_lines = [line for line in lines if not line.row.circle.is_closed]
    return render(request, "circle_map/tree.html", {"project": project, "lines": open_lines, "closed": closed})


def _drawn(request: MemberRequest, circle: Circle) -> HttpResponse:
    project = circle.project
    rows = rows_of(project)
    context = {
        "project": project,
        "map": map_of(project, request.user),
        "spoken": map_words(),
        "lines": lines_of(project, request.user, [row for row in rows if not row.circle.is_closed]),
        "closed": sum(row.circle.is_closed for row in rows),
        "card": card_of(circle, request.user),
    }
    return render(request, "circle_map/map.html", context)
