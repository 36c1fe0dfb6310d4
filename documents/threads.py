"""What people said about a document, for its copies."""

from documents.exchange.commented import Thread
from documents.exported_comments import comments_as_text
from documents.models import CommentThread, Document


def threads_of(document: Document) -> list[Thread]:
    """Return the threads of comments on a document, in the order in which they were begun."""
    return [{**thread, "result": result_of(thread)} for thread in comments_as_text(document)]


def result_of(thread: Thread) -> str:
    """Return what came of a thread in a few words; nothing of an open one."""
    if not thread["outcome"]:
        return ""
    label = str(CommentThread.Outcome(thread["outcome"]).label)
    return " · ".join(filter(None, (label, thread["decision"], thread["line"])))
