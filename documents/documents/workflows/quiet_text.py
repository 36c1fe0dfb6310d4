"""What the server does with a text once nobody has written in it for a moment: it gives blocks ids, and notes whom and
what the text mentions. Whoever is mentioned finds it in the inbox, once.
"""

from __future__ import annotations

import uuid
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from circles.circles.models import Circle
from documents.coediting.models import Log
from documents.conversation.workflows.notices import broadcast_inboxes
from documents.documents.event_types import DocumentNotice
from documents.documents.models import Document, DocumentTextChanged, Mention
from documents.documents.models.names import mentions_in
from documents.richtext.addresses import block_id, mentioned
from documents.richtext.block_ids import missing_ids
from documents.richtext.nodes import tree_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.extension_registry import publish
from foundation.web.pagination import uuid_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from documents.richtext.nodes import Node

MAX_MENTIONS = 500
"""Of one document that are noted; nobody reads about more."""
MAX_NOTIFIED = 300
"""People who are notified of one mention of a circle."""
SEARCHED = 2000
"""Rows of the log in which the author of a mention is looked for."""

type Key = tuple[str, str]


def process_quiet_text(document: UUID, *, at: datetime | None = None) -> bool:
    """Do this for one document, unless nothing was written since; returns whether its log grew, so that open pages
    are to be woken.

    Everything is read and computed before the log is locked, so that nobody who writes waits for it. Two servers at
    once: the second finds the mark moved, and leaves it.

    Publishes `DocumentTextChanged`: the specification reads its clauses.
    """
    along = ("document__project", "document__circle", "edited_by")
    log = Log.objects.filter(pk=document).select_related(*along).first()
    if log is None or log.processed_seq >= log.seq or log.document.genre == Document.Genre.AMENDMENT:
        return False
    state = log.read()
    doc, ids = missing_ids(state.updates)
    nodes = tree_of(doc)
    with transaction.atomic():
        locked = Log.objects.select_for_update().get(pk=document)
        if locked.processed_seq != log.processed_seq:
            return False
        is_last = locked.seq == state.seq
        if ids:
            locked.seq += 1
            # Not `edited_at`: nobody has written.
            locked.updates.create(
                seq=locked.seq, message_id=uuid.uuid4().hex, user=None, data=ids, received_at=at or Now()
            )
        locked.processed_seq = locked.seq if is_last else state.seq
        locked.save(update_fields=["seq", "processed_seq"])
        note_mentions(log.document, nodes, at=at)
        publish(DocumentTextChanged(document=log.document, nodes=nodes, by=log.edited_by, at=at))
    return ids is not None


def note_mentions(document: Document, nodes: list[Node], *, at: datetime | None = None) -> None:
    """Note whom and what a text mentions now; who is mentioned for the first time is notified."""
    there: dict[Key, str] = {}
    for block, node in mentions_in(nodes):
        key = mentioned(node)
        if key and key not in there and len(there) < MAX_MENTIONS:
            there[key] = block_id(block)
    known = {(mention.kind, mention.target): mention for mention in document.mentions.all()}
    gone = [mention.pk for key, mention in known.items() if key not in there and not mention.gone_at]
    back = [mention.pk for key, mention in known.items() if key in there and mention.gone_at]
    document.mentions.filter(pk__in=gone).update(gone_at=Now())
    document.mentions.filter(pk__in=back).update(gone_at=None)
    new = {key: block for key, block in there.items() if key not in known}
    if not new:
        return
    authors = _authors(document, new)
    Mention.objects.bulk_create(
        Mention(document=document, kind=kind, target=target, block=block, by=authors.get((kind, target)))
        for (kind, target), block in new.items()
    )
    _notify(document, new, authors, at or clock.now())


def _authors(document: Document, keys: Iterable[Key]) -> dict[Key, User]:
    """Find who wrote each mention: the newest update that holds its id."""
    wanted = dict.fromkeys(keys)
    found: dict[Key, User] = {}
    rows = document.log.updates.exclude(user=None).order_by("-seq").select_related("user")[:SEARCHED]
    for update in rows.iterator(chunk_size=200):
        for key in [key for key in wanted if key[1].encode() in bytes(update.data)]:
            if update.user:
                found[key] = update.user
            del wanted[key]
        if not wanted:
            break
    return found


def _notify(document: Document, new: Mapping[Key, str], authors: Mapping[Key, User], at: datetime) -> None:
    people_first = sorted(new, key=itemgetter(0), reverse=True)  # "person" before "circle"
    named = {key: _people(document, *key) for key in people_first}
    readers = document.readers_among({user for people in named.values() for user in people})
    for key, people in named.items():
        by, block = authors.get(key), new[key]
        reading = [user for user in people if user.pk in readers and user != by]
        readers -= {user.pk for user in reading}  # nobody hears twice
        Notice.post(
            dict.fromkeys(reading, Notice.Reason.MENTIONED),
            project=document.project_id,
            event=DocumentNotice.MENTIONED if key[0] == "person" else DocumentNotice.CIRCLE_MENTIONED,
            by=by,
            reference=document.reference,
            title=document.title,
            address=document.get_absolute_url() + (f"#b-{block}" if block else ""),
            at=at,
        )
        broadcast_inboxes(reading, project=document.project_id)


def _people(document: Document, kind: str, target: str) -> list[User]:
    if kind == "person":
        return list(document.project.people().filter(pk__in=filter(None, [uuid_in(target)])))
    if kind == "circle":
        circle = Circle.objects.in_project(document.project).filter(key=target).first()
        return list(circle.people()[:MAX_NOTIFIED]) if circle else []
    return []
