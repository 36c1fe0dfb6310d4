"""Questions and tracks to take away."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import AT_ONCE, Row, TakeawayFile, TakeawayPart, TakeawayReader, table_files
from decisions.tracks.models import Criterion, Evidence, Question, StopNote, Track


def questions(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a question a row."""
    found = reader.things(Question.objects.all()).select_related("circle", "decision", "created_by").order_by("number")
    for one in found.iterator(chunk_size=AT_ONCE):
        yield {
            "reference": one.reference,
            "question": one.title,
            "why": one.why,
            "circle": one.circle.name,
            "state": one.state,
            "answer_by": one.answer_by,
            "decision": one.decision.reference if one.decision else "",
            "dropped_why": one.dropped_why,
            "created_at": one.created_at,
            "created_by": one.created_by.name if one.created_by else "",
        }


def tracks(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a track a row."""
    along = ("circle", "decision", "owner", "question", "merged_into")
    found = reader.things(Track.objects.all()).select_related(*along).order_by("number")
    for one in found.iterator(chunk_size=AT_ONCE):
        yield {
            "reference": one.reference,
            "question": one.question.reference,
            "track": one.title,
            "hypothesis": one.hypothesis,
            "circle": one.circle.name,
            "owner": one.owner.name,
            "state": one.state,
            "because": one.ended_because,
            "learn_by": one.learn_by,
            "cap_money": one.cap_money,
            "cap_days": one.cap_days,
            "spent": one.spent,
            "started_at": one.started_at,
            "ended_at": one.ended_at,
            "merged_into": one.merged_into.reference if one.merged_into else "",
            "decision": one.decision.reference if one.decision else "",
        }


def criteria(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a criterion a row."""
    found = Criterion.objects.standing().filter(question__in=reader.things(Question.objects.all()))
    for one in found.select_related("question", "track", "element").order_by("question", "pk"):
        yield {
            "question": one.question.reference,
            "track": one.track.reference if one.track else "",
            "kind": one.kind,
            "metric": one.metric,
            "operator": one.operator,
            "value": one.value,
            "unit": one.unit,
            "by": one.due_on,
            "element": one.element.reference if one.element else "",
            "clause": one.clause,
        }


def evidence(reader: TakeawayReader) -> Iterator[Row]:
    """Yield an entry of a log a row."""
    found = Evidence.objects.filter(track__in=reader.things(Track.objects.all()))
    for one in found.select_related("track", "recorded_by").order_by("track", "pk").iterator(chunk_size=AT_ONCE):
        yield {
            "track": one.track.reference,
            "day": one.measured_on,
            "words": one.words,
            "link": one.link,
            "metric": one.metric,
            "value": one.value,
            "unit": one.unit,
            "recorded_by": one.recorded_by.name if one.recorded_by else "",
            "withdrawn_why": one.withdrawn_why,
        }


def stop_notes(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a stop note a row."""
    found = StopNote.objects.filter(track__in=reader.things(Track.objects.all()))
    for one in found.select_related("track", "written_by").order_by("track", "pk"):
        yield {
            "track": one.track.reference,
            "written_at": one.written_at,
            "written_by": one.written_by.name if one.written_by else "",
            "what_we_now_know": one.learned,
            "evidence": one.evidence,
            "reuse": one.reuse,
            "reopen_if": one.reopen_if,
            "watched": one.limit,
        }


TABLES = (questions, tracks, criteria, evidence, stop_notes)


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write a table each."""
    for rows in TABLES:
        things = number(reader) if rows is tracks else 0
        yield from table_files(f"tracks/{rows.__name__}", lambda rows=rows: rows(reader), things=things)  # type: ignore[misc]


def number(reader: TakeawayReader) -> int:
    """Count the tracks."""
    return reader.things(Track.objects.all()).count()


PART = TakeawayPart("tracks", _("Questions, their tracks, criteria, evidence and stop notes."), number, files)
