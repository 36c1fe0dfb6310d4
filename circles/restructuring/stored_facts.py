"""What the written facts of a change may be: whoever wrote them, they hold no more than its form would take."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from circles.models import Domain, Fundamental, Reversibility
from web.unicode_safety import NO_NUL

Id = Annotated[int, Field(strict=True, ge=0, lt=2**63)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Words = Annotated[str, StringConstraints(max_length=10_000, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)]
Keys = Annotated[list[Annotated[str, StringConstraints(max_length=60, pattern=NO_NUL)]], Field(max_length=1000)]


class OfCircle(BaseModel):
    """A circle by its id."""

    circle: Id


class Closing(OfCircle):
    """Why it closes."""

    why: Line


class Move(OfCircle):
    """Where to."""

    to: Id


class Merger(OfCircle):
    """Into which."""

    into: Id


class Split(OfCircle):
    """The new circle, and who and what goes along."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=NO_NUL)]
    purpose: Words
    people: Annotated[list[UUID], Field(max_length=1000)]
    domains: Keys
    things: Keys
    amount: Amount


class Limits(OfCircle):
    """What it decides alone."""

    unit_limit: Amount | None
    max_reversibility: Reversibility


class Grant(OfCircle):
    """A domain in words."""

    domain: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=NO_NUL)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=160, pattern=NO_NUL)]
    sort: Domain.Kind


class Strike(OfCircle):
    """A domain by its id."""

    domain: Id


class Handover(Strike):
    """And the other circle."""

    to: Id


class Element(BaseModel):
    """Its words."""

    statement: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_NUL)]
    sort: Fundamental.Kind
    days: Annotated[int, Field(strict=True, ge=0, le=32767)] | None
    cost: Amount | None
    number: Id | None


class Budget(BaseModel):
    """How much."""

    budget: Amount


SHAPES: dict[str, type[BaseModel]] = {
    "closing": Closing,
    "reopening": OfCircle,
    "move": Move,
    "merger": Merger,
    "split": Split,
    "limits": Limits,
    "grant": Grant,
    "handover": Handover,
    "share": Handover,
    "unshare": Handover,
    "strike": Strike,
    "element": Element,
    "budget": Budget,
}


def sound(kind: str, facts: Any) -> dict[str, Any]:
    """Give the facts of a change of this kind as it would write them itself.

    :raises ValueError: when they are not what such a change can hold.
    """
    return SHAPES[kind].model_validate(facts).model_dump(mode="json")
