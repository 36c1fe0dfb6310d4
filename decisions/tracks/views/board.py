"""The board of all questions, and what dead ends cost by question."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.tracks.contexts.board import board_of, prices_of
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def tracks(request: MemberRequest, project: Project) -> HttpResponse:
    """Show questions with the timeline rows of their tracks, and what waits for an answer."""
    context = board_of(project, request.user, request.GET.dict())
    return render(request, "tracks/board.html", {"project": project, **context})


@require_safe
@in_project
def price(request: MemberRequest, project: Project) -> HttpResponse:
    """Show by question what dead ends cost, what was not spent on them, and what the ways chosen cost."""
    context = prices_of(project, request.GET.get("after", ""))
    return render(request, "tracks/price.html", {"project": project, **context})
