"""Threads of comments as pages show them: in the margin, on a page of their own, in a document's list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from circles.projects.models import Link
from documents.conversation.models import ReactionCount
from documents.documents.models import Comment, CommentReaction, CommentThread, Document
from documents.documents.workflows.comments import squeezed
from documents.richtext.plain_text import text_of
from foundation.accounts.models import User


@dataclass(frozen=True)
class ShownComment:
    """A comment with its reactions, what was made of it, and whether the reader may change it."""

    comment: Comment
    reactions: list[ReactionCount]
    born: list[Link]
    is_mine: bool


@dataclass(frozen=True)
class ShownThread:
    """A thread with its comments, oldest first; `is_orphan` where the document does not say its words any more."""

    thread: CommentThread
    comments: list[ShownComment] = field(default_factory=list)
    is_orphan: bool = False

    @property
    def state(self) -> str:
        """Return `open` or `done`."""
        return "done" if self.thread.is_resolved else "open"

    @property
    def first(self) -> ShownComment | None:
        """Return what began it."""
        return self.comments[0] if self.comments else None


def threads_shown(threads: Iterable[CommentThread], reader: User) -> list[ShownThread]:
    """Gather comments, reactions and what became of them for threads of one document, in a fixed number of queries."""
    rows = list(threads)
    comments = Comment.objects.filter(thread__in=rows).select_related("author").order_by("thread_id", "seq")
    found: dict[int, list[Comment]] = {}
    for comment in comments:
        found.setdefault(comment.thread_id, []).append(comment)
    everything = [comment for some in found.values() for comment in some]
    is_member = bool(rows) and rows[0].document.project.has(reader)  # guests hear of no other things
    born = Link.objects.out_of_each(rows[0].record_id, "comment", (one.pk for one in everything)) if is_member else {}
    reactions = CommentReaction.objects.given_to(one.pk for one in everything).by_thing(reader)
    return [
        ShownThread(
            thread,
            [
                ShownComment(
                    comment,
                    reactions.get(comment.pk, []),
                    born.get(str(comment.pk), []),
                    comment.author_id == reader.pk and not comment.is_removed,
                )
                for comment in found.get(thread.pk, [])
            ],
        )
        for thread in rows
    ]


def threads_of(document: Document, reader: User) -> list[ShownThread]:
    """Return all threads of a document for its margin, oldest first."""
    found = document.threads.select_related("resolved_by").order_by("pk")
    return threads_shown(_with_document(found, document), reader)


def listed_threads(threads: Sequence[CommentThread], document: Document, reader: User) -> list[ShownThread]:
    """Return threads for the document's list of comments, each with whether its words still stand there."""
    says = squeezed(text_of(document.nodes())) if threads else ""
    return [
        ShownThread(shown.thread, shown.comments, squeezed(shown.thread.quote) not in says)
        for shown in threads_shown(_with_document(threads, document), reader)
    ]


def _with_document(threads: Iterable[CommentThread], document: Document) -> list[CommentThread]:
    rows = list(threads)
    for thread in rows:
        thread.document = document
    return rows
