"""Projects: choose one, make one, change its settings."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects import permissions
from circles.projects.access import in_project
from circles.projects.forms.project_settings import ProjectSettingsForm
from circles.projects.models import Project, with_stars_of
from circles.projects.workflows.archiving import archive_project, unarchive_project
from circles.projects.workflows.project_settings import change_settings
from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.files.workflows.uploading import space_taken
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import require


@require_safe
@signed_in
def home(request: MemberRequest) -> HttpResponseBase:
    """Lead to Today of the only project, or to what one is let into as a guest, else to the list."""
    projects = list(Project.objects.visible_to(request.user).unarchived().order_by(Alphabetical("name"))[:2])
    entered = list(Project.objects.with_guest(request.user).order_by("pk")[:2])
    if not projects and len(entered) == 1:
        return redirect("circles:guest", entered[0].slug)
    return redirect(projects[0]) if len(projects) == 1 and not entered else redirect("projects")


@require_safe
@signed_in
def projects(request: MemberRequest) -> HttpResponse:
    """List one's projects, and those of which one is a guest."""
    own = Project.objects.visible_to(request.user)
    entered = Project.objects.with_guest(request.user).exclude(pk__in=own.order_by().values("pk"))
    every = list(with_stars_of(request.user, own))
    context = {"projects": [one for one in every if not one.is_archived]}
    context |= {"archived": [one for one in every if one.is_archived]}
    context |= {"entered": list(entered.order_by(Alphabetical("name")))}
    return render(request, "projects/projects.html", context)


@require_POST
@in_project
def archive(request: MemberRequest, project: Project) -> HttpResponse:
    """Archive the project; the pilot of the general circle takes it out again."""
    require(permissions.may_change_settings(request.user, project))
    archive_project(project, by=request.user)
    undo = reverse("circles:unarchive", args=[project.slug])
    messages.success(request, _("Project archived."), extra_tags=undo)
    return redirect("projects")


@require_POST
@in_project
def unarchive(request: MemberRequest, project: Project) -> HttpResponse:
    """Take the project out of the archive."""
    require(permissions.may_change_settings(request.user, project))
    unarchive_project(project, by=request.user)
    messages.success(request, _("Project restored."))
    return redirect(project)


@require_http_methods(["GET", "POST"])
@in_project
def project_settings(request: MemberRequest, project: Project) -> HttpResponse:
    """Show a project's settings; the pilot of the general circle changes them."""
    may_change = permissions.may_change_settings(request.user, project)
    require(may_change or request.method != "POST")
    days = {"working_days": list(project.working_days)}
    form = ProjectSettingsForm(request.POST or None, instance=project, initial=days, may_change=may_change)
    if may_change and form.is_valid():
        changed = change_settings(Project.objects.get(pk=project.pk), by=request.user, **form.cleaned_data)
        messages.success(request, _("Settings saved."))
        return redirect("circles:project_settings", changed.slug)
    context = {"project": project, "form": form, "may_change": may_change, "taken": space_taken(project.pk)}
    return render(request, "projects/project_settings.html", context, status=422 if form.is_bound else 200)
