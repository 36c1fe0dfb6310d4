"""The labels of a project."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.actions import permissions
from decisions.actions.models import Label
from decisions.actions.workflows.labels import label_named, remove_label, rename_label
from foundation.accounts.decorators import MemberRequest
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_project
def labels(request: MemberRequest, project: Project) -> HttpResponseBase:
    """List the labels, with how many open actions bear each; make one."""
    if request.method == "POST":
        require(permissions.may_label(request.user, project))
        label_named(project, request.POST.get("name", ""), by=request.user)
        return redirect("actions:labels", project.slug)
    return _page(request, project)


def _page(request: MemberRequest, project: Project) -> HttpResponse:
    found = Label.objects.visible_to(request.user).in_project(project).with_numbers().order_by(Alphabetical("name"))
    return render(request, "actions/labels.html", {"project": project, "labels": found})


@require_POST
@in_project
def label(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """Call a label something else."""
    require(permissions.may_label(request.user, project))
    rename_label(_label_in(project, pk, request), request.POST.get("name", ""), by=request.user)
    return redirect("actions:labels", project.slug)


@require_POST
@in_project
def label_removal(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """Take a label off all actions."""
    require(permissions.may_label(request.user, project))
    remove_label(_label_in(project, pk, request), by=request.user)
    return redirect("actions:labels", project.slug)


def _label_in(project: Project, pk: int, request: MemberRequest) -> Label:
    return get_object_or_404(Label.objects.visible_to(request.user).in_project(project), pk=pk)
