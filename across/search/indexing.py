"""Keeps the texts to search in step with the things they are of."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from across.search.candidates import TOKENS, token, tokens_of_time
from across.search.held_things import held_by
from across.search.index_version import note_version
from across.search.indexed_part import IndexedPart, SearchKind
from across.search.kinds import KINDS
from across.search.models import WHOLE, SavedSearch, Spelling, Text, Word
from across.search.stems import stems_of
from across.search.vocabulary import forget_words, forget_words_of, learn_words
from circles.projects.domain_events import ContentWritten, TextsChanged, TextsReindexed
from circles.projects.models import Project
from circles.projects.workflows.following import FollowedLater, follow_later
from decisions.decisions.models import Decision
from foundation.files.models import Attachment, FilesChanged
from foundation.web.extension_registry import merged, publish
from foundation.web.kept_data import FormerNames

AT_ONCE = 500
_waits: ContextVar[bool] = ContextVar("index_waits", default=False)
WHICH = frozenset(("id", "project", "kind", "thing", "part"))
"""What says which text a row is of; all else is what it says, and is written anew as soon as it differs."""
COMPARED = tuple(one.attname for one in Text._meta.concrete_fields if one.name not in WHICH)
COLUMNS = {one.name: one.attname for one in Text._meta.concrete_fields}
KEPT = {one.name: COLUMNS[one.name] for one in fields(IndexedPart) if one.name != "words"}
"""Of what `across.search.kinds` says of a thing, all but its words is a column of the same name."""


def index_texts(event: TextsChanged) -> None:
    """Write what a thing is found by now, inside the transaction of the event that was recorded about it."""
    if _waits.get():
        return
    kind = KINDS[event.thing.kind]
    for thing in kind.read_along(kind.model.objects.filter(pk=event.thing.pk)):
        if moved := _bring_up(kind, thing, event.thing.record_id, event.texts):
            _move_along(thing, *moved)
    if isinstance(event.thing, Decision):
        index_things("proposal", [event.thing.proposal_id], event.thing.record_id)  # it is decided now


def index_written(event: ContentWritten) -> None:
    """Write what things are found by of which no entry of the record tells, and what is attached to those that are
    followed later than they are written.
    """
    things = [thing for thing in event.things if thing.kind in KINDS]
    if not things:
        return
    kind, project = things[0].kind, things[0].record_id
    index_things(kind, [thing.pk for thing in things], project)
    if kind in merged(FollowedLater):
        attached = Attachment.objects.filter(on_kind=kind, on_id__in=[str(thing.pk) for thing in things])
        for key in attached.values_list("pk", flat=True):
            index_things("attachment", [key], project)


def index_files(event: FilesChanged) -> None:
    """Write what files are found by that were attached, taken off or brought back, and the things that hold them; those
    of what is followed later, with that.
    """
    later = merged(FollowedLater)
    for kind, key in {(file.on_kind, file.on_id) for file in event.files if file.on_kind in later}:
        follow_later(kind, key)
    now = [file for file in event.files if file.on_kind not in later]
    for file in now:
        index_things("attachment", [file.pk], file.project)
    for kind, key, project in dict.fromkeys((file.on_kind, file.on_id, file.project) for file in now):
        if kind in KINDS:
            index_things(kind, [key], project)


def index_things(name: str, keys: Sequence[Any], project: UUID) -> None:
    """Write what some things of a kind and of one project are found by now."""
    if _waits.get():
        return
    kind = KINDS[name]
    things = list(kind.read_along(kind.model.objects.filter(pk__in=keys)))
    if len(things) > 1:
        Text.objects.of_kind(name).filter(thing__in=[key_of(key) for key in keys]).delete()
        _add(kind, kind.search_texts.read(things), project)
        return
    for thing, texts in kind.search_texts.read(things):
        _bring_up(kind, thing, project, texts)


def forget_names(_person: Any, names: FormerNames) -> None:
    """Read anew what has the name of a person who was erased: programs wrote it there, and it has another now."""
    SavedSearch.forget(names)
    for name in sorted(names.names | names.handles | names.mentioned):
        found = Text.objects.answering(name).order_by("project", "kind", "thing")
        for project, kind, thing in list(found.values_list("project", "kind", "thing").distinct()):
            index_things(kind, [thing], project)
    forget_words_of(names.names | names.handles | names.mentioned)


def key_of(pk: object) -> str:
    """Return a primary key as the index keeps it: as both databases read it back."""
    return pk.hex if isinstance(pk, UUID) else str(pk)


def reindex(project: Project) -> int:
    """Write the texts of a project anew, and what else follows from words, all or none; returns how many texts."""
    with transaction.atomic():
        Text.objects.filter(project=project).delete()
        for model in (Word, Spelling):
            model.objects.filter(project=project).delete()
        forget_words(project.pk)
        number = write_index(project)
        publish(TextsReindexed(project=project))
    return number


@contextmanager
def index_waits() -> Iterator[None]:
    """Write nothing of the index meanwhile: who makes a whole project in one transaction ends it with `write_index`,
    so that no text is read and compared again at each event.
    """
    token = _waits.set(True)
    try:
        yield
    finally:
        _waits.reset(token)


def write_index(project: Project) -> int:
    """Write the texts of a project that has none in the index, in the caller's transaction; returns how many."""
    note_version(project)
    return sum(_write(project, kind) for kind in KINDS.values())


def _write(project: Project, kind: SearchKind) -> int:
    """Write the texts of all things of a kind, oldest first."""
    things: Iterable[Any] = kind.read_along(kind.search_texts.things(project)).iterator(chunk_size=AT_ONCE)
    return sum(
        _add(kind, kind.search_texts.read(list(some)), project.pk) for some in batched(things, AT_ONCE, strict=False)
    )


def _add(kind: SearchKind, read: Iterable[tuple[Any, list[str]]], project: UUID) -> int:
    written = [(thing.pk, piece) for thing, piece in kind.parts_of(read)]
    learn_words(project, (piece.texts for _key, piece in written))
    rows = [row_of(kind.name, key, project, piece) for key, piece in written]
    return len(Text.objects.bulk_create(rows, batch_size=AT_ONCE))


def _move_along(thing: Any, left: int, entered: int) -> None:
    """Let what lies with a thing be in the circle that it is in now; what is found first stays so."""
    old, new = token("circle", left), token("circle", entered)
    for kind, keys in held_by(thing):
        rows = list(Text.objects.of_kind(kind).filter(thing__in=[key_of(key) for key in keys], circle=left))
        for row in rows:
            row.circle_id = entered
            row.stems = " ".join(new if word == old else word for word in row.stems.split())
        Text.objects.bulk_update(rows, ["circle", "stems"], batch_size=AT_ONCE)


def _bring_up(kind: SearchKind, thing: Any, project: UUID, texts: list[str]) -> tuple[int, int] | None:
    """Write the parts of a thing that are new or changed, and delete those that are no more; returns which circle it
    left and which it entered, where it moved.

    The id follows time: what was changed last is found first.
    """
    known = {row.part: row for row in Text.objects.filter(kind=kind.name, thing=key_of(thing.pk))}
    left = {row.circle_id for row in known.values()}
    new, said = [], []
    for _thing, piece in kind.parts_of([(thing, texts)]):
        row, before = row_of(kind.name, thing.pk, project, piece), known.get(piece.part)
        if before and all(getattr(before, name) == getattr(row, name) for name in COMPARED):
            del known[piece.part]
        else:
            new.append(row)
            said.append(piece.texts)
    if known:
        Text.objects.filter(pk__in=[row.pk for row in known.values()]).delete()
    learn_words(project, said)
    Text.objects.bulk_create(new, batch_size=AT_ONCE)
    entered = {row.circle_id for row in new}
    return next(((old, to) for old in left for to in entered if old and to and old != to), None)


def row_of(kind: str, pk: object, project: UUID, piece: IndexedPart) -> Text:
    """Return the row for a piece, unsaved: with its stems go the words by which filters find it in the index."""
    tokens = [*tokens_of(project, kind, piece), *(token("title", form) for form in stems_of([piece.title]).split())]
    return Text(
        project_id=project,
        kind=kind,
        thing=key_of(pk),
        stems=" ".join((*tokens, stems_of(piece.texts))).strip(),
        **{column: getattr(piece, name) for name, column in KEPT.items()},
    )


def tokens_of(project: UUID, kind: str, piece: IndexedPart) -> list[str]:
    """Return the words that stand in the index for where a text is, of what kind, by whom, of when, and whether it is
    all of a document.
    """
    found = [token("project", project), token("kind", kind), *([token("whole", kind)] if piece.part == WHOLE else [])]
    found += [token(column, value) for column in TOKENS if (value := getattr(piece, column))]
    return [*found, *tokens_of_time(piece.happened_at)] if piece.happened_at else found
