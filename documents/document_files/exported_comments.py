"""A document's threads of comments, as copies and exports write them."""

from typing import Any

from documents.documents.models import Comment, CommentThread, Document
from documents.richtext.exchange.commented import Thread


def threads_as_data(document: Document) -> list[dict[str, Any]]:
    """Return a document's threads as exports write them: what each is about, what was said, by whom, when, what came
    of it. Removed words are left out; `quote`, `before` and `after` say where it stands.
    """
    everything: dict[int, list[dict[str, Any]]] = {}
    found = Comment.objects.filter(thread__document=document).standing().select_related("author")
    for comment in found.order_by("thread_id", "seq"):
        said = {"by": comment.speaker, "at": comment.created_at, "text": comment.text, "edited_at": comment.edited_at}
        everything.setdefault(comment.thread_id, []).append(said)
    return [
        {
            "thread": thread.pk,
            "quote": thread.quoted,
            "before": thread.before,
            "after": thread.after,
            "outcome": thread.outcome,
            "decision": thread.decision,
            "line": thread.outcome_line,
            "resolved_by": thread.resolved_by.name if thread.resolved_by else "",
            "resolved_at": thread.resolved_at,
            "comments": everything.get(thread.pk, []),
        }
        for thread in document.threads.select_related("resolved_by").order_by("pk")
        if thread.pk in everything
    ]


def threads_with_results(document: Document) -> list[Thread]:
    """Return the same with the `result` of each in a few words, empty for an open one."""
    return [{**thread, "result": _result(thread)} for thread in threads_as_data(document)]


def _result(thread: Thread) -> str:
    if not thread["outcome"]:
        return ""
    label = str(CommentThread.Outcome(thread["outcome"]).label)
    return " · ".join(filter(None, (label, thread["decision"], thread["line"])))
