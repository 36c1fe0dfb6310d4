"""The project's fundamental elements."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.circles import permissions
from circles.circles.forms.circles import FundamentalForm, answers_of
from circles.circles.models import Fundamental
from circles.circles.models.fundamental import FEWEST, MOST, why_not_fewer
from circles.circles.workflows.project_setup import are_still_declared
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_project
def fundamentals(request: MemberRequest, project: Project) -> HttpResponse:
    """List the elements; the pilot of the general circle may declare another, as long as nobody was asked by them."""
    general = project.circles.general()
    may_declare = permissions.may_pilot_project(request.user, general)
    form = FundamentalForm(request.POST or None, project=project)
    if request.method == "POST":
        require(may_declare)
        if form.is_valid():
            given = form.cleaned_data
            Fundamental.declare(given.pop("holder") or general, by=request.user, **given)
            return redirect("circles:fundamentals", project.slug)
    every = list(project.fundamentals.select_related("holder"))
    elements = [one for one in every if not one.removed_at]
    may = may_declare and are_still_declared(project)
    context = {"project": project, "elements": elements, "form": form if may and len(elements) < MOST else None}
    context |= {"may_edit": may, "removed": [one for one in every if one.removed_at], "fewest": FEWEST, "most": MOST}
    return render(request, "circles/fundamentals.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def element(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Say an element anew, as long as nobody was asked by it."""
    require(permissions.may_pilot_project(request.user, project.circles.general()))
    if request.method == "GET" and not are_still_declared(project):
        return redirect("circles:fundamentals", project.slug)
    found = get_object_or_404(project.fundamentals.current().select_related("holder"), number=number)
    form = FundamentalForm(request.POST or None, initial=answers_of(found), project=project)
    if form.is_valid():
        given = form.cleaned_data
        found.change(by=request.user, **{**given, "holder": given["holder"] or project.circles.general()})
        return redirect("circles:fundamentals", project.slug)
    context = {"project": project, "element": found, "form": form, "why_not_removed": why_not_fewer(project)}
    return render(request, "circles/element.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_project
def element_removal(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Take an element off the list, as long as nobody was asked by it."""
    require(permissions.may_pilot_project(request.user, project.circles.general()))
    found = get_object_or_404(project.fundamentals.current(), number=number)
    found.remove(by=request.user)
    messages.success(request, _("%(element)s is off the list.") % {"element": found.reference})
    return redirect("circles:fundamentals", project.slug)
