"""The actions of a project: as a list, a board, a calendar."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.actions.contexts.board import board_of
from decisions.actions.contexts.calendar import calendar_of
from decisions.actions.contexts.listing import page_of_actions
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def actions(request: MemberRequest, project: Project) -> HttpResponse:
    """List actions as the address asks: whose, in which circle and state."""
    return render(request, "actions/actions.html", page_of_actions(project, request.user, request))


@require_safe
@in_project
def board(request: MemberRequest, project: Project) -> HttpResponse:
    """Show them in columns by state."""
    return render(request, "actions/board.html", board_of(project, request.user, request))


@require_safe
@in_project
def calendar(request: MemberRequest, project: Project) -> HttpResponse:
    """Show them on the days by which they are due."""
    return render(request, "actions/calendar.html", calendar_of(project, request.user, request))
