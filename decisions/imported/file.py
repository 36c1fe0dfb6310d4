"""Read a file of decision processes of elsewhere, by either of two schemas, into one shape. No database here.

What a source does not say is None all the way to the page; an empty list means that it says there is none.
"""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from documents.content.markdown_reader import nodes_of
from web.exceptions import Refused
from web.json_reader import Day, Fault, JsonFile, Part, Text
from web.unicode_safety import NO_NUL

Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=NO_NUL)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=NO_NUL)]
Address = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://[^\s\x00]+$")]
Times = Annotated[int, Field(ge=0, le=100_000)]


class Source(Part):
    """Where the file's content was found; also names the file's processes apart from those of other files."""

    repository: Line
    commit: Line | None = None
    licence: Line | None = None


class Reviewer(Part):
    """Somebody who was to check a box, and when it was first seen checked."""

    handle: Word
    listed_from: Day | None = None
    listed_until: Day | None = None
    checked_seen: Day | None = None
    checked_at_last_observation: bool | None = None


class Concern(Part):
    """A named concern; `state` as last observed."""

    name: Line
    raised_by: Word | None = None
    raised_in: Address | None = None
    first_seen: Day | None = None
    last_seen: Day | None = None
    state: Word | None = None
    resolved_in: Address | None = None
    first_seen_resolved: Day | None = None


class Moment(Part):
    """A stretch of the course: what was seen from a day on, until another where the source says so."""

    since: Day
    state: Word | None = None
    until: Day | None = None
    meetings: Times | None = None
    checked: list[Word] | None = None
    outstanding: list[Word] | None = None
    open_concerns: list[Line] | None = None
    resolved_concerns: list[Line] | None = None


class Note(Part):
    """What was said or noted in a meeting."""

    date: Day | None = None
    text: Text


class OutcomeElsewhere(Part):
    """What it came to, in the source's word, and how one knows."""

    value: Word
    date: Day | None = None
    evidence: Text | None = None


class Process(Part):
    """One process of elsewhere in the shape that we keep."""

    key: Line
    title: Line
    sort: Word
    final_state: Word
    address: Address | None = None
    earlier_titles: list[Line] = []
    team: Word | None = None
    proposer: Word | None = None
    disposition: Word | None = None
    tracking_comment: Address | None = None
    initiating_comment: Address | None = None
    first_seen: Day | None = None
    last_seen: Day | None = None
    text: Text | None = None
    reviewers: list[Reviewer] | None = None
    concerns: list[Concern] | None = None
    course: list[Moment] = []
    outcome: OutcomeElsewhere | None = None
    notes: list[Note] | None = None


class Stage(Part):
    """The first day on which something stood under a stage."""

    date: Day
    stage: Word


class Snapshot(Part):
    """What one agenda showed."""

    date: Day
    checked: list[Word] | None = None
    outstanding: list[Word] | None = None
    open_concerns: list[Line] | None = None
    resolved_concerns: list[Line] | None = None


class Decided(Part):
    """A row of `decisions`: check-offs, concerns, snapshots of agendas."""

    id: Line
    title: Line
    kind: Word
    url: Address | None = None
    agenda_team: Word | None = None
    proposer: Word | None = None
    disposition: Word | None = None
    tracking_comment: Address | None = None
    initiating_comment: Address | None = None
    proposal_text: Text | None = None
    reviewers: list[Reviewer] | None = None
    concerns: list[Concern] | None = None
    snapshots: list[Snapshot] = []
    lifecycle: list[Stage] = []
    outcome: OutcomeElsewhere
    meeting_notes: list[Note] | None = None

    def in_our_shape(self) -> Process:
        """Give it in our shape; stage and snapshot of the same day are one moment."""
        course = self._course()
        return Process(
            key=self.id,
            title=self.title,
            sort=self.kind,
            final_state=self.outcome.value,
            address=self.url,
            team=self.agenda_team,
            proposer=self.proposer,
            disposition=self.disposition,
            tracking_comment=self.tracking_comment,
            initiating_comment=self.initiating_comment,
            first_seen=course[0].since if course else None,
            last_seen=course[-1].since if course else None,
            text=self.proposal_text,
            reviewers=self.reviewers,
            concerns=self.concerns,
            course=course,
            outcome=self.outcome,
            notes=self.meeting_notes,
        )

    def _course(self) -> list[Moment]:
        stages = {one.date: one.stage for one in self.lifecycle}
        shown = {one.date: one.model_dump(exclude={"date"}) for one in self.snapshots}
        return [
            Moment(state=stages.get(day), since=day, **shown.get(day, {}))
            for day in sorted(stages.keys() | shown.keys())
        ]


class Run(Part):
    """A run of equal observations."""

    state: Word
    since: Day = Field(alias="from")
    until: Day | None = Field(None, alias="to")
    meetings: Times | None = None
    open_concerns: list[Line] | None = None
    outstanding_reviewers: list[Word] | None = None


class Proposed(Part):
    """A row of `proposals`: a life cycle in runs of states."""

    id: Line
    title: Line
    process: Word
    final_state: Word
    earlier_titles: list[Line] = []
    team: Word | None = None
    disposition: Word | None = None
    tracking_comment: Address | None = None
    first_seen: Day | None = None
    last_seen: Day | None = None
    states: list[Run] = []
    concerns: list[Concern] | None = None

    def in_our_shape(self) -> Process:
        """Give it in our shape; what such a file never says (text, proposer, who checked) stays unknown."""
        same = ("title", "final_state", "earlier_titles", "team", "disposition", "tracking_comment", "concerns")
        return Process(
            key=self.id,
            sort=self.process,
            first_seen=self.first_seen,
            last_seen=self.last_seen,
            course=[
                Moment(
                    state=run.state,
                    since=run.since,
                    until=run.until,
                    meetings=run.meetings,
                    outstanding=run.outstanding_reviewers,
                    open_concerns=run.open_concerns,
                )
                for run in self.states
            ],
            **{name: getattr(self, name) for name in same},
        )


class PastContent(Part):
    """The whole file: `decisions` or `proposals`, in its order."""

    source: Source
    decisions: list[Decided] | None = None
    proposals: list[Proposed] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.decisions is None and self.proposals is None:
            raise ValueError("neither “decisions” nor “proposals” is there")
        return self


class PastFile(JsonFile[PastContent]):
    """A file of processes that was read and found sound."""

    schema = PastContent

    def processes(self) -> list[Process]:
        """Give every process in our shape, in the file's order."""
        decided = [row.in_our_shape() for row in self.content.decisions or []]
        return decided + [row.in_our_shape() for row in self.content.proposals or []]

    def faults(self) -> Iterator[Fault]:
        """Yield ids given twice, and texts that can't be read in a reasonable time."""
        seen: set[str] = set()
        for name in ("decisions", "proposals"):
            for at, row in enumerate(getattr(self.content, name) or []):
                if row.id in seen:
                    yield (name, at, "id"), f"the id “{row.id}” is there twice"
                seen.add(row.id)
        for at, decided in enumerate(self.content.decisions or []):
            for place, text in _texts(decided):
                if why := _unreadable(text):
                    yield ("decisions", at, *place), why


def _texts(row: Decided) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if row.proposal_text:
        yield ("proposal_text",), row.proposal_text
    for at, note in enumerate(row.meeting_notes or []):
        yield ("meeting_notes", at, "text"), note.text


def _unreadable(text: str) -> str:
    try:
        nodes_of(text)
    except Refused as refused:
        return refused.sentence
    return ""
