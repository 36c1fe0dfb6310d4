"""While a sync runs: the shared screen, the participant's phone, and the buttons of both."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs import permissions
from daily.syncs.contexts.led_steps import steps_view
from daily.syncs.contexts.live_view import live_meeting_for
from daily.syncs.forms import SyncActionForm
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows import outcomes
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.triage import triage as carry_out_triage
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def sync_in(project: Project, number: int) -> Sync:
    """Find a sync of the project."""
    found = Sync.objects.in_project(project).select_related("recurring_sync", "secretary", "at_hand", "created_by")
    sync = get_object_or_404(found, number=number)
    sync.project = sync.circle.project = project  # it remembers what this request has read of it
    return sync


def led(request: MemberRequest, project: Project, number: int) -> Sync:
    """Find a sync that the person leads (403 for others)."""
    sync = sync_in(project, number)
    require(permissions.may_lead(request.user, sync))
    return sync


def concluded(request: MemberRequest, project: Project, number: int, pk: int) -> tuple[Sync, AgendaItem]:
    """Find a point of a sync that the person may bring to its end (403 for others)."""
    sync = sync_in(project, number)
    point = point_of(sync, pk)
    require(permissions.may_conclude(request.user, sync, sync.proposal_at(point)))
    return sync, point


def point_of(sync: Sync, pk: int) -> AgendaItem:
    """Find a point of a sync."""
    return get_object_or_404(sync.points, pk=pk)


def back_to_sync(request: MemberRequest, sync: Sync) -> HttpResponse:
    """Lead on to the page that the click came from: the shared screen, or the phone."""
    page = "hand" if request.POST.get("from") == "phone" else "room"
    return redirect(f"meetings:{page}", sync.project.slug, sync.number)


def show(request: MemberRequest, project: Project, number: int, template: str) -> HttpResponse:
    """Show a running sync, or who came to one that was cancelled; a closed one leads to its minutes, also every open
    page of it that asks what changed.
    """
    sync = sync_in(project, number)
    if sync.is_running:
        meeting = live_meeting_for(sync, request.user)
        steps = steps_view(sync, meeting.table, request.user)
        context = {"project": project, "sync": sync, "meeting": meeting, "steps": steps}
        return render(request, template, context)
    after = sync.get_absolute_url() if sync.cancelled_at else reverse("meetings:minutes", args=[project.slug, number])
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(after)
    if sync.cancelled_at:
        context = {"project": project, "sync": sync, "people": sync.presences.select_related("user")}
        return render(request, "syncs/cancelled.html", context)
    return redirect(after)


@require_safe
@in_project
def shared_screen(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show the shared screen."""
    return show(request, project, number, "syncs/live.html")


@require_safe
@in_project
def phone(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a participant's phone: the point at hand and the clicks."""
    return show(request, project, number, "syncs/phone.html")


@require_POST
@in_project
def attend(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Come into the live meeting."""
    sync = sync_in(project, number)
    sync.attend(request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def see_in(request: MemberRequest, project: Project, number: int, person: UUID) -> HttpResponse:
    """Note that a person is here who has no screen of their own."""
    sync = led(request, project, number)
    sync.attend(get_object_or_404(project.people(), pk=person), seen_in_by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def raise_hand(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Ask to speak, or take it back."""
    sync = sync_in(project, number)
    sync.raise_hand(request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def facilitate(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Take the facilitation over."""
    sync = sync_in(project, number)
    require(permissions.may_facilitate(request.user, sync))
    sync.hand_to(request.user, by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def next_point(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Go on to the next point; one that nothing came of goes to the next sync."""
    sync = led(request, project, number)
    sync.go_to_next_point(by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def turn_to(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Put one point on the table."""
    sync = led(request, project, number)
    sync.turn_to(point_of(sync, pk), by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def start_closing(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Come to the closing; what was not reached waits for the next sync."""
    sync = led(request, project, number)
    sync.start_closing(by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def extend(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Give the current point two minutes more."""
    sync = led(request, project, number)
    sync.extend(by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def postpone(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Put a point off to the next sync."""
    sync = led(request, project, number)
    sync.postpone(point_of(sync, pk), by=request.user, because=request.POST.get("because", ""))
    return back_to_sync(request, sync)


@require_POST
@in_project
def settle_point(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Say that a point is dealt with, and go on."""
    sync = led(request, project, number)
    sync.settle_point(point_of(sync, pk), by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def agree(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Adopt a quick agreement."""
    sync, point = concluded(request, project, number, pk)
    outcomes.adopt_agreement(sync, point, by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def conclude(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """End a proposal's round as things stand."""
    sync, point = concluded(request, project, number, pk)
    outcomes.conclude_point(sync, point, by=request.user, without_silent="without_silent" in request.POST)
    return back_to_sync(request, sync)


@require_POST
@in_project
def speak(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Take a position on the current proposal; an objection has five answers and is put on its own page."""
    sync = sync_in(project, number)
    outcomes.give_position(
        sync, point_of(sync, pk), request.POST.get("kind", ""), by=request.user, words=request.POST.get("words", "")
    )
    return back_to_sync(request, sync)


@require_POST
@in_project
def record_position(request: MemberRequest, project: Project, number: int, pk: int, person: UUID) -> HttpResponse:
    """Write down what a person said aloud of the current proposal; they are told."""
    sync = sync_in(project, number)
    point = point_of(sync, pk)
    proposal = sync.proposal_at(point)
    require(proposal is not None and permissions.may_record(request.user, sync, proposal))
    speaker = get_object_or_404(project.people(), pk=person)
    kind, words = request.POST.get("kind", ""), request.POST.get("words", "")
    outcomes.give_position(sync, point, kind, by=speaker, words=words, recorded_by=request.user)
    return back_to_sync(request, sync)


@require_POST
@in_project
def triage(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Say what becomes of a tension: an action, an info, another circle’s, or parked."""
    sync = led(request, project, number)
    circle = project.circles.open().filter(key=request.POST.get("circle", "")).first()
    carry_out_triage(sync, point_of(sync, pk), request.POST.get("becomes", ""), by=request.user, circle=circle)
    return back_to_sync(request, sync)


@require_POST
@in_project
def make_action(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Write down an action that came out."""
    sync = sync_in(project, number)
    require(permissions.may_bring_out(request.user, sync))
    form = SyncActionForm(request.POST, circle=sync.circle)
    if form.is_valid():
        outcomes.create_action(sync, by=request.user, point=sync.at_hand, **form.cleaned_data)
    else:
        messages.error(request, _("An action needs what, and who; nothing was written down."))
    return back_to_sync(request, sync)


@require_POST
@in_project
def make_info(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Write down an info that came out."""
    sync = sync_in(project, number)
    require(permissions.may_bring_out(request.user, sync))
    outcomes.note_info(sync, request.POST.get("text", "")[:2000], by=request.user, point=sync.at_hand)
    return back_to_sync(request, sync)


@require_POST
@in_project
def close(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Close, and show the minutes."""
    sync = led(request, project, number)
    close_sync(sync, by=request.user)
    return redirect("meetings:minutes", project.slug, number)
