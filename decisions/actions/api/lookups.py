"""Finding what an operation on an action is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from circles.projects.access import project_for
from decisions.actions import permissions
from decisions.actions.models import Action
from foundation.accounts.decorators import asker
from foundation.web.exceptions import require


def action_for(request: HttpRequest, slug: str, number: int) -> Action:
    """Find an action of a project the asker is in."""
    found = Action.objects.visible_to(asker(request)).in_project(project_for(request, slug)).to_read()
    return get_object_or_404(found, number=number)


def mine_to_act(request: HttpRequest, slug: str, number: int) -> Action:
    """Find an action to do something with: 403 for those who may not."""
    action = action_for(request, slug, number)
    require(permissions.may_act(asker(request), action))
    return action
