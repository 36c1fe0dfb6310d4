"""API of how circles change: the same verbs as the pages, which can also be asked what they will do."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema

from circles import permissions
from circles.access import asker, circle_for, require
from circles.changes import Change, Closing, Merger, Move, Reopening, Split

router = Router()


class ChangeIn(Schema):
    """`only_say`: give the sentences and change nothing."""

    only_say: bool = False


class ClosingIn(ChangeIn):
    """Why a circle closes."""

    why: str = Field(min_length=1, max_length=300)


class MoveIn(ChangeIn):
    """The key of the circle it comes into."""

    to: str


class MergerIn(ChangeIn):
    """The key of the circle it goes on in."""

    into: str


class SplitIn(ChangeIn):
    """The new circle, and who and what goes along: people by id, domains by key, things by reference (P-24)."""

    name: str = Field(min_length=1, max_length=120)
    purpose: str = ""
    people: list[UUID] = Field(min_length=1)
    domains: list[str] = []
    things: list[str] = []
    amount: Decimal = Field(Decimal(0), ge=0, max_digits=14, decimal_places=2)


class ChangedOut(Schema):
    """What was done, or would be: the sentences, and the key of the circle to look at next."""

    done: bool
    said: list[str]
    circle: str


def outcome(request: HttpRequest, change: Change, *, only_say: bool) -> dict[str, Any]:
    """Say what a change does and, where the person may, do it."""
    said = list(change.foretell())
    if only_say:
        return {"done": False, "said": said, "circle": change.circle.key}
    require(permissions.may_carry_out(asker(request), change))
    return {"done": True, "said": said, "circle": change.carry_out(by=asker(request)).key}


@router.post("projects/{slug}/circles/{key}/closing", response=ChangedOut)
def close(request: HttpRequest, slug: str, key: str, body: ClosingIn) -> Any:
    """Close a circle."""
    return outcome(request, Closing(circle_for(request, slug, key), body.why), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/reopening", response=ChangedOut)
def reopen(request: HttpRequest, slug: str, key: str, body: ChangeIn) -> Any:
    """Open a closed circle again."""
    return outcome(request, Reopening(circle_for(request, slug, key)), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/move", response=ChangedOut)
def move(request: HttpRequest, slug: str, key: str, body: MoveIn) -> Any:
    """Move a circle into another."""
    to = circle_for(request, slug, body.to)
    return outcome(request, Move(circle_for(request, slug, key), to), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/merger", response=ChangedOut)
def merge(request: HttpRequest, slug: str, key: str, body: MergerIn) -> Any:
    """Merge a circle into another."""
    into = circle_for(request, slug, body.into)
    return outcome(request, Merger(circle_for(request, slug, key), into), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/split", response=ChangedOut)
def split(request: HttpRequest, slug: str, key: str, body: SplitIn) -> Any:
    """Split a circle off."""
    circle = circle_for(request, slug, key)
    found = {user.pk: user for user in circle.project.people().filter(pk__in=body.people)}
    people = [found[pk] for pk in body.people if pk in found]
    given = {name: getattr(body, name) for name in ("name", "purpose", "domains", "things", "amount")}
    return outcome(request, Split(circle, people=people, **given), only_say=body.only_say)
