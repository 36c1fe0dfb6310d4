"""After a sync: its minutes, and opening it again."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs import permissions
from daily.syncs.forms import ReasonForm
from daily.syncs.models import Minutes, Sync
from daily.syncs.workflows.closing import as_markdown, reopen_sync
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def minutes_of(project: Project, number: int) -> Minutes:
    """Find the newest minutes of a sync (404 while there are none)."""
    sync = get_object_or_404(Sync.objects.in_project(project).select_related("recurring_sync"), number=number)
    found = sync.minutes.first()
    if found is None:
        raise Http404
    found.sync = sync
    return found


@require_safe
@in_project
def minutes(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show the minutes as a signed page."""
    found = minutes_of(project, number)
    may_reopen = found.sync.is_reopenable and permissions.may_lead(request.user, found.sync)
    context = {"project": project, "sync": found.sync, "minutes": found, "may_reopen": may_reopen, "form": ReasonForm()}
    return render(request, "syncs/minutes.html", context)


@require_safe
@in_project
def markdown(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Return the minutes as Markdown to keep."""
    found = minutes_of(project, number)
    response = HttpResponse(as_markdown(found), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.sync.reference}.md"'
    return response


@require_POST
@in_project
def reopen(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Open a closed sync again, with a reason."""
    sync = get_object_or_404(Sync.objects.in_project(project), number=number)
    require(permissions.may_lead(request.user, sync))
    reopen_sync(sync, by=request.user, reason=request.POST.get("reason", ""))
    return redirect(sync)
