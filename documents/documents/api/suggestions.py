"""API of suggestions: list, suggest another text, accept or refuse all or a change, withdraw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.projects.access import project_entered
from documents.documents import permissions
from documents.documents.api.comments import document_for
from documents.documents.contexts.suggested_sections import TextSection, section_at, sections_of
from documents.documents.models import Suggestion, VerdictKind
from documents.documents.models.suggestion import MAX_SUGGESTION_REASON, SuggestedChanges, changes_of
from documents.documents.workflows.suggestion_batches import decide_on_all, undo_batch
from documents.documents.workflows.suggestion_verdicts import accept, refuse, withdraw
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.undo_verdict import undo_last_verdict
from documents.richtext.comparison.change_words import words_changed
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import page_of

router = Router()


class WordsOut(Schema):
    """Words that stay (`same`), come (`ins`) or go (`del`)."""

    kind: str
    text: str


class ChangeOut(Schema):
    """What is changed in one block: `changed`, `added` or `removed`; `key` names it when it is decided on. `section`
    has the words of the heading it stands under, none before the first one.
    """

    key: str
    kind: str
    section: str
    words: list[WordsOut]


class SuggestionOut(Schema):
    """A suggestion with what it changes in the text of now; once it has ended, with its `outcome`. An imported one has
    no author, but a `nick`. `seen` goes back with a verdict: it says what was read.
    """

    id: int
    document: UUID
    author: UUID | None
    nick: str
    reason: str
    created_at: datetime
    outcome: str
    proposal: str
    accepted: int
    refused: int
    url: str
    seen: str
    changes: list[ChangeOut]


class SuggestionPage(Schema):
    """Suggestions, oldest first, and the cursor of the next page (empty on the last one)."""

    suggestions: list[SuggestionOut]
    next: str


class SuggestionIn(Body):
    """What suggesting takes: the whole text as it should be, in Markdown, and why."""

    markdown: str = Field(max_length=2 * 1024 * 1024)
    reason: str = Field("", max_length=MAX_SUGGESTION_REASON)


class VerdictIn(Body):
    """What deciding takes: the keys of the changes (none: all), and `seen` as it was read."""

    changes: list[str] = Field([], max_length=1000)
    seen: str = Field("", max_length=30)


class BatchIn(Body):
    """What deciding on several takes: how, what was read (`seen` of each suggestion, by its id), and which changes of
    them (their keys, by suggestion; none: all).
    """

    verdict: Literal["accept", "refuse"]
    seen: dict[int, str] = Field(max_length=500)
    changes: dict[int, list[str]] | None = Field(None, max_length=500)


class BatchOut(Schema):
    """The name of what was decided, by which it is taken back; None where nothing was."""

    batch: UUID | None


class UndoBatchIn(Body):
    """What is taken back."""

    batch: UUID


class UndoneOut(Schema):
    """How many suggestions are open again."""

    reopened: int


def suggestion_out(found: Suggestion, said: SuggestedChanges, sections: Sequence[TextSection]) -> SuggestionOut:
    """Return a suggestion as the API shows it, with what it changes, by the sections of its document."""
    changes = [
        ChangeOut(
            key=change.key,
            kind=change.kind,
            section=section_at(sections, change).words,
            words=[WordsOut(kind=each.kind, text=each.text) for each in words_changed(change)],
        )
        for change in said.changes
    ]
    return SuggestionOut(
        id=found.pk,
        document=found.document_id,
        author=found.author_id,
        nick=found.nick,
        reason=found.reason,
        created_at=found.created_at,
        outcome=found.outcome,
        proposal=found.proposal,
        accepted=found.accepted,
        refused=found.refused,
        url=found.get_absolute_url(),
        seen=said.seen,
        changes=changes,
    )


def suggestion_for(request: HttpRequest, slug: str, pk: int) -> Suggestion:
    """Find a suggestion that the person may read."""
    found = Suggestion.objects.visible_to(asker(request)).in_project(project_entered(request, slug)).with_place()
    return get_object_or_404(found, pk=pk)


@router.get("documents/{uuid:document}/suggestions", response=SuggestionPage)
def list_suggestions(request: HttpRequest, document: UUID, after: str = "", state: str = "open") -> SuggestionPage:
    """List the suggestions of a document: the `open` ones, or `all`."""
    found = document_for(request, document)
    rows = found.suggestions.with_place()
    page = page_of(rows if state == "all" else rows.open(), after, key="pk")
    changes = changes_of(found, page.rows)
    for row in page.rows:
        row.document = found
    sections = sections_of(found)
    shown = [suggestion_out(one, changes[one.pk], sections) for one in page.rows]
    return SuggestionPage(suggestions=shown, next=page.next)


@router.post("documents/{uuid:document}/suggestions", response={201: SuggestionOut})
def suggest(request: HttpRequest, document: UUID, data: SuggestionIn) -> Status[SuggestionOut]:
    """Suggest that a document says something else; no right to write in it is needed."""
    found = document_for(request, document)
    require(permissions.may_comment(asker(request), found))
    made = suggest_text(found, nodes_of(data.markdown), by=asker(request), reason=data.reason)
    return Status(201, suggestion_out(made, made.changes(), sections_of(found)))


@router.post("documents/{uuid:document}/suggestions/verdicts", response=BatchOut)
def decide_on_suggestions(request: HttpRequest, document: UUID, data: BatchIn) -> BatchOut:
    """Accept or refuse several suggestions by one call, or chosen changes of them: all, those of one person, or those
    in one section. What its author has changed since it was read stays open.
    """
    found = document_for(request, document)
    require(permissions.may_write(asker(request), found))
    kind = VerdictKind(data.verdict)
    batch = decide_on_all(found, by=asker(request), kind=kind, seen=data.seen, changes=data.changes)
    return BatchOut(batch=batch)


@router.post("documents/{uuid:document}/suggestions/undoing", response=UndoneOut)
def undo_decisions_on_suggestions(request: HttpRequest, document: UUID, data: UndoBatchIn) -> UndoneOut:
    """Take back what was decided by one call."""
    found = document_for(request, document)
    require(permissions.may_write(asker(request), found))
    of_others = found.project.has(asker(request))
    return UndoneOut(reopened=undo_batch(found, data.batch, by=asker(request), of_others=of_others))


@router.get("projects/{slug}/suggestions/{suggestion}", response=SuggestionOut)
def get_suggestion(request: HttpRequest, slug: str, suggestion: int) -> SuggestionOut:
    """Read a suggestion."""
    found = suggestion_for(request, slug, suggestion)
    return suggestion_out(found, found.changes(), sections_of(found.document))


@router.post("projects/{slug}/suggestions/{suggestion}/acceptance", response=SuggestionOut)
def accept_suggestion(request: HttpRequest, slug: str, suggestion: int, data: VerdictIn) -> SuggestionOut:
    """Accept it, or some of its changes: they become an edit of the text; what others wrote since stays."""
    found = suggestion_for(request, slug, suggestion)
    require(permissions.may_decide(asker(request), found))
    accept(found, by=asker(request), keys=data.changes, seen=data.seen)
    return get_suggestion(request, slug, suggestion)


@router.post("projects/{slug}/suggestions/{suggestion}/refusal", response=SuggestionOut)
def refuse_suggestion(request: HttpRequest, slug: str, suggestion: int, data: VerdictIn) -> SuggestionOut:
    """Refuse it, or some of its changes."""
    found = suggestion_for(request, slug, suggestion)
    require(permissions.may_decide(asker(request), found))
    refuse(found, by=asker(request), keys=data.changes, seen=data.seen)
    return get_suggestion(request, slug, suggestion)


@router.post("projects/{slug}/suggestions/{suggestion}/undoing", response=SuggestionOut)
def undo_verdict_on_suggestion(request: HttpRequest, slug: str, suggestion: int) -> SuggestionOut:
    """Take back what was decided on it last: the text says again what it said, and it suggests again."""
    found = suggestion_for(request, slug, suggestion)
    require(permissions.may_undo_verdict(asker(request), found))
    undo_last_verdict(found, by=asker(request))
    return get_suggestion(request, slug, suggestion)


@router.post("projects/{slug}/suggestions/{suggestion}/withdrawal", response=SuggestionOut)
def withdraw_suggestion(request: HttpRequest, slug: str, suggestion: int) -> SuggestionOut:
    """Take one's own suggestion back."""
    found = suggestion_for(request, slug, suggestion)
    require(permissions.may_withdraw(asker(request), found))
    withdraw(found, by=asker(request))
    return get_suggestion(request, slug, suggestion)
