"""API of tracks: proposing and exploring them, what is found and spent, how they end."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from circles.projects.access import project_for
from circles.projects.models import Project
from decisions.specification.models import Clause
from decisions.tracks import permissions
from decisions.tracks.api.question_schemas import TrackReasonIn
from decisions.tracks.api.questions import numbered, question_for, source_named
from decisions.tracks.api.schemas import (
    EvidenceIn,
    EvidenceOut,
    MergeIn,
    ResumeIn,
    StopIn,
    StopNoteOut,
    TrackChangeIn,
    TrackExpenseIn,
    TrackIn,
    TrackOut,
    TracksOut,
)
from decisions.tracks.models import StopNote, Track
from decisions.tracks.workflows import evidence as log
from decisions.tracks.workflows import stopping
from decisions.tracks.workflows.choosing import propose_choice
from decisions.tracks.workflows.spending import spend as spend_on
from foundation.accounts.decorators import asker
from foundation.accounts.models import User
from foundation.web.exceptions import require
from foundation.web.pagination import page_of, rows_after

router = Router()


def track_for(request: HttpRequest, slug: str, number: int) -> Track:
    """Find a track of a project the asker is in."""
    found = Track.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_people()
    return get_object_or_404(found.select_related("choice__decision", "merged_into"), number=number)


def clause_keys(project: Project, user: User, keys: list[str]) -> list[str]:
    """Return the keys of clauses: 404 when one names none that the asker may see."""
    found = Clause.objects.in_project(project).visible_to(user).living().filter(key__in=keys)
    known = set(found.values_list("key", flat=True))
    if unknown := set(keys) - known:
        raise Http404(", ".join(sorted(unknown)))
    return list(dict.fromkeys(keys))


def track_to_explore(request: HttpRequest, slug: str, number: int) -> Track:
    """Find a track to change: 403 for those who may not."""
    track = track_for(request, slug, number)
    require(permissions.may_explore(asker(request), track))
    return track


@router.get("projects/{slug}/tracks", response=TracksOut)
def tracks(
    request: HttpRequest, slug: str, *, question: str = "", state: str = "", mine: bool = False, after: str = ""
) -> Any:
    """List tracks by number; of a `question` (Q-1), in a `state`, or one's own."""
    user = asker(request)
    found = Track.objects.visible_to(user).in_project(project_for(request, slug)).with_people()
    found = found.filter(question__number=numbered("Q", question)) if question else found
    found = found.explored_by(user) if mine else found
    found = found.in_state(state) if state else found
    page = page_of(found.select_related("choice", "merged_into"), after, key="number")
    return {"tracks": page.rows, "after": page.next}


@router.post("projects/{slug}/questions/{number}/tracks", response={201: TrackOut})
def propose(request: HttpRequest, slug: str, number: int, body: TrackIn) -> Any:
    """Propose a way to answer a question."""
    question, given, user = question_for(request, slug, number), body.dict(), asker(request)
    require(permissions.may_ask(user, question.circle))
    owner = given.pop("owner")
    given["owner"] = get_object_or_404(question.project.people(), pk=owner) if owner else None
    given["source"] = source_named(question.project, user, body.source)
    given["clauses"] = clause_keys(question.project, user, body.clauses)
    return Status(201, Track.propose(question, by=user, **given))


@router.get("projects/{slug}/tracks/{number}", response=TrackOut)
def track(request: HttpRequest, slug: str, number: int) -> Any:
    """Read a track."""
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/changes", response=TrackOut)
def change(request: HttpRequest, slug: str, number: int, body: TrackChangeIn) -> Any:
    """Change what it is."""
    found, given = track_to_explore(request, slug, number), body.dict(exclude_unset=True)
    if given.get("owner"):
        given["owner"] = get_object_or_404(found.project.people(), pk=given["owner"])
    if "clauses" in given:
        given["clauses"] = clause_keys(found.project, asker(request), given["clauses"] or [])
    found.change(by=asker(request), **given)
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/start", response=TrackOut)
def start(request: HttpRequest, slug: str, number: int) -> Any:
    """Start exploring it."""
    track_to_explore(request, slug, number).start(by=asker(request))
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/parking", response=TrackOut)
def park(request: HttpRequest, slug: str, number: int, body: TrackReasonIn) -> Any:
    """Park it, with a reason."""
    track_to_explore(request, slug, number).park(by=asker(request), reason=body.reason)
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/resumption", response=TrackOut)
def resume(request: HttpRequest, slug: str, number: int, body: ResumeIn) -> Any:
    """Go on with it, with a reason."""
    track_to_explore(request, slug, number).resume(by=asker(request), **body.dict())
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/stop", response=TrackOut)
def stop(request: HttpRequest, slug: str, number: int, body: StopIn) -> Any:
    """Stop it, with four lines."""
    stopping.stop(track_to_explore(request, slug, number), body.lines(), by=asker(request))
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/merger", response=TrackOut)
def merge(request: HttpRequest, slug: str, number: int, body: MergeIn) -> Any:
    """Merge it into another track of its question."""
    found = track_to_explore(request, slug, number)
    into = track_to_explore(request, slug, numbered("T", body.into))
    stopping.merge(found, into, by=asker(request), reason=body.reason)
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/members", response=TrackOut)
def join(request: HttpRequest, slug: str, number: int) -> Any:
    """Explore it, too."""
    track_for(request, slug, number).join(by=asker(request))
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/departure", response=TrackOut)
def leave(request: HttpRequest, slug: str, number: int) -> Any:
    """Explore it no longer."""
    track_for(request, slug, number).leave(by=asker(request))
    return track_for(request, slug, number)


@router.post("projects/{slug}/tracks/{number}/choice", response={201: TrackOut})
def choose(request: HttpRequest, slug: str, number: int) -> Any:
    """Write the proposal to choose it, a draft with the others as alternatives."""
    propose_choice(track_to_explore(request, slug, number), by=asker(request), ask=False)
    return Status(201, track_for(request, slug, number))


@router.get("projects/{slug}/tracks/{number}/evidence", response=list[EvidenceOut])
def evidence(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """List what was found, by day."""
    found = track_for(request, slug, number).evidence.select_related("track").in_order()
    return rows_after(request, response, list(found), after, name=lambda one: one.pk)


@router.post("projects/{slug}/tracks/{number}/evidence", response={201: EvidenceOut})
def add_evidence(request: HttpRequest, slug: str, number: int, body: EvidenceIn) -> Any:
    """Add to the log: words, a link, or a measured value."""
    found = track_for(request, slug, number)
    require(permissions.may_add_evidence(asker(request), found))
    return Status(201, log.record_evidence(found, by=asker(request), **body.dict()))


@router.post("projects/{slug}/tracks/{number}/evidence/{pk}/withdrawal", response=EvidenceOut)
def withdraw_evidence(request: HttpRequest, slug: str, number: int, pk: int, body: TrackReasonIn) -> Any:
    """Say that an entry was wrong."""
    found = track_for(request, slug, number)
    entry = get_object_or_404(found.evidence.select_related("track__project"), pk=pk)
    require(permissions.may_withdraw(asker(request), found, entry.recorded_by_id))
    log.withdraw_evidence(entry, by=asker(request), reason=body.reason)
    return found.evidence.select_related("track").get(pk=pk)


@router.post("projects/{slug}/tracks/{number}/expenses", response={201: TrackOut})
def spend(request: HttpRequest, slug: str, number: int, body: TrackExpenseIn) -> Any:
    """Record an expense of its circle that draws on its cap."""
    found = track_for(request, slug, number)
    require(permissions.may_spend_on(asker(request), found))
    spend_on(found, by=asker(request), **body.dict())
    return Status(201, track_for(request, slug, number))


@router.get("projects/{slug}/tracks/{number}/notes", response=list[StopNoteOut])
def notes(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """List its stop notes."""
    found = list(track_for(request, slug, number).stop_notes.all())
    return rows_after(request, response, found, after, name=lambda note: note.pk)


@router.post("projects/{slug}/tracks/{number}/notes/{pk}/dismissal", response=StopNoteOut)
def leave_stopped(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Leave it stopped, although a value met its *reopen if*."""
    found = track_to_explore(request, slug, number)
    note = get_object_or_404(StopNote.objects.filter(track=found).select_related("track__project"), pk=pk)
    log.leave_stopped(note, by=asker(request))
    return found.stop_notes.get(pk=pk)
