"""API of how circles change: the same verbs as the pages, which can also be asked what they will do."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from pydantic import WithJsonSchema

from accounts.decorators import asker
from circles.access import circle_for, project_for
from circles.models import Circle, Domain, Fundamental, Reversibility
from circles.restructuring import (
    Budget,
    Change,
    Closing,
    Element,
    Grant,
    Handover,
    Limits,
    Merger,
    Move,
    Reopening,
    Share,
    Split,
    Strike,
    Unshare,
    written,
)
from circles.restructuring.direct_changes import carry_out_alone

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


class LimitsChangeIn(ChangeIn):
    """What a circle decides alone; no `unit_limit` means the usual one."""

    unit_limit: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    max_reversibility: Reversibility


class GrantIn(ChangeIn):
    """A domain for a circle."""

    domain: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=160)
    sort: Annotated[Domain.Kind, WithJsonSchema({"enum": Domain.Kind.values, "type": "string"})] = Domain.Kind.COMPONENT


class HandoverIn(ChangeIn):
    """A domain of the circle by key, and the key of the circle it goes to."""

    domain: str
    to: str


class StrikeIn(ChangeIn):
    """A domain of the circle by key."""

    domain: str


class ElementIn(ChangeIn):
    """A fundamental element in its new words; `number` says which, none of them one more."""

    statement: str = Field(min_length=1, max_length=300)
    sort: Fundamental.Kind
    days: int | None = Field(10, ge=0, le=32767)
    cost: Decimal | None = Field(None, ge=0, max_digits=14, decimal_places=2)
    number: int | None = None


class BudgetChangeIn(ChangeIn):
    """How much the project has."""

    budget: Decimal = Field(ge=0, max_digits=14, decimal_places=2)


class ChangedOut(Schema):
    """What was done, or would be: the sentences, and the key of the circle to look at next.

    `change` is what a proposal takes in `carries_out`, where others have to speak first.
    """

    done: bool
    said: list[str]
    circle: str
    change: dict[str, Any]


def outcome(request: HttpRequest, change: Change, *, only_say: bool) -> dict[str, Any]:
    """Say what a change does and, where the person may, do it."""
    said = {"said": list(change.foretell()), "change": written(change)}
    if only_say:
        return {**said, "done": False, "circle": change.circle.key}
    return {**said, "done": True, "circle": carry_out_alone(change, by=asker(request)).key}


@router.post("projects/{slug}/circles/{key}/changes/closing", response=ChangedOut)
def close(request: HttpRequest, slug: str, key: str, body: ClosingIn) -> Any:
    """Close a circle."""
    return outcome(request, Closing(circle_for(request, slug, key), body.why), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/reopening", response=ChangedOut)
def reopen(request: HttpRequest, slug: str, key: str, body: ChangeIn) -> Any:
    """Open a closed circle again."""
    return outcome(request, Reopening(circle_for(request, slug, key)), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/move", response=ChangedOut)
def move(request: HttpRequest, slug: str, key: str, body: MoveIn) -> Any:
    """Move a circle into another."""
    to = circle_for(request, slug, body.to)
    return outcome(request, Move(circle_for(request, slug, key), to), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/merger", response=ChangedOut)
def merge(request: HttpRequest, slug: str, key: str, body: MergerIn) -> Any:
    """Merge a circle into another."""
    into = circle_for(request, slug, body.into)
    return outcome(request, Merger(circle_for(request, slug, key), into), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/split", response=ChangedOut)
def split(request: HttpRequest, slug: str, key: str, body: SplitIn) -> Any:
    """Split a circle off."""
    circle = circle_for(request, slug, key)
    known = {user.pk: user for user in circle.project.people().filter(pk__in=body.people)}
    people = [known[pk] for pk in body.people if pk in known]
    given = {name: getattr(body, name) for name in ("name", "purpose", "domains", "things", "amount")}
    return outcome(request, Split(circle, people=people, **given), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/limits", response=ChangedOut)
def change_limits(request: HttpRequest, slug: str, key: str, body: LimitsChangeIn) -> Any:
    """Say what a circle decides alone, or what that would change."""
    change = Limits(circle_for(request, slug, key), body.unit_limit, body.max_reversibility)
    return outcome(request, change, only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/grant", response=ChangedOut)
def grant(request: HttpRequest, slug: str, key: str, body: GrantIn) -> Any:
    """Give a circle a domain."""
    change = Grant(circle_for(request, slug, key), **body.dict(exclude={"only_say"}))
    return outcome(request, change, only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/handover", response=ChangedOut)
def hand_over(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> Any:
    """Hand a domain to another circle."""
    return outcome(request, Handover(*found(request, slug, key, body)), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/share", response=ChangedOut)
def share(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> Any:
    """Share a domain with another circle, `to`."""
    return outcome(request, Share(*found(request, slug, key, body)), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/unshare", response=ChangedOut)
def unshare(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> Any:
    """Stop sharing a domain with a circle, `to`."""
    return outcome(request, Unshare(*found(request, slug, key, body)), only_say=body.only_say)


@router.post("projects/{slug}/circles/{key}/changes/strike", response=ChangedOut)
def strike(request: HttpRequest, slug: str, key: str, body: StrikeIn) -> Any:
    """Give a domain up."""
    circle = circle_for(request, slug, key)
    return outcome(request, Strike(circle, domain_of(circle, body.domain)), only_say=body.only_say)


def found(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> tuple[Circle, Domain, Circle]:
    """Find a circle, a domain that it holds, and another circle; 404 for what is not there."""
    circle = circle_for(request, slug, key)
    return circle, domain_of(circle, body.domain), circle_for(request, slug, body.to)


def domain_of(circle: Circle, key: str) -> Domain:
    """Find a domain that a circle holds."""
    domain: Domain = get_object_or_404(circle.domains.held().select_related("project"), key=key)
    return domain


@router.post("projects/{slug}/changes/element", response=ChangedOut)
def change_element(request: HttpRequest, slug: str, body: ElementIn) -> Any:
    """Say what a change of the fundamental elements is: only the general circle's decision carries it out."""
    change = Element(project_for(request, slug).general, **body.dict(exclude={"only_say"}))
    return outcome(request, change, only_say=body.only_say)


@router.post("projects/{slug}/changes/budget", response=ChangedOut)
def change_budget(request: HttpRequest, slug: str, body: BudgetChangeIn) -> Any:
    """Say what a change of the budget is: only the general circle's decision carries it out."""
    return outcome(request, Budget(project_for(request, slug).general, body.budget), only_say=body.only_say)
