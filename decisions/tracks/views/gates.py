"""The gate of a track: why it is one, and its answers."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.tracks import permissions
from decisions.tracks.contexts.gate import gate_page
from decisions.tracks.forms.verdicts import terms_from
from decisions.tracks.models import GateVerdict
from decisions.tracks.views.finding import track_in
from decisions.tracks.workflows import gates
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_safe
@in_project
def gate(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a track's gate: what was measured and spent, what others would answer, and the four answers."""
    track = track_in(project, number, request)
    return render(request, "tracks/gate.html", gate_page(track, request.user))


@require_POST
@in_project
def verdict(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Answer it at once, or lay the answer `ready` for the sync."""
    track = track_in(project, number, request)
    require(permissions.may_decide(request.user, track))
    kind, terms, form = terms_from(request.POST, track)
    if terms is None:
        return render(request, "tracks/gate.html", gate_page(track, request.user, kind, form), status=422)
    if "ready" in request.POST:
        gates.lay_verdict_ready(track, kind, terms, by=request.user)
        return back_or(request, track)
    given = gates.decide_gate(track, kind, terms, by=request.user)
    proposal = track_in(project, number, request).choice if given.verdict is GateVerdict.CHOOSE else None
    return redirect(proposal) if proposal else back_or(request, track)
