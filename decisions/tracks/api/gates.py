"""API of gates: why one is open, and answering it."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from circles.projects.project_cache import now_in
from decisions.tracks import permissions
from decisions.tracks.api.schemas import AnswerIn, AnswerOut, GateOut
from decisions.tracks.api.tracks import track_for
from decisions.tracks.contexts.gate import gate_of
from decisions.tracks.workflows.gates import decide_gate, lay_verdict_ready
from foundation.accounts.decorators import asker
from foundation.web.exceptions import require

router = Router()


@router.get("projects/{slug}/tracks/{number}/gate", response=GateOut)
def gate(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a track's gate."""
    track = track_for(request, slug, number)
    found = gate_of(track, track.project.day_of(now_in(track.project)))
    ready = [one.given for one in found.ready]
    stand = {"is_open": found.is_open, "on": track.gate_on, "cause": track.gate_cause}
    return {**stand, "syncs_passed": found.passed, "ready": ready}


@router.post("projects/{slug}/tracks/{number}/gate/answers", response={201: AnswerOut})
def answer(request: HttpRequest, slug: str, number: int, body: AnswerIn) -> Any:
    """Answer it at once, or lay the answer `ready` for the sync."""
    track, user = track_for(request, slug, number), asker(request)
    require(permissions.may_decide(user, track))
    lay = decide_gate if body.kind.facts.decides and not body.ready else lay_verdict_ready
    return Status(201, lay(track, body.kind, body.terms(), by=user))
