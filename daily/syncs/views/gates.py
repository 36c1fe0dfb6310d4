"""Answering in a sync the gate of a track."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs import permissions
from daily.syncs.views.live import back_to_sync, point_of, sync_in
from daily.syncs.workflows.gate_points import decide_gate_point
from decisions.tracks.contexts.gate import gate_page
from decisions.tracks.forms.verdicts import terms_from
from decisions.tracks.models import Track
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_POST
@in_project
def verdict(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponse:
    """Write down what the circle answers; where something is missing, its form is shown again."""
    sync = sync_in(project, number)
    point = point_of(sync, pk)
    track = sync.track_at(point)
    require(track is not None and permissions.may_decide_gate(request.user, sync, track))
    track = cast(Track, track)
    kind, terms, form = terms_from(request.POST, track)
    if terms is None:
        page = gate_page(track, request.user, kind, form)
        return render(request, "tracks/gate.html", page | {"to": request.path, "in_sync": True}, status=422)
    decide_gate_point(sync, point, kind, terms, by=request.user)
    return back_to_sync(request, sync)
