"""What the API of actions takes and gives."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import WithJsonSchema

from decisions.actions.models import MAX_WORDS, Action, ActionState
from decisions.actions.recurrence import MOST
from foundation.web.api_bodies import Body


class ActionIn(Body):
    """What making an action takes: a circle's key, an owner (oneself by default), and what it comes from (`source`,
    P-24). Without a source it asks why: what it comes from, a few words, or null for nothing in particular.
    """

    what: str
    circle: str = "general"
    owner: UUID | None = None
    due_on: date | None = None
    source: str = ""
    quote: str = ""
    why: Annotated[str, Field(max_length=MAX_WORDS)] | None = None


class ActionOut(Schema):
    """An action; `state` is open, doing, blocked, done or dropped. It recurs `every` so many of `unit`, or null."""

    reference: str
    what: str
    circle: str
    owner_id: UUID
    due_on: date | None
    state: str
    why: str
    description: str
    labels: list[str]
    steps_all: int
    steps_done: int
    every: int | None
    unit: str
    blocked_by: str
    waits_for: list[str]
    done_how: str
    dropped_why: str
    created_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None

    @staticmethod
    def resolve_circle(action: Action) -> str:
        """Return the circle's key."""
        return action.scope

    @staticmethod
    def resolve_labels(action: Action) -> list[str]:
        """Return the names of its labels."""
        return sorted(label.name for label in action.labels.all())

    @staticmethod
    def resolve_waits_for(action: Any) -> list[str]:
        """Return the references of the open actions that it waits for."""
        return list(action.waits_for)


class ActionsOut(Schema):
    """A page of actions; `after` is the cursor of the next page."""

    actions: list[ActionOut]
    after: str


class ActionWordsIn(Body):
    """A link or a sentence."""

    words: str


class OwnerIn(Body):
    """A person of the project."""

    owner: UUID


class DayIn(Body):
    """A day, or null for none."""

    due_on: date | None


class StateIn(Body):
    """A state, with what it asks for: whom it waits for, what came of it, why it is dropped."""

    state: Annotated[ActionState, WithJsonSchema({"enum": ActionState.values, "title": "State", "type": "string"})]
    words: str = ""


class LabelsIn(Body):
    """The labels of an action, all of them; new ones are made."""

    labels: list[str]


class RepetitionIn(Body):
    """How often it recurs; `every` null: never."""

    every: Annotated[int, Field(ge=1, le=MOST)] | None
    unit: Literal["day", "week", "month"] = "week"


class OriginIn(Body):
    """What it comes from (D-12, message-345), or why in words."""

    why: str


class PlaceIn(Body):
    """The key of a circle of the project."""

    circle: str


class ReferenceIn(Body):
    """The reference of another action."""

    reference: str


class StepIn(Body):
    """What is to be done in a step."""

    text: str


class StepOut(Schema):
    """A step of a checklist."""

    id: int
    text: str
    done_at: datetime | None


class StepsOut(Schema):
    """The checklist of an action, a hundred steps at most."""

    steps: list[StepOut]


class TickIn(Body):
    """Whether it is done."""

    done: bool


class BulkIn(Body):
    """Which actions, by number, and what of them changes; what is null or empty stays. `how` says they are done."""

    numbers: Annotated[list[Annotated[int, Field(ge=1, lt=2**31)]], Field(max_length=100)]
    owner: UUID | None = None
    due_on: date | None = None
    circle: str = ""
    label: str = ""
    how: str = ""


class BulkOut(Schema):
    """How many actions changed, and what takes it back within an hour."""

    changed: int
    undo: str


class UndoIn(Body):
    """What a change gave to take it back."""

    undo: str


class LabelIn(Body):
    """The name of a label."""

    name: str


class LabelOut(Schema):
    """A label of the project; `number` open actions bear it."""

    id: int
    name: str
    number: int


class LabelsOut(Schema):
    """The labels of a project, two hundred at most."""

    labels: list[LabelOut]


class TableIn(Body):
    """A CSV file as text; `dry_run` looks at it only."""

    csv: Annotated[str, Field(max_length=1_000_000)]
    dry_run: bool = False


class LineErrorsOut(Schema):
    """What is wrong in a line of a file; 1 is the first."""

    line: int
    errors: list[str]


class TableOut(Schema):
    """What a file makes and changes, and what is wrong; with anything wrong nothing was imported."""

    made: int
    changed: int
    same: int
    wrong: list[LineErrorsOut]
