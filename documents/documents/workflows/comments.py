"""Commenting: begin a thread on a range, answer, edit, remove, react, resolve it with an outcome, open it again.

What people say takes the thread's row and not the project's: like talk, it neither waits for other changes nor stands
in the record. That a thread was resolved, and how, does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from circles.projects.references import thing_at
from documents.conversation.models import MAX_NICK
from documents.conversation.text.mentions import Mentions
from documents.conversation.workflows.posts import edit_post, mentions_for, remove_post, speakers, written
from documents.conversation.workflows.reactions import toggle_reaction
from documents.documents.event_types import CommentNotice, DocumentEvent
from documents.documents.models import LEAF, Comment, CommentThread, Document
from documents.documents.models.comment import MAX_OUTCOME_LINE
from documents.documents.workflows.comment_notices import broadcast_thread, finish_told, notify_of_comment
from documents.richtext.plain_text import text_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

DECISION = re.compile(r"\s*(?:D-)?(\d{1,9})\b")


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """What a thread is about: words with those around them, and where the browser knows them, positions in base64."""

    quote: str
    before: str = ""
    after: str = ""
    start: str = ""
    end: str = ""

    @property
    def has_positions(self) -> bool:
        """Whether it came from a browser that knows the text's positions."""
        return bool(self.start and self.end)


def squeezed(words: str) -> str:
    """Return words without the space between them, as anchors are compared: a break is where a space was. What has no
    words in a quote is left out, as it is in a text.
    """
    return "".join(words.replace(LEAF, "").split())


def stands_in(document: Document, quote: str) -> bool:
    """Return whether a document says these words now."""
    return squeezed(quote) in squeezed(text_of(document.nodes()))


def begin_thread(
    document: Document,
    anchor: Anchor,
    text: str,
    *,
    by: User | None,
    key: UUID | None = None,
    at: datetime | None = None,
    nick: str = "",
) -> Comment:
    """Comment on a range; who made the document and who is mentioned is notified. Sent twice with one `key`, it stands
    once. An imported comment has no author of ours: `nick` is who said it, and nobody hears of it.

    :raises Refused: for a closed document, an empty comment, and a quote without positions that the text does not say.
    """
    document.refuse_if_closed()
    if not anchor.quote.strip():
        raise Refused(_("Select the words that you comment on."))
    if not anchor.has_positions and not stands_in(document, anchor.quote):
        raise Refused(_("The document does not say these words."))
    with transaction.atomic():
        if known := Comment.sent_before(key, by=by):
            return known
        thread = CommentThread.objects.create(
            document=document,
            created_at=at or clock.now(),
            quote=anchor.quote,
            before=anchor.before,
            after=anchor.after,
            start=anchor.start,
            end=anchor.end,
            epoch=document.epoch,
        )
        owner = {document.created_by: Notice.Reason.OWNER} if document.created_by else {}
        return _say(thread, text, by=by, key=key, at=at, nick=nick, others=owner, event=CommentNotice.ADDED)


def reply(
    thread: CommentThread,
    text: str,
    *,
    by: User | None,
    key: UUID | None = None,
    at: datetime | None = None,
    nick: str = "",
) -> Comment:
    """Say something in a thread; who spoke in it before and who is mentioned is notified.

    :raises Refused: for a closed document, a resolved thread and an empty comment.
    """
    thread.document.refuse_if_closed()
    with transaction.atomic():
        thread = _locked(thread)
        if known := Comment.sent_before(key, by=by):
            return known
        if thread.is_resolved:
            raise Refused(_("This comment is resolved; reopen it to continue."))
        before = dict.fromkeys(speakers(thread.comments), Notice.Reason.ANSWERED)
        if by:
            finish_told(thread, by=by, at=at)
        return _say(thread, text, by=by, key=key, at=at, nick=nick, others=before, event=CommentNotice.ANSWERED)


def mentions_in(thread: CommentThread, by: User | None) -> Mentions:
    """Return what reads a comment of a person: a guest names those who spoke in the thread."""
    return mentions_for(by, thread.comments, thread.project, thread.document.circle)


def edit_comment(comment: Comment, text: str, *, by: User) -> None:
    """Change one's own words; the earlier ones stay to be read, and who is newly mentioned is notified."""

    def tell(edited: Comment, now: Mentions, before: Mentions) -> None:
        newly = dict.fromkeys(now.people - before.people, Notice.Reason.MENTIONED)
        notify_of_comment(edited, newly, CommentNotice.MENTIONED, by=by)
        broadcast_thread(edited.thread)

    comment.refuse_place_closed()
    edit_post(comment, text, by=by, read=lambda: mentions_in(comment.thread, by), tell=tell)


def remove_comment(comment: Comment, *, by: User) -> None:
    """Take one's own words back; that something was said stays."""
    remove_post(comment, by=by, tell=lambda removed: broadcast_thread(removed.thread))


def react(comment: Comment, kind: str, *, by: User) -> bool:
    """Give a reaction, or take it back where one has given it; returns whether it stands now. Open pages fetch its
    thread again.
    """
    return toggle_reaction(comment, kind, by=by, tell=lambda locked, _given, _stands: broadcast_thread(locked.thread))


def resolve(
    thread: CommentThread,
    outcome: str,
    *,
    by: User,
    line: str = "",
    decision: str = "",
    at: datetime | None = None,
) -> None:
    """Resolve a thread: the text was changed, it was answered, or decided by D-42 (which the outcome then names).

    Records `comment.resolved`, of which those who spoke in it hear.
    """
    if outcome not in CommentThread.Outcome.values:
        raise Refused(_("Say what came of it: changed, answered or decided."))
    named = _decision(thread.document, decision) if outcome == CommentThread.Outcome.DECIDED else ""
    with transaction.atomic():
        thread = _locked_for_record(thread)
        if thread.is_resolved:
            raise Refused(_("This comment is resolved already."))
        thread.outcome, thread.outcome_line, thread.decision = outcome, line.strip()[:MAX_OUTCOME_LINE], named
        thread.resolved_at, thread.resolved_by = at or clock.now(), by
        thread.save()
        event = DocumentEvent.COMMENT_RESOLVED
        thread.document.record_event(event, by=by, at=at, resolved_as=outcome, decision=named or None)
        _notify_speakers(thread, event, by=by, at=at)


def reopen(thread: CommentThread, *, by: User) -> None:
    """Open a resolved thread again. Records `comment.reopened`, of which those who spoke in it hear."""
    with transaction.atomic():
        thread = _locked_for_record(thread)
        if not thread.is_resolved:
            raise Refused(_("This comment is open already."))
        thread.outcome = thread.outcome_line = thread.decision = ""
        thread.resolved_at = thread.resolved_by = None
        thread.save()
        event = DocumentEvent.COMMENT_REOPENED
        thread.document.record_event(event, by=by)
        _notify_speakers(thread, event, by=by)


def _say(
    thread: CommentThread,
    text: str,
    *,
    by: User | None,
    key: UUID | None,
    at: datetime | None,
    nick: str,
    others: Mapping[User, str],
    event: CommentNotice,
) -> Comment:
    """Add a comment to a thread, in the caller's transaction; `others` hear of it as `event`, and who is mentioned."""
    if not text.strip():
        raise Refused(_("This comment is empty."))
    mentions = mentions_in(thread, by)
    html = mentions.render(text.strip())
    comment = Comment.objects.create(
        thread=thread,
        seq=thread.comments.count() + 1,
        key=key or uuid4(),
        author=by,
        nick=nick[:MAX_NICK],
        text=text.strip(),
        html=html,
        created_at=at or clock.now(),
    )
    if not nick:  # what was said elsewhere is no news
        mentioned = dict.fromkeys(mentions.people, Notice.Reason.MENTIONED)
        others = {user: why for user, why in others.items() if user not in mentioned}
        notify_of_comment(comment, mentioned, CommentNotice.MENTIONED, by=by, at=at)
        notify_of_comment(comment, others, event, by=by, at=at)
    written(comment)
    broadcast_thread(thread)
    return comment


def _locked(thread: CommentThread) -> CommentThread:
    found = CommentThread.objects.select_for_update(of=("self",)).with_place()
    return found.get(pk=thread.pk)


def _locked_for_record(thread: CommentThread) -> CommentThread:
    """Lock the project's head row, then the thread: what follows is recorded."""
    thread.document.locked().refuse_if_closed()
    return _locked(thread)


def _notify_speakers(thread: CommentThread, event: DocumentEvent, *, by: User, at: datetime | None = None) -> None:
    """Notify who spoke in a thread, and open pages, of what became of it; the record has neither its words nor its
    quote.
    """
    last = thread.comments.with_place().order_by("-seq").first()
    if last:
        notify_of_comment(last, dict.fromkeys(speakers(thread.comments), Notice.Reason.FOLLOWED), event, by=by, at=at)
    broadcast_thread(thread)


def _decision(document: Document, named: str) -> str:
    """Return the reference of a decision of the project as `D-42`; a name may follow it."""
    number = DECISION.match(named)
    found = thing_at(document.project, f"D-{number[1]}") if number else None
    if found is None:
        raise Refused(_("Name the decision by its reference, such as D-12."))
    return found.reference
