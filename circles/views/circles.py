"""The map, the tree and one circle's page."""

from copy import copy

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import MemberRequest
from circles import permissions
from circles.access import in_circle, in_project
from circles.contexts.circle_map import lines_of, map_of, map_words
from circles.contexts.circle_page import page_of_circle
from circles.contexts.map_card import card_of
from circles.forms.circles import CircleForm, CircleWordsForm, LimitsForm
from circles.forms.skills import SkillsForm
from circles.models import Circle, Project
from circles.money.balances import accounts_of
from circles.queries.tree import rows_of, tree_of
from circles.workflows.open_circle import open_with_money
from web.exceptions import require


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
    answer = render(request, "circles/card.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


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
    return render(request, "circles/map.html", context)


@require_safe
@in_project
def tree(request: MemberRequest, project: Project) -> HttpResponse:
    """List the project's circles as a tree; the closed ones are folded away."""
    lines = lines_of(project, request.user, rows_of(project))
    closed = [line for line in lines if line.row.circle.is_closed]
    open_lines = [line for line in lines if not line.row.circle.is_closed]
    return render(request, "circles/tree.html", {"project": project, "lines": open_lines, "closed": closed})


@require_safe
@in_circle
def circle(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show a circle: purpose, scope, people, and what the apps add."""
    return render(request, "circles/circle.html", page_of_circle(circle, request.user))


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
    # Bound to a copy: a form writes into its instance, and the change compares with what was there.
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


@require_http_methods(["GET", "POST"])
@in_circle
def needs(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Say which skills the circle needs."""
    require(permissions.may_state_needs(request.user, circle))
    form = SkillsForm(request.POST if request.method == "POST" else None, skills=circle.needs)
    if not form.is_valid():
        return render(
            request,
            "circles/needs.html",
            {"project": circle.project, "circle": circle, "form": form},
            status=422 if form.is_bound else 200,
        )
    circle.need_skills(form.cleaned_data["skills"], by=request.user)
    return redirect(circle)
