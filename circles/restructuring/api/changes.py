"""API of changes of circles: what the pages do, which can also be asked what it will do.

A body has the fields of its change, with circles and domains by key and people by id; the bounds are the change's own.
"""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema
from pydantic import WithJsonSchema

from circles.circles.access import circle_for
from circles.circles.models import Circle, Domain, Fundamental
from circles.circles.models.fundamental import USUAL_DAYS, refuse_one_more, why_not_fewer
from circles.circles.permissions import may_pilot_project
from circles.projects.access import project_for
from circles.projects.models import Project, Reversibility
from circles.restructuring import permissions
from circles.restructuring.changes import (
    Budget,
    Change,
    Closing,
    Element,
    ElementRemoval,
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
    to_json,
)
from circles.restructuring.direct_changes import apply_directly
from circles.restructuring.field_types import (
    CircleName,
    Days,
    DomainKey,
    DomainName,
    Measure,
    Money,
    Purpose,
    Reason,
    Statement,
    Threshold,
    people_of,
)
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import Refused

router = Router()


class ChangeIn(Body):
    """`only_say`: give the sentences and change nothing."""

    only_say: bool = False


class ClosingIn(ChangeIn):
    """Why a circle closes."""

    why: Annotated[Reason, Field(min_length=1)]


class MoveIn(ChangeIn):
    """The key of the circle it comes into."""

    to: str


class MergerIn(ChangeIn):
    """The key of the circle it goes on in."""

    into: str


class SplitIn(ChangeIn):
    """The new circle, and who and what goes along: people by id, domains by key, things by reference (P-24)."""

    name: CircleName
    purpose: Purpose = ""
    people: list[UUID] = Field(min_length=1)
    domains: list[str] = []
    things: list[str] = []
    amount: Money = Decimal(0)


class LimitsChangeIn(ChangeIn):
    """What a circle decides alone; no `unit_limit` and no `limit_share` mean what it has in hand."""

    unit_limit: Money | None = None
    limit_share: int | None = Field(None, ge=0, le=100)
    small_limit: Money | None = None
    max_reversibility: Reversibility


class GrantIn(ChangeIn):
    """A domain for a circle."""

    domain: DomainKey
    name: DomainName
    sort: Annotated[Domain.Kind, WithJsonSchema({"enum": Domain.Kind.values, "type": "string"})] = Domain.Kind.COMPONENT


class HandoverIn(ChangeIn):
    """A domain of the circle by key, and the key of the circle it goes to."""

    domain: str
    to: str


class StrikeIn(ChangeIn):
    """A domain of the circle by key."""

    domain: str


class ElementIn(ChangeIn):
    """A fundamental element in its new words; `number` says which, none of them one more. `holder` is a circle's key;
    "" means the general circle, or for one that is there that its holder stays.
    """

    statement: Statement
    sort: Fundamental.Kind
    days: Days | None = USUAL_DAYS
    cost: Money | None = None
    number: int | None = None
    measure: Measure = ""
    threshold: Threshold = ""
    holder: str = ""


class ElementRemovalIn(ChangeIn):
    """A fundamental element by its number: 4 for FE-4."""

    number: int


class BudgetChangeIn(ChangeIn):
    """How much the project has."""

    budget: Money


class ChangedOut(Schema):
    """What was done, or would be: the sentences, and the key of the circle to look at next.

    `change` is what a proposal takes in `carries_out`, where others have to speak first.
    """

    done: bool
    said: list[str]
    circle: str
    change: dict[str, Any]


@router.post("projects/{slug}/circles/{key}/changes/closing", response=ChangedOut)
def close(request: HttpRequest, slug: str, key: str, body: ClosingIn) -> Any:
    """Close a circle."""
    return outcome(request, body, Closing(circle_for(request, slug, key), body.why))


@router.post("projects/{slug}/circles/{key}/changes/reopening", response=ChangedOut)
def reopen(request: HttpRequest, slug: str, key: str, body: ChangeIn) -> Any:
    """Open a closed circle again."""
    return outcome(request, body, Reopening(circle_for(request, slug, key)))


@router.post("projects/{slug}/circles/{key}/changes/move", response=ChangedOut)
def move(request: HttpRequest, slug: str, key: str, body: MoveIn) -> Any:
    """Move a circle into another."""
    return outcome(request, body, Move(circle_for(request, slug, key), circle_for(request, slug, body.to)))


@router.post("projects/{slug}/circles/{key}/changes/merger", response=ChangedOut)
def merge(request: HttpRequest, slug: str, key: str, body: MergerIn) -> Any:
    """Merge a circle into another."""
    return outcome(request, body, Merger(circle_for(request, slug, key), circle_for(request, slug, body.into)))


@router.post("projects/{slug}/circles/{key}/changes/split", response=ChangedOut)
def split(request: HttpRequest, slug: str, key: str, body: SplitIn) -> Any:
    """Split a circle off."""
    circle = circle_for(request, slug, key)
    people = people_of(circle.project, body.people)
    return outcome(request, body, Split(circle, people=people, **given_fields(body, but=frozenset({"people"}))))


@router.post("projects/{slug}/circles/{key}/changes/limits", response=ChangedOut)
def change_limits(request: HttpRequest, slug: str, key: str, body: LimitsChangeIn) -> Any:
    """Say what a circle decides alone, or what that would change."""
    return outcome(request, body, Limits(circle_for(request, slug, key), **given_fields(body)))


@router.post("projects/{slug}/circles/{key}/changes/grant", response=ChangedOut)
def grant(request: HttpRequest, slug: str, key: str, body: GrantIn) -> Any:
    """Give a circle a domain."""
    return outcome(request, body, Grant(circle_for(request, slug, key), **given_fields(body)))


@router.post("projects/{slug}/circles/{key}/changes/handover", response=ChangedOut)
def hand_over(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> Any:
    """Hand a domain to another circle."""
    return outcome(request, body, Handover(*domain_between(request, slug, key, body)))


@router.post("projects/{slug}/circles/{key}/changes/share", response=ChangedOut)
def share(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> Any:
    """Share a domain with another circle, `to`."""
    return outcome(request, body, Share(*domain_between(request, slug, key, body)))


@router.post("projects/{slug}/circles/{key}/changes/unshare", response=ChangedOut)
def unshare(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> Any:
    """Stop sharing a domain with a circle, `to`."""
    return outcome(request, body, Unshare(*domain_between(request, slug, key, body)))


@router.post("projects/{slug}/circles/{key}/changes/strike", response=ChangedOut)
def strike(request: HttpRequest, slug: str, key: str, body: StrikeIn) -> Any:
    """Give a domain up."""
    circle = circle_for(request, slug, key)
    return outcome(request, body, Strike(circle, domain_of(circle, body.domain)))


@router.post("projects/{slug}/changes/element", response=ChangedOut)
def change_element(request: HttpRequest, slug: str, body: ElementIn) -> Any:
    """Say what a change of the fundamental elements is: only the general circle's decision carries it out."""
    project = project_for(request, slug)
    if body.number is None:
        refuse_one_more(project)
    refuse_alone(request, body, project)
    holder = circle_for(request, slug, body.holder) if body.holder else None
    given = given_fields(body, but=frozenset({"holder"}))
    return outcome(request, body, Element(project.circles.general(), holder=holder, **given))


@router.post("projects/{slug}/changes/element_removal", response=ChangedOut)
def remove_element(request: HttpRequest, slug: str, body: ElementRemovalIn) -> Any:
    """Say what removing a fundamental element does: only the general circle's decision carries it out."""
    project = project_for(request, slug)
    found = get_object_or_404(project.fundamentals.current(), number=body.number)
    refuse_alone(request, body, project)
    if body.only_say and (why := why_not_fewer(project)):
        raise Refused(why)
    return outcome(request, body, ElementRemoval(project.circles.general(), found.number))


@router.post("projects/{slug}/changes/budget", response=ChangedOut)
def change_budget(request: HttpRequest, slug: str, body: BudgetChangeIn) -> Any:
    """Say what a change of the budget is: only the general circle's decision carries it out."""
    project = project_for(request, slug)
    refuse_alone(request, body, project)
    return outcome(request, body, Budget(project.circles.general(), **given_fields(body)))


def refuse_alone(request: HttpRequest, body: ChangeIn, project: Project) -> None:
    """Raise `Refused` where a pilot means to do what only a decision does, with what to send instead."""
    if not body.only_say and may_pilot_project(asker(request), project.circles.general()):
        raise Refused(
            _(
                "Only a decision of the general circle changes this: send `only_say`, and propose what comes back as "
                "`change` in `carries_out`."
            )
        )


def outcome(request: HttpRequest, body: ChangeIn, change: Change) -> dict[str, Any]:
    """Say what a change does and, unless the body only asks, apply it; 403 where the person may not."""
    preview = {"said": list(change.preview()), "change": to_json(change)}
    if body.only_say:
        return {**preview, "done": False, "circle": change.circle.key}
    circle = apply_directly(change, by=asker(request), allowed=permissions.may_apply)
    return {**preview, "done": True, "circle": circle.key}


def given_fields(body: ChangeIn, *, but: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the fields of the change as the body says them."""
    return body.dict(exclude={"only_say", *but})


def domain_between(request: HttpRequest, slug: str, key: str, body: HandoverIn) -> tuple[Circle, Domain, Circle]:
    """Return a circle, a domain that it holds, and another circle; 404 for what is not there."""
    circle = circle_for(request, slug, key)
    return circle, domain_of(circle, body.domain), circle_for(request, slug, body.to)


def domain_of(circle: Circle, key: str) -> Domain:
    """Return a domain that a circle holds, else 404."""
    domain: Domain = get_object_or_404(circle.domains.held().select_related("project"), key=key)
    return domain
