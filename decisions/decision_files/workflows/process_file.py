"""Reads a file of decision processes, by either of two schemas, into one. No database here."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from decisions.decisions.models.register.process_content import (
    Concern,
    Count,
    Moment,
    Note,
    Process,
    ProcessOutcome,
    Reviewer,
    ShortText,
    WebAddress,
)
from documents.richtext.markdown_reader import nodes_of
from foundation.web.exceptions import Refused
from foundation.web.json_reader import Day, InvalidValue, JsonFile, Name, StrictSchema, Text


class ProcessSource(StrictSchema):
    """Where the file's content was found; tells its processes from those of other files."""

    repository: ShortText
    commit: ShortText | None = None
    licence: ShortText | None = None


class LifecycleStage(StrictSchema):
    """The first day on which something stood under a stage."""

    date: Day
    stage: Name


class AgendaSnapshot(StrictSchema):
    """What one agenda showed."""

    date: Day
    checked: list[Name] | None = None
    outstanding: list[Name] | None = None
    open_concerns: list[ShortText] | None = None
    resolved_concerns: list[ShortText] | None = None


class DecisionRow(StrictSchema):
    """A row of `decisions`: check-offs, concerns, snapshots of agendas."""

    id: ShortText
    title: ShortText
    kind: Name
    url: WebAddress | None = None
    agenda_team: Name | None = None
    proposer: Name | None = None
    disposition: Name | None = None
    tracking_comment: WebAddress | None = None
    initiating_comment: WebAddress | None = None
    proposal_text: Text | None = None
    reviewers: list[Reviewer] | None = None
    concerns: list[Concern] | None = None
    snapshots: list[AgendaSnapshot] = []
    lifecycle: list[LifecycleStage] = []
    outcome: ProcessOutcome
    meeting_notes: list[Note] | None = None

    def to_process(self) -> Process:
        """Stage and snapshot of the same day are one moment."""
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


class StateRun(StrictSchema):
    """A run of equal observations."""

    state: Name
    since: Day = Field(alias="from")
    until: Day | None = Field(None, alias="to")
    meetings: Count | None = None
    open_concerns: list[ShortText] | None = None
    outstanding_reviewers: list[Name] | None = None


class ProposalRow(StrictSchema):
    """A row of `proposals`: a life cycle in runs of states."""

    id: ShortText
    title: ShortText
    process: Name
    final_state: Name
    earlier_titles: list[ShortText] = []
    team: Name | None = None
    disposition: Name | None = None
    tracking_comment: WebAddress | None = None
    first_seen: Day | None = None
    last_seen: Day | None = None
    states: list[StateRun] = []
    concerns: list[Concern] | None = None

    def to_process(self) -> Process:
        """What such a file never says (text, proposer, who checked) stays unknown."""
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


class ProcessFileContent(StrictSchema):
    """The whole file: `decisions` or `proposals`, in its order."""

    source: ProcessSource
    decisions: list[DecisionRow] | None = None
    proposals: list[ProposalRow] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.decisions is None and self.proposals is None:
            raise ValueError("neither “decisions” nor “proposals” is there")
        return self


class ProcessFile(JsonFile[ProcessFileContent]):
    """A valid file of processes."""

    schema = ProcessFileContent

    def processes(self) -> list[Process]:
        """Return every process, in the file's order."""
        decided = [row.to_process() for row in self.content.decisions or []]
        return decided + [row.to_process() for row in self.content.proposals or []]

    def invalid_values(self) -> Iterator[InvalidValue]:
        """Yield ids given twice, and texts that can't be parsed in a reasonable time."""
        seen: set[str] = set()
        for name in ("decisions", "proposals"):
            for at, row in enumerate(getattr(self.content, name) or []):
                if row.id in seen:
                    yield (name, at, "id"), f"the id “{row.id}” is there twice"
                seen.add(row.id)
        for at, decided in enumerate(self.content.decisions or []):
            for place, text in _texts(decided):
                if reason := _refusal(text):
                    yield ("decisions", at, *place), reason


def _texts(row: DecisionRow) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if row.proposal_text:
        yield ("proposal_text",), row.proposal_text
    for at, note in enumerate(row.meeting_notes or []):
        yield ("meeting_notes", at, "text"), note.text


def _refusal(text: str) -> str:
    try:
        nodes_of(text)
    except Refused as refused:
        return refused.sentence
    return ""
