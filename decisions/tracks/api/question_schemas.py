"""What the API of questions takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from decisions.tracks.models import Criterion, Question
from foundation.web.api_bodies import Body

type Value = Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
type Money = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2)]
type Sign = Literal["<", "<=", "=", "!=", ">=", ">"]


class TrackReasonIn(Body):
    """A reason in a line."""

    reason: str


class QuestionIn(Body):
    """What asking a question takes: a circle's key, and what it comes from (`source`, P-24)."""

    title: str
    why: str = ""
    circle: str = "general"
    answer_by: date | None = None
    source: str = ""
    tracks: list[str] = []


class QuestionChangeIn(Body):
    """What of a question is changed; what is left out stays."""

    title: str | None = None
    why: str | None = None
    answer_by: date | None = None


class QuestionOut(Schema):
    """A question; `state` is open, answered or dropped."""

    reference: str
    title: str
    why: str
    circle: str
    state: str
    answer_by: date | None
    decision: str
    dropped_why: str
    created_at: datetime

    @staticmethod
    def resolve_circle(question: Question) -> str:
        """Return the circle's key."""
        return question.scope

    @staticmethod
    def resolve_decision(question: Question) -> str:
        """Return the decision that answered it."""
        return question.decision.reference if question.decision else ""


class QuestionsOut(Schema):
    """A page of questions; `after` is the cursor of the next page."""

    questions: list[QuestionOut]
    after: str


class CriterionIn(Body):
    """A criterion: `kind` kill or go, of one `track` (T-4) or, without one, of all; `element` is FE-3."""

    kind: Literal["kill", "go"]
    metric: str
    operator: Sign
    value: Value
    unit: str = ""
    track: str = ""
    due_on: date | None = None
    element: str = ""
    clause: str = ""


class CriterionOut(Schema):
    """A criterion."""

    id: int
    kind: str
    metric: str
    operator: str
    value: Decimal
    unit: str
    track: str
    due_on: date | None
    element: str
    clause: str

    @staticmethod
    def resolve_track(criterion: Criterion) -> str:
        """Return the track that it is of."""
        return criterion.track.reference if criterion.track else ""

    @staticmethod
    def resolve_element(criterion: Criterion) -> str:
        """Return the fundamental element."""
        return criterion.element.reference if criterion.element else ""


class PriceOut(Schema):
    """What dead ends cost, to the cent."""

    dead_ends: int
    spent: Decimal
    unspent: Decimal
    ways: int
    chosen: Decimal
    running: Decimal
