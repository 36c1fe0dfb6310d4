"""Who is in: people of the project, memberships, roles, invitations."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.decorators import MemberRequest
from circles import permissions
from circles.access import in_circle
from circles.models import Circle
from web.exceptions import require


@require_POST
@in_circle
def end_membership(request: MemberRequest, circle: Circle, membership: int) -> HttpResponseBase:
    """End a membership, one's own or another's."""
    held = get_object_or_404(circle.memberships.current().select_related("user"), pk=membership)
    require(permissions.may_end_membership(request.user, circle, held.user))
    held.end(by=request.user)
    return redirect(circle if circle.project.has(request.user) else "home")
