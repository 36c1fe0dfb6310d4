"""What the API of decisions takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema


class TermsIn(Schema):
    """What moves a route. Circles, domains and elements by key: `power`, `PWR-OUT`, `FE-2`."""

    cost: Decimal = Decimal(0)
    reversibility: str = "easy"
    circles: list[str] = []
    domains: list[str] = []
    elements: list[str] = []


class ProposalIn(TermsIn):
    """A proposal: what is wrong, what we do."""

    circle: str
    tension: str
    text: str
    title: str = ""
    effect: str = ""
    review_months: int = 3
    open_round: bool = False


class RevisionIn(Schema):
    """What to change of the text; the rest stays."""

    title: str | None = None
    tension: str | None = None
    text: str | None = None
    effect: str | None = None
    cost: Decimal | None = None
    reversibility: str | None = None
    circles: list[str] | None = None
    domains: list[str] | None = None
    elements: list[str] | None = None


class AnswersIn(Schema):
    """The five answers of an objection; `element` by key, `against` by number of a decision in force."""

    element: str = ""
    harm: str = ""
    danger: str = ""
    fix_days: int | None = None
    fix_cost: Decimal | None = None
    cannot_be_fixed: bool = False
    certainty: str = ""
    evidence: str = ""
    against: int | None = None
    quote: str = ""


class PositionIn(Schema):
    """A position. `person` only where a facilitator records what somebody said aloud."""

    kind: str
    words: str = ""
    answers: AnswersIn | None = None
    person: UUID | None = None


class ReasonOut(Schema):
    """Why a route is as it is: a code, the circle it is about, what it names, an amount."""

    code: str
    circle: str
    what: str
    limit: Decimal | None


class RouteOut(Schema):
    """Who decides: a circle by key, in its sync or in a round of its own, with reasons."""

    decides: str
    in_sync: bool
    affected: list[str]
    reasons: list[ReasonOut]
    refused: ReasonOut | None


class HeardOut(Schema):
    """How one asked person stands; `kind` is null for silence."""

    person: UUID
    name: str
    kind: str | None
    words: str
    to_reconfirm: bool


class RoundOut(Schema):
    """A round."""

    number: int
    title: str
    tension: str
    text: str
    effect: str
    decides: str
    in_sync: bool
    opened_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    outcome: str
    heard: list[HeardOut]


class ObjectionOut(Schema):
    """An objection with its verdict."""

    id: int
    name: str
    element: str
    harm: str
    blocks: bool
    stands: bool
    is_late: bool


class ProposalOut(Schema):
    """A proposal."""

    reference: str
    number: int
    title: str
    tension: str
    text: str
    effect: str
    circle: str
    cost: Decimal
    reversibility: str
    state: str
    decision: str | None


class ProposalWhole(ProposalOut):
    """A proposal with its route, rounds and objections."""

    route: RouteOut
    rounds: list[RoundOut]
    objections: list[ObjectionOut]


class DecisionOut(Schema):
    """A decision of the register."""

    reference: str
    number: int
    title: str
    text: str
    circle: str
    decided_by: str
    cost: Decimal
    reversibility: str
    adopted_at: datetime
    review_on: date
    is_in_force: bool
    proposal: str
    sync: str
    without: list[str]


class Page[T](Schema):
    """Rows, newest first, and the cursor of the next page."""

    rows: list[T]
    before: str
