"""What the API of decisions takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import WithJsonSchema

from circles.projects.models import Reversibility
from decisions.decisions.api.effect_schemas import ClarifyingQuestionOut, EffectIn, EffectOut
from decisions.decisions.models import Objection
from decisions.decisions.models.proposals.stages import Stage
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.specification.api_schemas import DescentIn
from foundation.web.api_bodies import Body

Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
Days = Annotated[int, Field(ge=0, le=2**31 - 1)]


class TermsIn(Body):
    """What moves a route. Circles, domains and elements by key: `power`, `PWR-OUT`, `FE-2`."""

    cost: Money = Decimal(0)
    reversibility: Reversibility = Reversibility.EASY
    circles: list[str] = []
    domains: list[str] = []
    elements: list[str] = []
    carries_out: list[dict[str, Any]] = Field([], description="Changes of circles, as their operations give them.")
    clauses: list[str] = Field([], description="Clauses to ratify as their text stands now, by key: `SPEC-4.2`.")
    retires: list[str] = Field([], description="Clauses to retire, by key.")
    descents: list[DescentIn] = Field([], max_length=200, description="Clauses to split or to merge.")
    begins_whole_number: bool = False
    replaces: int | None = Field(None, description="A decision in force, by its number.")
    revokes: int | None = Field(None, description="A decision in force, by its number.")


class ProposalIn(TermsIn):
    """A proposal: what is wrong, what we do."""

    circle: str
    tension: str = Field(min_length=1)
    text: str = Field(min_length=1)
    title: str = Field("", max_length=160)
    effect: str = ""
    review_months: int = Field(3, ge=1, le=60)
    effects: list[EffectIn] = Field([], max_length=200, description="Answers about what the text names.")
    open_round: bool = False


class RevisionIn(Body):
    """What to change of the text; the rest stays. `owner` is a person of the project by id."""

    title: str | None = Field(None, min_length=1, max_length=160)
    tension: str | None = Field(None, min_length=1)
    text: str | None = Field(None, min_length=1)
    effect: str | None = None
    cost: Money | None = None
    reversibility: Reversibility | None = None
    circles: list[str] | None = None
    domains: list[str] | None = None
    elements: list[str] | None = None
    clauses: list[str] | None = None
    retires: list[str] | None = None
    descents: list[DescentIn] | None = Field(None, max_length=200)
    begins_whole_number: bool | None = None
    owner: UUID | None = None
    review_months: int | None = Field(None, ge=1, le=60)
    effects: list[EffectIn] | None = Field(None, max_length=200, description="Answers about what the text names.")


class AnswersIn(Body):
    """The five answers of an objection; `element` by key, `against` by number of a decision in force."""

    element: str = ""
    harm: str = ""
    danger: Objection.Danger | Literal[""] = ""
    fix_days: Days | None = None
    fix_cost: Money | None = None
    cannot_be_fixed: bool = False
    certainty: Objection.Certainty | Literal[""] = ""
    evidence: str = ""
    against: int | None = None
    quote: str = ""


class PositionIn(Body):
    """A position; a concern has `words`, an objection `answers`. `person` only where a deputy speaks for who is away,
    or a facilitator records what was said aloud.
    """

    kind: Annotated[PositionKind, WithJsonSchema({"enum": PositionKind.values, "type": "string"})]
    words: str = ""
    answers: AnswersIn | None = None
    person: UUID | None = None


class ReasonIn(Body):
    """Why a person does something."""

    because: str = Field(min_length=1, max_length=2000)


class ReleaseIn(Body):
    """What was settled between the circle that claims and who proposes."""

    settled: str = Field(min_length=1, max_length=300)


class PullIn(Body):
    """What changes, and the key of the circle for which one says so. Empty: who is in the circle to whose sync it
    goes says so for no other; others for their own, where it is not asked yet.
    """

    what: str = Field(min_length=1, max_length=200)
    circle: str = ""


class ClaimOut(Schema):
    """A claim; `settled` says what was, once its circle has released it."""

    id: int
    circle: str
    names: str
    what: str
    by: str
    made_at: datetime
    settled: str
    released_at: datetime | None


class ReasonOut(Schema):
    """Why a route is as it is: a code, the circle it is about, what it names, an amount."""

    code: str
    circle: str
    what: str
    limit: Decimal | None


class RouteOut(Schema):
    """Who decides: a circle by key, in its sync or in a round of its own, with reasons."""

    decides: str
    kind: Literal["own_scope", "synchronised", "together"]
    in_sync: bool
    taken_at: str | None = Field(description="The circle whose sync decides it, or takes it where others are silent.")
    affected: list[str]
    reasons: list[ReasonOut]
    refused: ReasonOut | None


class ParticipantOut(Schema):
    """How one asked person stands; `kind` is null for silence. `deputy` names who said it for them, if a person did."""

    person: UUID
    name: str
    kind: str | None
    words: str
    to_reconfirm: bool
    deputy: str
    asked: bool = Field(default=True, description="False for who spoke though nobody waits for them.")


class LackingOut(Schema):
    """Who had to speak and did not, a circle or a person, and how often they were asked."""

    name: str
    times: int


class RoundOut(Schema):
    """A round."""

    number: int
    title: str
    tension: str
    text: str
    effect: str
    decides: str
    in_sync: bool
    sync_of: str | None = Field(description="The circle whose sync decides it, or takes it where others are silent.")
    opened_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    outcome: str
    heard: list[ParticipantOut]
    waiting_for: list[LackingOut] = Field(description="While it is open: who has to speak and has not.")


class ObjectionOut(Schema):
    """An objection with its verdict."""

    id: int
    name: str
    element: str
    harm: str
    blocks: bool
    stands: bool
    is_late: bool
    checks: list[str] = Field(description="The actions that check what a person disputes.")
    lifted_at: datetime | None
    lifted_by: str
    lifted_because: str
    reopened_at: datetime | None


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
    state: Annotated[Stage, WithJsonSchema({"enum": Stage.values, "title": "State", "type": "string"})]
    escalated_to: str | None = Field(description="The circle that it was sent up to, by key.")
    decision: str | None
    lapsed_because: str


class UndoingIn(Body):
    """How what was done was undone."""

    how: str = Field(min_length=1, max_length=2000)


class ActOut(Schema):
    """What was done first; `undone_at` is null while it stands."""

    acted_at: datetime
    undone_at: datetime | None
    undone_how: str


class TouchedClauseOut(Schema):
    """A clause that a proposal moves: `new`, `changed` or `retired`, with its text before and after."""

    key: str
    title: str
    kind: str
    before: str
    after: str
    becomes: list[str] = Field(description="The clauses that it is split into, or merged into, by key.")


class ProposalWhole(ProposalOut):
    """A proposal with its route, rounds and objections; `act` is what was done before anyone was asked, or null."""

    act: ActOut | None
    clauses: list[TouchedClauseOut]
    outdated: list[str] = Field(description="Decisions that it names and that ended since it was written.")

    effects: list[EffectOut] = Field(description="What the text names, as its proposer answered.")
    unanswered: list[str] = Field(description="What the text names and is still to be answered.")
    questions: list[ClarifyingQuestionOut]
    route: RouteOut
    rounds: list[RoundOut]
    objections: list[ObjectionOut]
    claims: list[ClaimOut]
    keeps: str | None = Field(description="The decision that was pulled, and that this asks to keep.")


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
    state: Literal["in_force", "kept", "amended", "superseded", "revoked"]
    suspended_until: datetime | None = Field(description="In force, and held up until then by an objection.")
    proposal: str
    sync: str
    without: list[str]
    recorded_on: date | None = Field(description="The day on which it was done, where it was recorded after the fact.")
    lacking: list[LackingOut]


class Page[T](Schema):
    """Rows, newest first, and the cursor of the next page."""

    rows: list[T]
    before: str
