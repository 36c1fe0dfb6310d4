"""Comments and tracked changes that came with a file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from documents.coediting.models import Log
from documents.documents.models import MAX_CONTEXT, MAX_QUOTE, Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.exchange.remarks import Remark
from documents.richtext.exchange.tracked_changes import places_of_changes, without_changes
from documents.richtext.nodes import Node
from documents.richtext.tree_edits import edit_into
from documents.richtext.yjs.updates import NOTHING
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def keep_remarks(document: Document, remarks: Sequence[Remark], *, by: User) -> list[Remark]:
    """Keep a file's comments beside the words they are about, by who said them there, and its tracked changes as
    suggestions of who made them; return what has no place, which the import then lists.
    """
    rest = [remark for remark in remarks if remark.kind != "comment" or not is_kept(document, remark)]
    return keep_changes(document, rest, by=by)


def is_kept(document: Document, remark: Remark) -> bool:
    """Make a thread of a comment, and say whether it could be."""
    if not remark.quote.strip():
        return False
    anchor = Anchor(
        quote=remark.quote[:MAX_QUOTE], before=remark.before[-MAX_CONTEXT:], after=remark.after[:MAX_CONTEXT]
    )
    try:
        begin_thread(document, anchor, remark.words, by=None, nick=remark.author, at=moment_of(remark.at))
    except Refused:
        return False
    return True


def keep_changes(document: Document, remarks: Sequence[Remark], *, by: User) -> list[Remark]:
    """Put the text back to what it was before the changes that were tracked, and suggest them: one suggestion for each
    who made some. Return the remarks that it is not about.
    """
    nodes = document.nodes()
    places = places_of_changes(nodes, remarks)
    if not places:
        return list(remarks)
    authors: dict[str, list[int]] = {}
    for number in places:
        authors.setdefault(remarks[number].author, []).append(number)
    with transaction.atomic():
        _write(document, without_changes(nodes, remarks, places, list(places)), by=by)
        for author, theirs in authors.items():
            others = [number for number in places if number not in theirs]
            at = moment_of(remarks[theirs[0]].at)
            _suggest(document, without_changes(nodes, remarks, places, others), nick=author or "–", at=at)
    return [remark for number, remark in enumerate(remarks) if number not in places]


def _write(document: Document, nodes: Sequence[Node], *, by: User) -> None:
    log = Log.objects.select_for_update().get(pk=document.pk)
    update = edit_into(log.read().updates, nodes)
    if update != NOTHING:
        log.append(update, by=by)


def _suggest(document: Document, nodes: Sequence[Node], *, nick: str, at: datetime | None) -> None:
    try:
        suggest_text(document, nodes, by=None, nick=nick, at=at)
    except Refused:
        return  # two changes that undo each other


def moment_of(said: str) -> datetime | None:
    """Return when a file says that something was; None where it does not."""
    try:
        found = parse_datetime(said)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
