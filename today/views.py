"""Today: what waits for me, each line answered where it stands."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.decorators import MemberRequest
from accounts.models import User
from circles.access import in_project
from circles.models import Project
from circles.queries.project_cache import now_in
from circles.queries.tree import circles_of
from circles.queries.user_roles import roles_of
from meetings.contexts.upcoming import plan_for
from today.contexts.headline import headline
from today.contexts.onboarding_steps import first_steps
from today.contexts.recent_changes import events_since_yesterday, recent_changes
from today.contexts.starter_decisions import explaining_to
from today.contexts.statistics import lists, multiples, pairs, year_of
from today.contexts.todo import Waiting, waiting_for
from today.contexts.tour import address_of
from web.row_places import RowPlaces


def change_keys(project: Project, user: User, waiting: Waiting) -> list[str]:
    """Return what Today listens to: what may begin to wait, what waits, and events in the person's own circles."""
    own = roles_of(user, project).seats
    circles = [circle.change_key for circle in circles_of(project) if circle.pk in own]
    proposals = [row.proposal for row in waiting.rounds] + [row.proposal for row in waiting.to_integrate]
    return ["proposals", "actions", "decisions", *[proposal.change_key for proposal in proposals], *circles]


@require_safe
@in_project
def today(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what waits for the person in a project."""
    now = now_in(project)
    day = project.day_of(now)
    events = events_since_yesterday(project, request.user, now)
    explains = explaining_to(project, request.user, now)
    places = RowPlaces.from_query(request.GET.get("rows", ""))
    waiting = waiting_for(project, request.user, now=now, day=day, places=places)
    context = {
        "project": project,
        "now": now,
        "day": day,
        "waiting": waiting,
        "change_keys": " ".join(change_keys(project, request.user, waiting)),
        "here": places.address(request.path, waiting.shown),
        "lead": headline(positions=waiting.unanswered, answers=len(waiting.to_integrate), late=waiting.late(day)),
        "changed": recent_changes(project, events, already_shown={one.notice.reference for one in waiting.notices}),
        "explaining": explains,
        "plan": plan_for(project, request.user, now),
        "steps": first_steps(project, request.user) if waiting.is_empty else [],
    }
    return render(request, "today/today.html", context)


@require_safe
@in_project
def pilot(request: MemberRequest, project: Project) -> HttpResponse:
    """Show how the project's deciding goes, over a year: to everybody in it."""
    day = project.day_of(now_in(project))
    year = year_of(project, day)
    points, due = lists(project, day)
    context = {"project": project, "multiples": multiples(year), "pairs": pairs(project, year)}
    return render(request, "today/pilot.html", context | {"points": points, "due": due, "is_empty": year.is_empty})


@require_safe
@in_project
def stop(request: MemberRequest, project: Project, step: str) -> HttpResponse:
    """Lead to the page on which a step of the tour stands."""
    address = address_of(step, project, request.user)
    if address is None:
        raise Http404
    return redirect(address)
