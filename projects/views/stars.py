"""Marking a project, so that it is at hand."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from accounts.decorators import MemberRequest
from projects.access import in_project
from projects.models import Project, Star
from web.redirects import back_or


@require_POST
@in_project
def project(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Mark the project, or take the mark away (`on` empty)."""
    Star.mark(project, None, by=request.user, is_on=bool(request.POST.get("on")))
    return back_or(request, "projects")
