"""What the API of tracks takes and gives."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import WithJsonSchema

from decisions.tracks.api.question_schemas import Money, Sign, Value
from decisions.tracks.models import Evidence, GateVerdict, StopLines, StopNote, Track, VerdictTerms
from foundation.web.api_bodies import Body


class TrackIn(Body):
    """What proposing a track takes; `clauses` are the keys of those that choosing it ratifies."""

    title: str
    hypothesis: str = ""
    owner: UUID | None = None
    learn_by: date | None = None
    cap_money: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)] | None = None
    cap_days: Annotated[int, Field(gt=0, le=3650)] | None = None
    clauses: list[str] = []
    source: str = ""


class TrackChangeIn(Body):
    """What of a track is changed; what is left out stays."""

    title: str | None = None
    hypothesis: str | None = None
    owner: UUID | None = None
    learn_by: date | None = None
    cap_money: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)] | None = None
    cap_days: Annotated[int, Field(gt=0, le=3650)] | None = None
    clauses: list[str] | None = None


class TrackOut(Schema):
    """A track; `state` is proposed, exploring, stopped, parked, chosen or merged. `gate_on` is when it is asked about,
    `gate_cause` why.
    """

    reference: str
    question: str
    title: str
    hypothesis: str
    circle: str
    owner_id: UUID
    state: str
    because: str
    learn_by: date | None
    cap_money: Decimal | None
    cap_days: int | None
    clauses: list[str]
    spent: Decimal
    gate_on: date | None
    gate_cause: str
    merged_into: str
    decision: str
    proposal: str
    started_at: datetime | None
    ended_at: datetime | None

    @staticmethod
    def resolve_question(track: Track) -> str:
        """Return its question."""
        return track.question.reference

    @staticmethod
    def resolve_circle(track: Track) -> str:
        """Return the circle's key."""
        return track.scope

    @staticmethod
    def resolve_because(track: Track) -> str:
        """Return why it ended."""
        return track.ended_because

    @staticmethod
    def resolve_merged_into(track: Track) -> str:
        """Return what it was merged into."""
        return track.merged_into.reference if track.merged_into else ""

    @staticmethod
    def resolve_decision(track: Track) -> str:
        """Return the decision that chose it."""
        return track.decision.reference if track.decision else ""

    @staticmethod
    def resolve_proposal(track: Track) -> str:
        """Return the proposal to choose it."""
        return track.choice.reference if track.choice else ""


class TracksOut(Schema):
    """A page of tracks; `after` is the cursor of the next page."""

    tracks: list[TrackOut]
    after: str


class ResumeIn(Body):
    """Why it goes on, and until when."""

    reason: str
    learn_by: date | None = None


class MergeIn(Body):
    """Into which track (T-4), and why."""

    into: str
    reason: str


class StopIn(Body):
    """The four lines; with a metric, `reopen_if` is watched."""

    learned: str
    evidence: str
    reuse: str
    reopen_if: str
    metric: str = ""
    unit: str = ""
    operator: Sign | None = None
    value: Value | None = None

    def lines(self) -> StopLines:
        """Return them."""
        return StopLines(**{**self.dict(), "operator": self.operator or ""})


class StopNoteOut(Schema):
    """A stop note; `woken_at` is when a value met its *reopen if*."""

    id: int
    learned: str
    evidence: str
    reuse: str
    reopen_if: str
    limit: str
    written_at: datetime
    woken_at: datetime | None
    woken_by: int | None
    dismissed_at: datetime | None

    @staticmethod
    def resolve_woken_at(note: StopNote) -> datetime | None:
        """Return when it was met: the API keeps the name that it had first."""
        return note.reopen_met_at

    @staticmethod
    def resolve_woken_by(note: StopNote) -> int | None:
        """Return the evidence that met it."""
        return note.reopen_met_by_id


class EvidenceIn(Body):
    """What was found: words, a link, or a value with its metric and unit; `on` is the day it is about."""

    words: str = ""
    link: str = ""
    metric: str = ""
    unit: str = ""
    value: Value | None = None
    on: date | None = None


class EvidenceOut(Schema):
    """An entry of a track's log."""

    id: int
    track: str
    words: str
    link: str
    metric: str
    unit: str
    value: Decimal | None
    measured_on: date
    recorded_at: datetime
    recorded_by_id: UUID | None
    withdrawn_why: str

    @staticmethod
    def resolve_track(evidence: Evidence) -> str:
        """Return its track."""
        return evidence.track.reference


class TrackExpenseIn(Body):
    """An expense that draws on a track's cap; `decision` is D-12."""

    amount: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]
    what: Annotated[str, Field(min_length=1, max_length=200)]
    on: date | None = None
    decision: str = ""
    receipt: Annotated[str, Field(max_length=400)] = ""
    beyond_reservation: bool = False


class AnswerIn(Body):
    """An answer to a gate: go_on (more money or days, until), stop (four lines), park (words), choose. `ready` lays it
    ready for the sync instead; wait asks for the sync to decide.
    """

    kind: Annotated[GateVerdict, WithJsonSchema({"enum": GateVerdict.values, "title": "Kind", "type": "string"})]
    words: str = ""
    more_money: Money | None = None
    more_days: Annotated[int, Field(gt=0, le=3650)] | None = None
    until: date | None = None
    lines: StopIn | None = None
    ready: bool = False

    def terms(self) -> VerdictTerms:
        """Return what goes with it."""
        lines = self.lines.lines() if self.lines else None
        return VerdictTerms(self.words[:500], self.more_money, self.more_days, self.until, lines)


class AnswerOut(Schema):
    """An answer, laid ready or given."""

    kind: str
    terms: dict[str, object]
    laid_by_id: UUID | None
    laid_at: datetime
    given_at: datetime | None
    sync: str
    cause: str


class GateOut(Schema):
    """A track's gate: whether it is open, why, what was laid ready, how many syncs ended without an answer."""

    is_open: bool
    on: date | None
    cause: str
    syncs_passed: int
    ready: list[AnswerOut]
