"""The project's fundamental elements."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.decorators import MemberRequest
from circles import permissions
from circles.access import in_project
from circles.forms.circles import FundamentalForm
from circles.models import Fundamental, Project
from circles.money.fields import say_currency
from circles.workflows.project_setup import are_still_declared
from web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_project
def fundamentals(request: MemberRequest, project: Project) -> HttpResponse:
    """List the elements; the pilot of the general circle may declare another, as long as nobody was asked by them."""
    general = project.general
    may_declare = permissions.may_pilot_project(request.user, general)
    form = say_currency(FundamentalForm(request.POST or None), project)
    if request.method == "POST":
        require(may_declare)
        if form.is_valid():
            Fundamental.declare(general, by=request.user, **form.cleaned_data)
            return redirect("circles:fundamentals", project.slug)
    return render(
        request,
        "circles/fundamentals.html",
        {
            "project": project,
            "elements": project.fundamentals.select_related("holder"),
            "form": form if may_declare and are_still_declared(project) else None,
        },
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "POST"])
@in_project
def element(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Say an element anew, as long as nobody was asked by it."""
    require(permissions.may_pilot_project(request.user, project.general))
    if request.method == "GET" and not are_still_declared(project):
        return redirect("circles:fundamentals", project.slug)
    found = get_object_or_404(project.fundamentals.select_related("holder"), number=number)
    start: dict[str, object] = {"statement": found.statement, "sort": found.sort}
    start |= {"days": found.acceptable_fix_days, "cost": found.acceptable_fix_cost}
    form = say_currency(FundamentalForm(request.POST or None, initial=start), project)
    if form.is_valid():
        found.change(by=request.user, **form.cleaned_data)
        return redirect("circles:fundamentals", project.slug)
    context = {"project": project, "element": found, "form": form}
    return render(request, "circles/element.html", context, status=422 if form.is_bound else 200)
