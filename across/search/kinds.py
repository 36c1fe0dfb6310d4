"""The kinds of things that are found by their words, and what the index keeps of each beside these.

What search may show of a thing, and to whom, is decided here by its `gate`; `across.search.visibility` asks it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from across.search.indexed_part import Gate, IndexedPart, SearchKind, State
from across.search.models import WHOLE
from across.search.own_texts import (
    files_in,
    imported_in,
    messages_in,
    texts_of_files,
    texts_of_messages,
    texts_of_minutes,
    texts_of_processes,
)
from chat.chat.models import Message, Topic
from circles.projects.thing_parts import SearchTexts
from daily.syncs.models import ImportedMinutes, Sync
from decisions.actions.models import Action
from decisions.decisions.models import Decision, ImportedProcess, Proposal
from decisions.specification.models import Clause, ClauseCircle, ClauseState
from decisions.tracks.models import Question, Track
from documents.documents.models import Comment, Document, DocumentText
from foundation.files.models import Attachment
from foundation.files.rights import find_rights

MOST = 200_000
"""So many letters of one text are kept."""


def _body(texts: list[str], *others: str) -> str:
    """Return the texts that are neither reference nor title, each on a line of its own."""
    return "\n".join(text.strip() for text in texts if text.strip() and text not in others)[:MOST]


def _item(
    thing: Any, texts: list[str], files: int, *, author: UUID | None, happened_at: datetime | None, state: str
) -> list[IndexedPart]:
    title = thing.headline
    return [
        IndexedPart(
            part="",
            title=title[:300],
            text=_body(texts, thing.reference, title),
            words=(thing.reference,),
            circle=thing.circle_id,
            author=author,
            happened_at=happened_at,
            state=state,
            gate=Gate.PROJECT,
            holder=None,
            has_file=files > 0,
        )
    ]


def _document(document: Document, texts: list[str], files: int) -> list[IndexedPart]:
    if document.is_amendment or not texts:
        return []
    log = getattr(document, "log", None)  # an import tells of its pictures before anything is written
    around: dict[str, Any] = {
        "circle": document.circle_id,
        "author": (log.edited_by_id if log else None) or document.created_by_id,
        "happened_at": log.edited_at if log else document.created_at,
        "state": State.ENDED if document.is_archived else "",
        "holder": document.pk,
    }
    inside: dict[str, Any] = {**around, "gate": Gate.DOCUMENT, "has_file": files > 0}
    read = DocumentText.objects.filter(document=document).first()
    blocks = read.blocks if read else []
    title, named = document.title[:300], (document.reference,)
    return [  # who may know the title alone does not learn whether there are files
        IndexedPart(part="", title=title, text="", words=named, gate=Gate.TITLE, has_file=False, **around),
        IndexedPart(part=WHOLE, title="", text="", words=tuple(texts), **inside),
        *(IndexedPart(part=part, title="", text=words, words=(), **inside) for part, words in _parts(blocks)),
    ]


def _parts(blocks: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Name the blocks of a document by their ids; one that was copied with its id keeps that until it gets its own."""
    seen = set[str]()
    for place, (block, words) in enumerate(blocks):
        yield f"{block}~{place}" if block in seen else block, words
        seen.add(block)


CLAUSE_STATES: Mapping[str, str] = {
    ClauseState.DRAFT: State.OPEN,
    ClauseState.RATIFIED: State.IN_FORCE,
    ClauseState.CHANGED: State.CHANGED,
    ClauseState.RETIRED: State.ENDED,
}


def _clause(clause: Clause, texts: list[str], files: int) -> list[IndexedPart]:
    if clause.dropped_at or not texts:
        return []
    seat = next(iter(clause.seats.all()), None)
    ratified = clause.ratified.words if clause.ratified and clause.state == ClauseState.CHANGED else ""
    return [
        IndexedPart(
            part=clause.bid,
            title=clause.headline[:300],
            text=clause.text.words.removeprefix(clause.text.title).strip(),
            words=(clause.key, ratified) if ratified else (clause.key,),
            circle=seat.circle_id if seat else clause.document.circle_id,
            author=clause.text.changed_by_id,
            happened_at=clause.text.changed_at,
            state=CLAUSE_STATES[clause.state],
            gate=Gate.DOCUMENT,
            holder=clause.document_id,
            has_file=files > 0,
        )
    ]


def _proposal(proposal: Proposal, texts: list[str], files: int) -> list[IndexedPart]:
    state = State.DONE if proposal.adopted else State.ENDED if proposal.is_decided else State.OPEN
    return _item(proposal, texts, files, author=proposal.created_by_id, happened_at=proposal.changed_at, state=state)


def _decision(decision: Decision, texts: list[str], files: int) -> list[IndexedPart]:
    state = State.IN_FORCE if decision.is_in_force else State.ENDED
    return _item(decision, texts, files, author=decision.owner_id, happened_at=decision.adopted_at, state=state)


def _action(action: Action, texts: list[str], files: int) -> list[IndexedPart]:
    state = State(action.state.facts.found_as)
    return _item(action, texts, files, author=action.owner_id, happened_at=action.created_at, state=state)


def _question(question: Question, texts: list[str], files: int) -> list[IndexedPart]:
    state = State.DONE if question.answered_at else State.ENDED if question.dropped_at else State.OPEN
    return _item(question, texts, files, author=question.created_by_id, happened_at=question.created_at, state=state)


def _track(track: Track, texts: list[str], files: int) -> list[IndexedPart]:
    state = State(track.state.facts.found_as)
    return _item(track, texts, files, author=track.created_by_id, happened_at=track.created_at, state=state)


def _sync(sync: Sync, texts: list[str], files: int) -> list[IndexedPart]:
    state = State.ENDED if sync.cancelled_at else State.DONE if sync.closed_at else State.OPEN
    return _item(sync, texts, files, author=sync.facilitator_id, happened_at=sync.opened_at, state=state)


def _imported(thing: Any, texts: list[str], files: int) -> list[IndexedPart]:
    day = getattr(thing, "held_on", None) or getattr(thing, "last_seen", None)
    at = datetime.combine(day, time(12), tzinfo=thing.project.zone) if day else None
    return _item(thing, texts, files, author=None, happened_at=at, state="")


def _topic(topic: Topic, texts: list[str], files: int) -> list[IndexedPart]:
    if topic.room is None or (topic.thing and not topic.outcome_line):
        return []  # it is direct and has no name, or has that of the thing that it is about, and no answer yet
    state = State.DONE if topic.is_closed else State.OPEN
    return [
        IndexedPart(
            part="",
            title=topic.name,
            text=topic.outcome_line,
            words=(),
            circle=topic.room.circle_id,
            author=topic.created_by_id,
            happened_at=topic.created_at,
            state=state,
            gate=Gate.TOPIC,
            holder=topic.pk,
            has_file=files > 0,
        )
    ]


def _message(message: Message, texts: list[str], files: int) -> list[IndexedPart]:
    if message.is_removed or not any(texts):
        return []
    room = message.topic.room
    return [
        IndexedPart(
            part="",
            title="",
            text=texts[0][:MOST],
            words=(message.nick,) if message.nick else (),
            circle=room.circle_id if room else None,
            author=message.author_id,
            happened_at=message.said_at,
            state="",
            gate=Gate.TOPIC,
            holder=message.topic_id,
            has_file=files > 0,
        )
    ]


def _comment(comment: Comment, texts: list[str], files: int) -> list[IndexedPart]:
    if comment.removed_at or not any(texts):
        return []
    thread = comment.thread
    return [
        IndexedPart(
            part="",
            title="",
            text=comment.plain[:MOST],
            words=(),
            circle=thread.document.circle_id,
            author=comment.author_id,
            happened_at=comment.created_at,
            state="",
            gate=Gate.DOCUMENT,
            holder=thread.document_id,
            has_file=files > 0,
        )
    ]


OPEN_HOLDERS = frozenset(("project", "expense", "action", "objection", "evidence"))
"""Kinds of things whose files whoever is in the project may see; of any other kind none is found."""


def _file(file: Attachment, texts: list[str], files: int) -> list[IndexedPart]:
    if file.removed_at or not file.attached_at:
        return []
    rights = find_rights(None, file.on_kind, file.on_id)
    thing: Any = rights.thing if rights else None
    gate, holder = _gate_of(file, thing)
    if thing is None or not gate:
        return []
    place = thing.topic.room if isinstance(thing, Message) else thing
    return [
        IndexedPart(
            part="",
            title=file.name,
            text=file.stored.text[:MOST],
            words=(thing.reference,),
            circle=getattr(place, "circle_id", None),
            author=file.by_id,
            happened_at=file.attached_at,
            state="",
            gate=gate,
            holder=holder,
            has_file=True,  # it is one
        )
    ]


def _gate_of(file: Attachment, thing: Any) -> tuple[str, UUID | None]:
    if isinstance(thing, Message):
        return Gate.TOPIC, thing.topic_id
    if isinstance(thing, Document):
        return Gate.DOCUMENT, thing.pk
    return (Gate.PROJECT, None) if file.on_kind in OPEN_HOLDERS else ("", None)


def _every() -> Iterator[SearchKind]:
    seats = Prefetch("seats", ClauseCircle.objects.order_by("pk"))
    yield SearchKind(Document, ("log", "project"), _document)
    yield SearchKind(Clause, ("document", "text", "ratified", seats), _clause)
    yield SearchKind(Proposal, ("decision",), _proposal)
    yield SearchKind(Decision, (), _decision)
    yield SearchKind(Action, (), _action)
    yield SearchKind(Question, (), _question)
    yield SearchKind(Track, (), _track)
    yield SearchKind(Sync, ("recurring_sync", "circle", "project"), _sync)
    yield SearchKind(Topic, ("room",), _topic)
    yield SearchKind(Comment, ("thread__document",), _comment)
    processes = SearchTexts(imported_in(ImportedProcess), texts_of_processes)
    yield SearchKind(ImportedProcess, ("project",), _imported, processes)
    minutes = SearchTexts(imported_in(ImportedMinutes), texts_of_minutes)
    yield SearchKind(ImportedMinutes, ("project",), _imported, minutes)
    yield SearchKind(Attachment, ("stored",), _file, SearchTexts(files_in, texts_of_files))
    yield SearchKind(Message, ("topic__room",), _message, SearchTexts(messages_in, texts_of_messages))


KINDS: Mapping[str, SearchKind] = {kind.name: kind for kind in _every()}
