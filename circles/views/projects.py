"""Projects: choose one, make one."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.decorators import MemberRequest, signed_in
from circles.forms.circles import ProjectForm
from circles.models import Project
from circles.workflows.project_setup import set_up_project
from web.collation import Alphabetical


@require_safe
@signed_in
def home(request: MemberRequest) -> HttpResponseBase:
    """Lead to Today of the only project, else to the list."""
    projects = list(Project.objects.visible_to(request.user).order_by(Alphabetical("name"))[:2])
    return redirect(projects[0]) if len(projects) == 1 else redirect("projects")


@require_safe
@signed_in
def projects(request: MemberRequest) -> HttpResponse:
    """List one's projects."""
    return render(
        request,
        "circles/projects.html",
        {"projects": Project.objects.visible_to(request.user).order_by(Alphabetical("name"))},
    )


@require_http_methods(["GET", "POST"])
@signed_in
def new_project(request: MemberRequest) -> HttpResponse:
    """Make a project."""
    start = {"language": request.user.language, "time_zone": request.user.time_zone}
    form = ProjectForm(request.POST or None, initial=start)
    if not form.is_valid():
        return render(request, "circles/new_project.html", {"form": form}, status=422 if form.is_bound else 200)
    return redirect(set_up_project(by=request.user, **form.cleaned_data))
