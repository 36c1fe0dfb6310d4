"""API of a live sync: who is there, who wants to speak, who facilitates, what is on the table."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from daily.syncs import permissions
from daily.syncs.api.agenda import led, sync_for
from daily.syncs.workflows.outcomes import give_position
from decisions.decisions.models.rounds.position_kind import WITHOUT_TESTS
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


def _positions() -> str:
    """Name what may be said aloud, for who reads the description of the API."""
    *most, last = (f"`{kind}` (with words)" if kind.facts.words else f"`{kind}`" for kind in WITHOUT_TESTS)
    return f"{', '.join(most)} or {last}"


class AloudIn(Body):
    __doc__ = f"What a person said aloud: {_positions()}."

    kind: str
    words: str = ""


@router.post("projects/{slug}/syncs/{number}/presences", response={204: None})
def attend(request: HttpRequest, slug: str, number: int) -> Any:
    """Come into the live meeting."""
    sync_for(request, slug, number).attend(asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/presences/{person}", response={204: None})
def see_in(request: HttpRequest, slug: str, number: int, person: UUID) -> Any:
    """Note that a person is here; for who leads the sync."""
    found = led(request, slug, number)
    found.attend(get_object_or_404(found.project.people(), pk=person), seen_in_by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/positions/{person}", response={204: None})
def record_position(request: HttpRequest, slug: str, number: int, pk: int, person: UUID, body: AloudIn) -> Any:
    """Write down what a person said aloud of the proposal in a point; for who facilitates or writes in the sync. The
    person is told, and may say otherwise while the round is open.
    """
    found = sync_for(request, slug, number)
    point = get_object_or_404(found.points, pk=pk)
    proposal = found.proposal_at(point)
    require(proposal is not None and permissions.may_record(asker(request), found, proposal))
    speaker = get_object_or_404(found.project.people(), pk=person)
    give_position(found, point, body.kind, by=speaker, words=body.words, recorded_by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/hands", response={204: None})
def raise_hand(request: HttpRequest, slug: str, number: int) -> Any:
    """Ask to speak; a second time takes it back."""
    sync_for(request, slug, number).raise_hand(asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/facilitation", response={204: None})
def facilitate(request: HttpRequest, slug: str, number: int) -> Any:
    """Take the facilitation over."""
    found = sync_for(request, slug, number)
    require(permissions.may_facilitate(asker(request), found))
    found.hand_to(asker(request), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/turns", response={204: None})
def turn_on(request: HttpRequest, slug: str, number: int) -> Any:
    """Go on to the next point. One that nothing came of is put off: it counts as carried over once more."""
    led(request, slug, number).go_to_next_point(by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/closing/turns", response={204: None})
def start_closing(request: HttpRequest, slug: str, number: int) -> Any:
    """Come to the closing from a point; what was not reached waits for the next sync."""
    led(request, slug, number).start_closing(by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/turns", response={204: None})
def turn_to(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Put one point on the table."""
    found = led(request, slug, number)
    found.turn_to(get_object_or_404(found.points, pk=pk), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/extensions", response={204: None})
def extend(request: HttpRequest, slug: str, number: int) -> Any:
    """Give the point at hand two minutes more."""
    led(request, slug, number).extend(by=asker(request))
    return Status(204, None)
