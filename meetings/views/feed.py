"""The feed that a person's own calendar reads, without signing in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts.decorators import public
from circles.models import Project
from meetings.contexts.calendar_feed import calendar_for, reader_of


@require_safe
@public
def feed(request: HttpRequest, project: str, secret: str) -> HttpResponse:
    """Return the planned syncs of whom the secret belongs to; 404 once they are no longer in the project."""
    found = get_object_or_404(Project, slug=project)
    reader = reader_of(secret, found)
    if reader is None:
        raise Http404
    with translation.override(reader.language):
        return HttpResponse(calendar_for(found, reader), content_type="text/calendar; charset=utf-8")
