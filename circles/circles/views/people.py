"""Who is in: people of the project, memberships, roles, invitations."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from circles.circles import permissions
from circles.circles.access import in_circle
from circles.circles.models import Circle
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_POST
@in_circle
def end_membership(request: MemberRequest, circle: Circle, membership: int) -> HttpResponseBase:
    """End a membership, one's own or another's."""
    held = get_object_or_404(circle.memberships.current().select_related("user"), pk=membership)
    require(permissions.may_end_membership(request.user, circle, held.user))
    held.end(by=request.user)
    return redirect(circle if circle.project.has(request.user) else "home")
