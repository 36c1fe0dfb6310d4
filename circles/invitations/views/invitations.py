"""Invitations that nobody has taken yet: who is invited, taken back, sent again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circles.invitations import permissions
from circles.invitations.contexts.invitations import rows_of
from circles.invitations.models import Invitation
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def find(request: MemberRequest, project: Project, pk: int) -> Invitation:
    """Find an invitation that the person may do something about."""
    found = get_object_or_404(project.invitations.unanswered().select_related("circle__project", "project"), pk=pk)
    require(permissions.may_see_to_invitation(request.user, found))
    return found


@require_safe
@in_project
def invitations(request: MemberRequest, project: Project) -> HttpResponse:
    """List the invitations that nobody has taken yet, those whose time is over too."""
    found = project.invitations.unanswered().select_related("circle", "invited_by").order_by("-created_at")
    rows = rows_of(found, project, request.user)
    context = {"project": project, "rows": rows, "may_invite": permissions.may_invite(request.user, project)}
    return render(request, "invitations/invitations.html", context)


@require_POST
@in_project
def send_again(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Send the e-mail again, with a new link."""
    found = find(request, project, pk)
    require(permissions.may_send_invitation_again(request.user, found))
    found.send_again(by=request.user)
    messages.success(request, _("Invitation sent again; the previous link no longer works."))
    return redirect("circles:invitations", project.slug)


@require_POST
@in_project
def withdraw(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Take an invitation back."""
    find(request, project, pk).withdraw(by=request.user)
    messages.success(request, _("Invitation withdrawn; its link no longer works."))
    return redirect("circles:invitations", project.slug)
