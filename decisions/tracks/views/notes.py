"""What was said somewhere becomes a note in the log of a track."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from decisions.tracks import permissions
from decisions.tracks.models import Track
from decisions.tracks.models.evidence import MAX_WORDS
from decisions.tracks.views.finding import track_in
from decisions.tracks.workflows.evidence import record_evidence
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import number_in

TRACKS = 60


@require_http_methods(["GET", "POST"])
@in_project
def note_from(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Note on a track what `?from=message-…` says, or `?words=`: one chooses the track, and it is there."""
    name = request.POST.get("origin", "") or request.GET.get("from", "")
    source = thing_named(project, request.user, name)
    words = request.POST.get("words", request.GET.get("words", "")) or (source.quotable if source else "")
    if request.method == "POST":
        track = track_in(project, number_in(request.POST.get("track", "")) or 0, request)
        require(permissions.may_add_evidence(request.user, track))
        record_evidence(track, by=request.user, words=words[:MAX_WORDS], source=source)
        return redirect(track)
    tracks = Track.objects.visible_to(request.user).in_project(project).alive().with_people().order_by("-number")
    context = {"project": project, "source": source, "words": words[:MAX_WORDS], "tracks": tracks[:TRACKS]}
    return render(request, "tracks/note_from.html", {**context, "origin": name if source else ""})
