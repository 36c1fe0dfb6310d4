"""Buttons of a proposal that is led step by step: the next step, the next who speaks."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs.views.live import back_to_sync, led, point_of
from daily.syncs.workflows.led_steps import go_to_next_step, pass_the_turn
from foundation.accounts.decorators import MemberRequest


@require_POST
@in_project
def next_step(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Begin the next step of the proposal on the table."""
    sync = led(request, project, number)
    go_to_next_step(sync, point_of(sync, pk), by=request.user, after=request.POST.get("seen", ""))
    return back_to_sync(request, sync)


@require_POST
@in_project
def next_speaker(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Let the next one speak."""
    sync = led(request, project, number)
    seen = {"step": request.POST.get("seen", ""), "after": request.POST.get("speaker", "")}
    pass_the_turn(sync, point_of(sync, pk), **seen)
    return back_to_sync(request, sync)
