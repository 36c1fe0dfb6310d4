"""API of reviews: what a decision was found to be when it was looked at again, and what became of each concern."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, Router, Schema, Status

from decisions.decisions import permissions
from decisions.decisions.api.lookups import decision_for
from decisions.decisions.models import ConcernLook, Review
from decisions.decisions.models.register.concerns import KeptConcern
from decisions.decisions.models.register.review import ReviewOutcome
from decisions.decisions.workflows.reviews import hold_review, look_at_concern
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after, rows_after

router = Router()


class LookIn(Body):
    """What became of a concern: did it come true, and a line."""

    came_true: ConcernLook.CameTrue
    words: str = Field("", max_length=300)


class ConcernIn(LookIn):
    """The same, of a concern by its id."""

    concern: int


class ReviewIn(Body):
    """A review: the three answers, each concern that is kept with the decision, and what comes of it. `next_on` is for
    what is kept; without it, the same span again.
    """

    outcome: ReviewOutcome
    helped: str = Field(min_length=1, max_length=4000)
    drop: str = Field("", max_length=4000)
    better: str = Field("", max_length=4000)
    next_on: date | None = None
    concerns: list[ConcernIn] = []


class ReviewOut(Schema):
    """A review; `proposal` is what it led to, where it is to be amended or revoked."""

    outcome: str
    held_by: str
    held_at: datetime
    helped: str
    drop: str
    better: str
    next_on: date
    proposal: str | None


class ConcernOut(Schema):
    """A concern kept with a decision, and the last look at it (null: nobody has looked)."""

    concern: int
    name: str
    words: str
    came_true: str | None
    said: str
    looked_at: datetime | None


@router.get("projects/{slug}/decisions/{number}/reviews", response=list[ReviewOut])
def reviews(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """List the reviews of a decision, oldest first."""
    found = decision_for(request, slug, number).reviews.select_related("held_by", "proposal")
    return [review_out(one) for one in found_after(request, response, found, after, key="pk")]


@router.post("projects/{slug}/decisions/{number}/reviews", response={201: ReviewOut})
def review(request: HttpRequest, slug: str, number: int, body: ReviewIn) -> Any:
    """Hold the review. To be amended, it leads to a draft; to be revoked, to a proposal put to its round."""
    found = decision_for(request, slug, number)
    require(permissions.may_hold_review(asker(request), found))
    concerns = {one.concern: (one.came_true.value, one.words) for one in body.concerns}
    given = body.dict(exclude={"concerns", "outcome"})
    return Status(
        201, review_out(hold_review(found, body.outcome.value, by=asker(request), concerns=concerns, **given))
    )


@router.get("projects/{slug}/decisions/{number}/concerns", response=list[ConcernOut])
def concerns(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """List the concerns that are kept with a decision, oldest first."""
    found = decision_for(request, slug, number).concerns()
    return [concern_out(one) for one in rows_after(request, response, found, after, name=lambda one: one.position.pk)]


@router.post("projects/{slug}/decisions/{number}/concerns/{concern}", response={201: ConcernOut})
def look(request: HttpRequest, slug: str, number: int, concern: int, body: LookIn) -> Any:
    """Say what became of a concern."""
    found = decision_for(request, slug, number)
    kept = next((one for one in found.concerns() if one.position.pk == concern), None)
    if kept is None:
        raise Http404
    require(permissions.may_look_at(asker(request), found, kept.position))
    seen = look_at_concern(found, kept.position, body.came_true.value, by=asker(request), words=body.words)
    return Status(201, concern_out(KeptConcern(kept.position, seen)))


def review_out(found: Review) -> dict[str, Any]:
    """Return a review."""
    names = ("outcome", "held_at", "helped", "drop", "better", "next_on")
    led_to = found.proposal.reference if found.proposal else None
    return {name: getattr(found, name) for name in names} | {"held_by": found.held_by.name, "proposal": led_to}


def concern_out(kept: KeptConcern) -> dict[str, Any]:
    """Return a concern with the last look at it."""
    position, seen = kept.position, kept.look
    return {
        "concern": position.pk,
        "name": position.user.name,
        "words": position.words,
        "came_true": seen.came_true if seen else None,
        "said": seen.words if seen else "",
        "looked_at": seen.looked_at if seen else None,
    }
