"""Before a sync: what is planned, the pulse, points for the agenda, the recurring syncs."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from daily.syncs import permissions
from daily.syncs.contexts.calendar_feed import other_feeds, secret_for
from daily.syncs.contexts.upcoming import day_of_pulse, plan_for
from daily.syncs.forms import PointForm, PulseForm, RecurringSyncForm
from daily.syncs.models import AgendaItem, ImportedMinutes, Pulse, RecurringSync, Sync
from daily.syncs.models.attendees import gathering_in
from daily.syncs.models.imported_minutes_cache import has_minutes
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import PAGE, seq_page_of
from foundation.web.redirects import back_or


@require_safe
@in_project
def syncs(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what is planned, with its agenda and one's pulse, and the latest syncs held."""
    plan = plan_for(project, request.user)
    held = Sync.objects.in_project(project).select_related("recurring_sync").held()[:12]
    own = permissions.circles_to_hold_in(request.user, project)
    may_change = partial(permissions.may_change_recurring_syncs, request.user)
    every = [(one, may_change(one.circle)) for one in gathering_in(project).current_recurring_syncs]
    settable = [circle for circle in circles_of(project) if may_change(circle)]
    waiting = AgendaItem.objects.waiting().with_source()
    points = waiting.filter(circle=plan.next.recurring_sync.circle) if plan.next else None
    context = {"project": project, "plan": plan, "held": held, "own": own, "recurring": every, "points": points}
    context["has_imported"] = has_minutes(project)
    context["feed"] = secret_for(project, request.user)
    context["feeds"] = other_feeds(project, request.user)
    context["settable"] = [circle for circle in settable if not circle.is_closed]
    return render(request, "syncs/syncs.html", context)


@require_safe
@in_project
def past(request: MemberRequest, project: Project) -> HttpResponse:
    """List the syncs held, latest first."""
    held = Sync.objects.in_project(project).not_cancelled().select_related("recurring_sync").exclude(closed_at=None)
    page = seq_page_of(held, request.GET.get("before", ""), key="number")
    # What was held elsewhere came before: it follows the first syncs of ours.
    imported = ImportedMinutes.objects.in_project(project).for_lists().order_by("-number")[:PAGE]
    context = {"project": project, "page": page, "imported": [] if page.next else imported}
    return render(request, "syncs/past.html", context)


@require_http_methods(["GET", "POST"])
@in_circle
def add_point(request: MemberRequest, circle: Circle) -> HttpResponseBase:
    """Add a point or a tension to the circle's next, or running, sync; `from` names what it is born from. The form of a
    tension begins with `?text=`.
    """
    if request.method == "GET":
        source = thing_named(circle.project, request.user, origin := request.GET.get("from", ""))
        context = {"circle": circle, "source": source, "origin": origin, "text": request.GET.get("text", "")[:300]}
        return render(request, "syncs/new_point.html", context)
    form = PointForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Describe the point."))
        return back_or(request, "meetings:sync", circle.project.slug)
    add = AgendaItem.raise_tension if form.cleaned_data["tension"] else AgendaItem.add
    source = thing_named(circle.project, request.user, request.POST.get("from", ""))
    add(circle, form.cleaned_data["text"], by=request.user, source=source)
    return back_or(request, "meetings:sync", circle.project.slug)


@require_POST
@in_project
def withdraw_point(request: MemberRequest, project: Project, pk: int) -> HttpResponseBase:
    """Take a waiting point back."""
    point = get_object_or_404(project.points.waiting(), pk=pk)
    require(permissions.may_withdraw(request.user, point))
    point.withdraw(by=request.user)
    return back_or(request, "meetings:sync", project.slug)


@require_POST
@in_project
def give_pulse(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Keep one's pulse for the next sync's day."""
    form = PulseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("A pulse has four short lines of 300 characters at most."))
        return back_or(request, "meetings:sync", project.slug)
    Pulse.give(project, day_of_pulse(project, request.user), by=request.user, **form.cleaned_data)
    return back_or(request, "meetings:sync", project.slug)


@require_POST
@in_project
def repeat_pulse(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Say the same as the last time."""
    Pulse.repeat(project, day_of_pulse(project, request.user), by=request.user)
    return back_or(request, "meetings:sync", project.slug)


@require_http_methods(["GET", "POST"])
@in_circle
def new_recurring_sync(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Begin a recurring sync of a circle."""
    require(permissions.may_change_recurring_syncs(request.user, circle))
    form = RecurringSyncForm(request.POST or None, circle=circle)
    if not form.is_valid():
        context = {"project": circle.project, "circle": circle, "form": form}
        return render(request, "syncs/recurring_sync.html", context, status=422 if form.is_bound else 200)
    RecurringSync.begin(circle, by=request.user, **form.written())
    return redirect("meetings:sync", circle.project.slug)


@require_http_methods(["GET", "POST"])
@in_project
def recurring_sync(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Change when a circle meets."""
    found = get_object_or_404(RecurringSync.objects.in_project(project).current(), pk=pk)
    require(permissions.may_change_recurring_syncs(request.user, found.circle))
    form = RecurringSyncForm(request.POST or None, circle=found.circle, instance=found)
    if not form.is_valid():
        context = {"project": project, "circle": found.circle, "form": form, "recurring_sync": found}
        return render(request, "syncs/recurring_sync.html", context, status=422 if form.is_bound else 200)
    found.change(by=request.user, **form.written())
    return redirect("meetings:sync", project.slug)


@require_POST
@in_project
def end_recurring_sync(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """End a recurring sync."""
    found = get_object_or_404(RecurringSync.objects.in_project(project).current(), pk=pk)
    require(permissions.may_change_recurring_syncs(request.user, found.circle))
    found.end(by=request.user)
    return redirect("meetings:sync", project.slug)
