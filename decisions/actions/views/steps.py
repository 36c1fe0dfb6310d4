"""The checklist of an action, and which others it waits for."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from decisions.actions.models import Action
from decisions.actions.views.lookups import mine_to_act
from decisions.actions.workflows import checklist
from decisions.actions.workflows.dependencies import wait_for, wait_no_longer
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import Refused
from foundation.web.redirects import back_or


@require_POST
@in_project
def steps(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Add a step."""
    found = mine_to_act(project, number, request)
    checklist.add_step(found, request.POST.get("text", ""), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def step(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Say a step in other words."""
    found = mine_to_act(project, number, request)
    checklist.reword_step(found, get_object_or_404(found.steps, pk=pk), request.POST.get("text", ""), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def tick(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Tick a step, or untick it."""
    found = mine_to_act(project, number, request)
    checklist.tick(found, get_object_or_404(found.steps, pk=pk), done="done" in request.POST, by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def step_removal(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Take a step off the list."""
    found = mine_to_act(project, number, request)
    checklist.remove_step(found, get_object_or_404(found.steps, pk=pk), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def blockers(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Let it wait for another action."""
    found = mine_to_act(project, number, request)
    name = request.POST.get("reference", "").strip().upper().partition(" ")[0]
    other = thing_named(project, request.user, name)
    if not isinstance(other, Action):
        raise Refused(_("There is no action “%(name)s” here.") % {"name": name})
    wait_for(found, other, by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def blocker_removal(request: MemberRequest, project: Project, number: int, other: int) -> HttpResponseBase:
    """Let it no longer wait for another."""
    found = mine_to_act(project, number, request)
    blocker = get_object_or_404(Action.objects.visible_to(request.user).in_project(project), number=other)
    wait_no_longer(found, blocker, by=request.user)
    return back_or(request, found)
