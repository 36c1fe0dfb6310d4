"""A document's comments for exports: as data, and as an appendix in Markdown."""

from typing import Any

from django.utils.translation import gettext as _

from documents.models import Comment, CommentThread, Document


def comments_as_text(document: Document) -> list[dict[str, Any]]:
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


def comments_as_markdown(document: Document) -> str:
    """Return a document's threads as an appendix in Markdown; nothing where there are none."""
    lines: list[str] = []
    for thread in comments_as_text(document):
        quote = thread["quote"].replace("\n", " ")
        lines.append(f"\n> {quote}\n")
        lines += [_line(said) for said in thread["comments"]]
        if thread["outcome"]:
            outcome = CommentThread.Outcome(thread["outcome"]).label
            lines.append(f"- *{' · '.join(filter(None, (str(outcome), thread['decision'], thread['line'])))}*")
    return "\n".join([f"\n## {_('Comments')}", *lines, ""]) if lines else ""


def _line(said: dict[str, Any]) -> str:
    text = said["text"].replace("\n", "\n  ")
    return f"- **{said['by'] or 'Ronde'}**, {said['at']:%Y-%m-%d %H:%M}: {text}"
