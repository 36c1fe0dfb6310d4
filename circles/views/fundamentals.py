"""The project's fundamental elements."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles import permissions
from circles.access import MemberRequest, in_project, require
from circles.forms import FundamentalForm
from circles.models import Fundamental, Project


@require_http_methods(["GET", "POST"])
@in_project
def fundamentals(request: MemberRequest, project: Project) -> HttpResponse:
    """List the elements; the pilot of the general circle may declare another."""
    general = project.general
    may_declare = permissions.may_pilot_project(request.user, general)
    form = FundamentalForm(request.POST or None)
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
            "form": form if may_declare else None,
        },
        status=422 if form.is_bound else 200,
    )
