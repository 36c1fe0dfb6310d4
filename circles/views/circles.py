"""The map, the tree and one circle's page."""

from copy import copy

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from circles import permissions
from circles.access import MemberRequest, in_circle, in_project, require
from circles.budgets import accounts_of, open_with_money
from circles.forms import CircleForm, CircleWordsForm, LimitsForm
from circles.limits import narrowest
from circles.map import lines_of, map_of, map_words, shape_of
from circles.models import Circle, Membership, Project, Reversibility, Role
from circles.reading import kept
from circles.registries import panels
from circles.together import querysets_in, read_together
from circles.tree import circles_of, path_to, rows_of

SPEAKERS = 48
"""How many of a circle's own people its page shows, and how many that speak for circles inside."""


@require_safe
@in_project
def circle_map(request: MemberRequest, project: Project) -> HttpResponse:
    """Draw the project as nested circles, with the tree beside it."""
    rows = rows_of(project)
    return render(
        request,
        "circles/map.html",
        {
            "project": project,
            "map": map_of(project, request.user),
            "words": map_words(),
            "lines": lines_of(project, request.user, [row for row in rows if not row.circle.is_closed]),
            "closed": sum(row.circle.is_closed for row in rows),
        },
    )


@require_safe
@in_project
def tree(request: MemberRequest, project: Project) -> HttpResponse:
    """List the project's circles as a tree."""
    lines = lines_of(project, request.user, rows_of(project))
    return render(request, "circles/tree.html", {"project": project, "lines": lines})


@require_safe
@in_circle
def circle(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show a circle: purpose, scope, people, and what the apps add."""
    parts = [panel.show(circle, request.user) for panel in panels]
    project, pk = circle.project, circle.pk
    elements, domains = project.fundamentals.all(), circle.domains.order_by("key")
    read_together(elements, domains, *querysets_in(context for _template, context in parts))
    speakers = kept(
        project, f"speakers:{pk}", lambda: list(Membership.objects.foremost_in(circle, SPEAKERS).with_roles())
    )
    number = len(speakers) if len(speakers) < SPEAKERS else kept(project, f"people:{pk}", circle.members().count)
    path = path_to(circle)
    return render(
        request,
        "circles/circle.html",
        {
            "project": circle.project,
            "circle": circle,
            "path": path,
            "limit": narrowest(one.limit for one in path if one.limit is not None),
            "undoing": min((one.max_reversibility for one in path[1:]), key=Reversibility.values.index, default=""),
            "elements": elements,
            "map": shape_of(circle.project),
            "children": [one for one in circles_of(circle.project) if one.parent == circle and not one.is_closed],
            "domains": domains,
            "memberships": [one for one in speakers if one.circle_id == circle.pk],
            "number": number,
            "shown": len(speakers),
            "voices": [one for one in speakers if one.circle_id != circle.pk],
            "parts": [{"template": template, **context} for template, context in parts],
            "may_edit": permissions.may_edit_circle(request.user, circle),
            "may_admit": permissions.may_admit(request.user, circle),
            "may_give_roles": permissions.may_give_roles(request.user, circle),
            "may_open_circle": permissions.may_open_circle(request.user, circle),
            "may_set_limits": permissions.may_set_limits(request.user, circle.parent),
            "givable": [kind for kind in Role.Kind if permissions.may_give_role(request.user, circle, kind)],
        },
    )


@require_http_methods(["GET", "POST"])
@in_circle
def new_circle(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Open a circle inside this one; who opens it is its first member."""
    require(permissions.may_open_circle(request.user, circle))
    may_set_limits = permissions.may_set_limits(request.user, circle)
    in_hand = accounts_of(circle.project)[circle.pk].in_hand if permissions.may_allot(request.user, circle) else None
    form = CircleForm(request.POST or None, parent=circle, may_set_limits=may_set_limits, in_hand=in_hand)
    if not form.is_valid():
        return render(
            request,
            "circles/new_circle.html",
            {"project": circle.project, "circle": circle, "form": form},
            status=422 if form.is_bound else 200,
        )
    return redirect(open_with_money(circle, by=request.user, **form.cleaned_data))


@require_http_methods(["GET", "POST"])
@in_circle
def edit_circle(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Change name and purpose."""
    require(permissions.may_edit_circle(request.user, circle))
    form = CircleWordsForm(request.POST or None, initial={"name": circle.name, "purpose": circle.purpose})
    if not form.is_valid():
        return render(
            request,
            "circles/edit_circle.html",
            {"project": circle.project, "circle": circle, "form": form},
            status=422 if form.is_bound else 200,
        )
    circle.rename(by=request.user, **form.cleaned_data)
    return redirect(circle)


@require_http_methods(["GET", "POST"])
@in_circle
def limits(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Say what the circle decides alone."""
    require(permissions.may_set_limits(request.user, circle.parent))
    # Bound to a copy: a form writes into its instance, and the verb compares with what was there.
    form = LimitsForm(request.POST or None, instance=copy(circle))
    if not form.is_valid():
        return render(
            request,
            "circles/limits.html",
            {"project": circle.project, "circle": circle, "form": form},
            status=422 if form.is_bound else 200,
        )
    circle.allow(by=request.user, **form.cleaned_data)
    return redirect(circle)
