"""Holding a sync now, and cancelling one in which nobody has spoken."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs import permissions
from daily.syncs.forms import HoldForm
from daily.syncs.views.live import led
from daily.syncs.workflows.opening import cancel_sync, open_sync
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_POST
@in_circle
def hold(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Open the circle's planned sync, or one beside the plan."""
    require(permissions.may_hold(request.user, circle))
    return redirect(open_sync(circle, by=request.user))


@require_http_methods(["GET", "POST"])
@in_project
def new_sync(request: MemberRequest, project: Project) -> HttpResponse:
    """Ask which circle's sync is held now (`?circle=` offers one) and who facilitates."""
    circles = permissions.circles_to_hold_in(request.user, project)
    require(bool(circles))
    form = HoldForm(request.POST or None, circles=circles, wanted=request.GET.get("circle", ""), user=request.user)
    if not form.is_valid():
        context = {"project": project, "form": form}
        return render(request, "syncs/new_sync.html", context, status=422 if form.is_bound else 200)
    return redirect(open_sync(by=request.user, **form.chosen()))


@require_POST
@in_project
def cancel(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Cancel a sync that was opened for nothing."""
    sync = led(request, project, number)
    cancel_sync(sync, by=request.user)
    messages.success(request, _("The sync is cancelled; what was on its agenda is kept for the next one."))
    return redirect("meetings:sync", project.slug)
