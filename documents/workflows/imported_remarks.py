"""Comments and tracked changes that came with a file."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import User
from documents.exchange.remarks import Remark
from documents.models import MAX_CONTEXT, MAX_QUOTE, Document
from documents.workflows.comments import Anchor, begin_thread
from web.exceptions import Refused


def keep_remarks(document: Document, remarks: Sequence[Remark], *, by: User) -> list[Remark]:
    """Keep a file's comments beside the words they are about, by who said them there; return what has no place, which
    the import then lists: changes that were tracked, and comments on words that the text does not have.
    """
    return [remark for remark in remarks if not is_kept(document, remark)]


def is_kept(document: Document, remark: Remark) -> bool:
    """Make a thread of a comment, and say whether it could be."""
    if remark.kind != "comment" or not remark.quote.strip():
        return False
    anchor = Anchor(
        quote=remark.quote[:MAX_QUOTE], before=remark.before[-MAX_CONTEXT:], after=remark.after[:MAX_CONTEXT]
    )
    try:
        begin_thread(document, anchor, remark.words, by=None, nick=remark.author, at=moment_of(remark.at))
    except Refused:
        return False
    return True


def moment_of(said: str) -> datetime | None:
    """Return when a file says that something was; None where it does not."""
    try:
        found = parse_datetime(said)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found
