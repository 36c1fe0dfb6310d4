"""Marking a project or a circle, so that it is at hand in the sidebar."""

from django.http import HttpResponseBase
from django.views.decorators.http import require_POST

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.projects.models import Star
from foundation.accounts.decorators import MemberRequest
from foundation.web.redirects import back_or


@require_POST
@in_circle
def circle(request: MemberRequest, circle: Circle) -> HttpResponseBase:
    """Mark the circle, or take the mark away (`on` empty)."""
    Star.mark(circle.project, circle.pk, by=request.user, is_on=bool(request.POST.get("on")))
    return back_or(request, circle)
