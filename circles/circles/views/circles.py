"""The map, the tree and one circle's page."""

from copy import copy

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from circles.circles import permissions
from circles.circles.access import in_circle
from circles.circles.contexts.circle_page import page_of_circle
from circles.circles.forms.circles import CircleWordsForm, LimitsForm
from circles.circles.forms.skills import SkillsForm
from circles.circles.models import Circle
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_safe
@in_circle
def circle(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show a circle: purpose, scope, people, and what the apps add."""
    return render(request, "circles/circle.html", page_of_circle(circle, request.user))


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
