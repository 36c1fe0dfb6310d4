"""Finding what an address of an action names."""

from django.shortcuts import get_object_or_404

from circles.projects.models import Project
from decisions.actions import permissions
from decisions.actions.models import Action
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def action_in(project: Project, number: int, request: MemberRequest) -> Action:
    """Find an action: 404 for those who may not know of it."""
    found = Action.objects.visible_to(request.user).in_project(project).to_read()
    return get_object_or_404(found, number=number)


def mine_to_act(project: Project, number: int, request: MemberRequest) -> Action:
    """Find an action to do something with: 403 for those who may not."""
    action = action_in(project, number, request)
    require(permissions.may_act(request.user, action))
    return action
