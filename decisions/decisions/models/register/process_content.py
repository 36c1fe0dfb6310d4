"""What is known of an imported decision process: the schema of its `content`. No database here.

What a source does not say is None all the way to the page; an empty list means that it says there is none.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from foundation.web.json_reader import Day, Name, StrictSchema, Text, text_up_to

ShortText = Annotated[str, text_up_to(300)]
WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://[^\s\x00]+$")]
Count = Annotated[int, Field(ge=0, le=100_000)]


class Reviewer(StrictSchema):
    """A person who was to check a box, and when it was first seen checked."""

    handle: Name
    listed_from: Day | None = None
    listed_until: Day | None = None
    checked_seen: Day | None = None
    checked_at_last_observation: bool | None = None


class Concern(StrictSchema):
    """A named concern; `state` as last observed."""

    name: ShortText
    raised_by: Name | None = None
    raised_in: WebAddress | None = None
    first_seen: Day | None = None
    last_seen: Day | None = None
    state: Name | None = None
    resolved_in: WebAddress | None = None
    first_seen_resolved: Day | None = None


class Moment(StrictSchema):
    """A stretch of the course: what was seen from a day on, until another where the source says so."""

    since: Day
    state: Name | None = None
    until: Day | None = None
    meetings: Count | None = None
    checked: list[Name] | None = None
    outstanding: list[Name] | None = None
    open_concerns: list[ShortText] | None = None
    resolved_concerns: list[ShortText] | None = None


class Note(StrictSchema):
    """What was said or noted in a meeting."""

    date: Day | None = None
    text: Text


class ProcessOutcome(StrictSchema):
    """What it came to, in the source's word, and how one knows."""

    value: Name
    date: Day | None = None
    evidence: Text | None = None


class Process(StrictSchema):
    """An imported process, whichever schema its file had."""

    key: ShortText
    title: ShortText
    sort: Name
    final_state: Name
    address: WebAddress | None = None
    earlier_titles: list[ShortText] = []
    team: Name | None = None
    proposer: Name | None = None
    disposition: Name | None = None
    tracking_comment: WebAddress | None = None
    initiating_comment: WebAddress | None = None
    first_seen: Day | None = None
    last_seen: Day | None = None
    text: Text | None = None
    reviewers: list[Reviewer] | None = None
    concerns: list[Concern] | None = None
    course: list[Moment] = []
    outcome: ProcessOutcome | None = None
    notes: list[Note] | None = None
