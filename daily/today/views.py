"""Today: what waits for me, each line answered where it stands."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project, is_guest, open_to_guests
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from circles.projects.references import thing_named
from daily.syncs.contexts.calendar_feed import calendar_for, reader_of
from daily.today.catch_up_sections import CatchUpSection
from daily.today.contexts.catch_up import CHOICES, CatchUp, away_since
from daily.today.contexts.statistics import lists, multiples, pairs, year_of
from daily.today.contexts.this_morning import morning_of
from daily.today.contexts.today_page import page_of_today
from daily.today.contexts.tour import stop_at
from daily.today.workflows.catching_up import mark_section_read
from decisions.tracks.contexts.exploration import exploration_of
from foundation.accounts.decorators import MemberRequest, public
from foundation.audit import clock


@require_safe
@open_to_guests
def today(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Show what waits for the person in a project; a guest finds what they are let into."""
    if is_guest(request):
        return redirect("circles:guest", project.slug)
    rows = request.GET.get("rows", "")
    return render(request, "today/today.html", page_of_today(project, request.user, request.path, rows))


@require_safe
@public
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Return a person's calendar of all their projects, but for archived ones; 404 once its address ended."""
    reader = reader_of(secret, None)
    if reader is None:
        raise Http404
    person, of = reader
    with translation.override(person.language):
        words = calendar_for(Project.objects.visible_to(person).unarchived(), person, of, "Ronde")
        return HttpResponse(words, content_type="text/calendar; charset=utf-8")


@require_safe
@in_project
def pilot(request: MemberRequest, project: Project) -> HttpResponse:
    """Show how the project's deciding goes, over a year: to everyone in it."""
    day = project.day_of(now_in(project))
    year = year_of(project, day)
    points, due = lists(project, day)
    context = {"project": project, "multiples": multiples(year), "pairs": pairs(project, year.claims)}
    context |= {"exploration": exploration_of(project), "morning": morning_of(project, request.user)}
    return render(request, "today/pilot.html", context | {"points": points, "due": due, "is_empty": year.is_empty})


@require_safe
@in_project
def catch_up(request: MemberRequest, project: Project) -> HttpResponse:
    """Show what the person missed, by topic, and what named them."""
    page = CatchUp(project, request.user, away_since(project, request.user, request.GET.get("days", ""), clock.now()))
    context = {"project": project, "page": page, "sections": CatchUpSection, "choices": CHOICES}
    return render(request, "today/catch_up.html", context | {"asked": request.GET.get("days", "")})


@require_POST
@in_project
def read_section(request: MemberRequest, project: Project, section: str) -> HttpResponseBase:
    """Mark what a section tells as read."""
    if section not in CatchUpSection:
        raise Http404
    days = request.POST.get("days", "")
    page = CatchUp(project, request.user, away_since(project, request.user, days, clock.now()))
    mark_section_read(page, CatchUpSection(section))
    return redirect(f"{reverse('today:catch_up', args=[project.slug])}?{urlencode({'days': days})}")


@require_safe
@in_project
def remind_from(request: MemberRequest, project: Project) -> HttpResponse:
    """Lead to where one chooses when to be reminded of a thing, which is named as `?from=message-345`."""
    thing = thing_named(project, request.user, request.GET.get("from", ""))
    if thing is None:
        raise Http404
    asked = {"project": project.pk, "thing": thing.change_key, "title": str(thing.headline)[:300], "remind": "yes"}
    return redirect(f"{reverse('attend')}?{urlencode(asked | {'address': thing.get_absolute_url()})}")


@require_safe
@in_project
def stop(request: MemberRequest, project: Project, step: str) -> HttpResponse:
    """Lead to the page on which a step of the tour stands, or to that of the next one that has something to show."""
    address = stop_at(step, project, request.user, back="back" in request.GET)
    if address is None:
        raise Http404
    return redirect(address)
