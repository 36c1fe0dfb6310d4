"""The feeds that people's own calendars read, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from daily.syncs.contexts.calendar_feed import CIRCLE, calendar_for, reader_of
from foundation.accounts.decorators import public


@require_safe
@public
def feed(request: HttpRequest, project: str, secret: str) -> HttpResponse:
    """Return the calendar of a project that a secret belongs to; 404 once its person is no longer in the project."""
    found = get_object_or_404(Project, slug=project)
    reader = reader_of(secret, found)
    if reader is None:
        raise Http404
    person, of = reader
    circle = next((one.name for one in circles_of(found) if of == f"{CIRCLE}{one.key}"), "")
    name = f"{circle}, {found.name}" if circle else found.name
    with translation.override(person.language):
        return HttpResponse(calendar_for([found], person, of, name), content_type="text/calendar; charset=utf-8")
