"""API of comments: list, add with a quote and the words around it, answer, change, remove, react, resolve, reopen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.projects.access import project_entered, project_for
from documents.conversation.models import ReactionKind
from documents.conversation.schemas import NAMED, ReactionOut, reactions_out
from documents.conversation.text.mentions import MAX_TEXT
from documents.documents import permissions
from documents.documents.contexts.comments import ShownThread, threads_shown
from documents.documents.models import MAX_CONTEXT, MAX_QUOTE, Comment, CommentThread, Document
from documents.documents.models.comment import MAX_OUTCOME_LINE
from documents.documents.workflows import comments
from documents.documents.workflows.comment_notices import finish_told
from documents.documents.workflows.comments import Anchor
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import page_of

router = Router()


class CommentOut(Schema):
    """What a person said; of removed words nothing is left. An imported comment has no author, but a `nick`."""

    id: int
    seq: int
    author: UUID | None
    nick: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    removed_at: datetime | None
    reactions: list[ReactionOut]


class ThreadOut(Schema):
    """A thread: what it is about, what was said, oldest first, and what came of it."""

    id: int
    document: UUID
    quote: str
    before: str
    after: str
    outcome: str
    line: str
    decision: str
    resolved_at: datetime | None
    resolved_by: UUID | None
    url: str
    comments: list[CommentOut]


class ThreadPage(Schema):
    """Threads, oldest first, and the cursor of the next page (empty on the last one)."""

    threads: list[ThreadOut]
    next: str


class ThreadIn(Body):
    """What commenting takes: the words commented on, with some of those before and after where they stand several
    times. `key` is the sender's own id: sent twice, the comment stands once.
    """

    text: str = Field(max_length=MAX_TEXT)
    quote: str = Field(min_length=1, max_length=MAX_QUOTE)
    before: str = Field("", max_length=MAX_CONTEXT)
    after: str = Field("", max_length=MAX_CONTEXT)
    key: UUID | None = None


class CommentIn(Body):
    """What answering takes."""

    text: str = Field(max_length=MAX_TEXT)
    key: UUID | None = None


class ResolutionIn(Body):
    """What came of a thread: changed, answered, or decided with the reference of the decision (D-12)."""

    outcome: str
    line: str = Field("", max_length=MAX_OUTCOME_LINE)
    decision: str = Field("", max_length=20)


class ReactionIn(Body):
    """Which reaction is given or taken back."""

    model_config = NAMED

    kind: str = ReactionKind.AGREE.value


def thread_out(shown: ShownThread) -> ThreadOut:
    """Return a thread as the API shows it."""
    thread = shown.thread
    return ThreadOut(
        id=thread.pk,
        document=thread.document_id,
        quote=thread.quote,
        before=thread.before,
        after=thread.after,
        outcome=thread.outcome,
        line=thread.outcome_line,
        decision=thread.decision,
        resolved_at=thread.resolved_at,
        resolved_by=thread.resolved_by_id,
        url=thread.get_absolute_url(),
        comments=[
            CommentOut(
                id=each.comment.pk,
                seq=each.comment.seq,
                author=each.comment.author_id,
                nick=each.comment.nick,
                text=each.comment.text,
                created_at=each.comment.created_at,
                edited_at=each.comment.edited_at,
                removed_at=each.comment.removed_at,
                reactions=reactions_out(each.reactions, ReactionOut),
            )
            for each in shown.comments
        ],
    )


def document_for(request: HttpRequest, pk: UUID) -> Document:
    """Find a document that the person may read."""
    found = Document.objects.readable_by(asker(request)).select_related("project", "circle", "log")
    return get_object_or_404(found, pk=pk)


def thread_for(request: HttpRequest, slug: str, pk: int, *, to_comment: bool = False) -> CommentThread:
    """Find a thread that the person may read; 403 where they may not comment and want to."""
    found = CommentThread.objects.visible_to(asker(request)).in_project(project_entered(request, slug)).with_place()
    thread = get_object_or_404(found, pk=pk)
    require(not to_comment or permissions.may_comment(asker(request), thread.document))
    return thread


def comment_for(request: HttpRequest, slug: str, pk: int) -> Comment:
    """Find a comment that the person may read."""
    found = Comment.objects.visible_to(asker(request)).in_project(project_entered(request, slug)).with_place()
    return get_object_or_404(found, pk=pk)


def shown(request: HttpRequest, slug: str, pk: int) -> ThreadOut:
    """Return a thread as it is now."""
    (one,) = threads_shown([thread_for(request, slug, pk)], asker(request))
    return thread_out(one)


@router.get("documents/{uuid:document}/comments", response=ThreadPage)
def list_threads(request: HttpRequest, document: UUID, after: str = "", state: str = "all") -> ThreadPage:
    """List the threads of a document: all, the `open` or the `resolved` ones."""
    threads = document_for(request, document).threads.in_state(state).with_place()
    page = page_of(threads, after, key="pk")
    return ThreadPage(threads=[thread_out(one) for one in threads_shown(page.rows, asker(request))], next=page.next)


@router.post("documents/{uuid:document}/comments", response={201: ThreadOut})
def add(request: HttpRequest, document: UUID, data: ThreadIn) -> Status[ThreadOut]:
    """Comment on words of a document; no right to write in it is needed."""
    found = document_for(request, document)
    require(permissions.may_comment(asker(request), found))
    anchor = Anchor(quote=data.quote, before=data.before, after=data.after)
    made = comments.begin_thread(found, anchor, data.text, by=asker(request), key=data.key)
    return Status(201, shown(request, found.project.slug, made.thread_id))


@router.get("projects/{slug}/threads/{thread}", response=ThreadOut)
def get_thread(request: HttpRequest, slug: str, thread: int) -> ThreadOut:
    """Read a thread."""
    return shown(request, slug, thread)


@router.post("projects/{slug}/threads/{thread}/comments", response={201: ThreadOut})
def answer(request: HttpRequest, slug: str, thread: int, data: CommentIn) -> Status[ThreadOut]:
    """Say something in a thread."""
    comments.reply(thread_for(request, slug, thread, to_comment=True), data.text, by=asker(request), key=data.key)
    return Status(201, shown(request, slug, thread))


@router.post("projects/{slug}/threads/{thread}/outcome", response=ThreadOut)
def resolve(request: HttpRequest, slug: str, thread: int, data: ResolutionIn) -> ThreadOut:
    """Resolve a thread with what came of it: who is in the project does."""
    project_for(request, slug)
    found = thread_for(request, slug, thread, to_comment=True)
    comments.resolve(found, data.outcome, by=asker(request), line=data.line, decision=data.decision)
    return shown(request, slug, thread)


@router.post("projects/{slug}/threads/{thread}/readings", response={204: None})
def note_reading(request: HttpRequest, slug: str, thread: int) -> Any:
    """Note that you have read a thread: what told you of it is done in your inbox."""
    project_for(request, slug)
    finish_told(thread_for(request, slug, thread), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/threads/{thread}/reopening", response=ThreadOut)
def reopen(request: HttpRequest, slug: str, thread: int) -> ThreadOut:
    """Open a resolved thread again: who is in the project does."""
    project_for(request, slug)
    comments.reopen(thread_for(request, slug, thread, to_comment=True), by=asker(request))
    return shown(request, slug, thread)


@router.post("projects/{slug}/comments/{comment}/wording", response=ThreadOut)
def reword(request: HttpRequest, slug: str, comment: int, data: CommentIn) -> ThreadOut:
    """Change one's own words."""
    found = comment_for(request, slug, comment)
    require(permissions.may_change_comment(asker(request), found))
    comments.edit_comment(found, data.text, by=asker(request))
    return shown(request, slug, found.thread_id)


@router.post("projects/{slug}/comments/{comment}/removal", response=ThreadOut)
def remove(request: HttpRequest, slug: str, comment: int) -> ThreadOut:
    """Take one's own words back."""
    found = comment_for(request, slug, comment)
    require(permissions.may_change_comment(asker(request), found))
    comments.remove_comment(found, by=asker(request))
    return shown(request, slug, found.thread_id)


@router.post("projects/{slug}/comments/{comment}/reactions", response=ThreadOut)
def react(request: HttpRequest, slug: str, comment: int, data: ReactionIn) -> ThreadOut:
    """Give a reaction, or take it back."""
    found = comment_for(request, slug, comment)
    require(permissions.may_comment(asker(request), found.thread.document))
    comments.react(found, data.kind, by=asker(request))
    return shown(request, slug, found.thread_id)
