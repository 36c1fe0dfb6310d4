"""The documents that a project can begin with."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circles.circles import permissions
from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents.workflows.starter_documents import add_starter_documents
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_POST
@in_project
def starter_documents(request: MemberRequest, project: Project) -> HttpResponse:
    """Add them, for the pilot of the general circle."""
    require(permissions.may_pilot_project(request.user, project.circles.general()))
    if add_starter_documents(project, by=request.user):
        messages.success(request, _("Documents added."))
    return redirect("documents:documents", project.slug)
