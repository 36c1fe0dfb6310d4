"""Marking a project, so that it is at hand."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project, Star
from foundation.accounts.decorators import MemberRequest
from foundation.web.redirects import back_or


@require_POST
@in_project
def project(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Mark the project, or take the mark away (`on` empty)."""
    Star.mark(project, None, by=request.user, is_on=bool(request.POST.get("on")))
    return back_or(request, "projects")
