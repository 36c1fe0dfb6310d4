"""Put pages and folders in an order by hand, among those that stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from documents.documents.event_types import DocumentEvent, FolderEvent
from documents.documents.models import Document, DocumentFolder
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


class Towards(StrEnum):
    """One place further, where nothing is named before which it goes."""

    UP = "up"
    DOWN = "down"


def order_page(document: Document, to: Document | Towards | None, *, by: User) -> None:
    """Put a page before another one below the same page, one place further, or last (None).

    :raises Refused: for a document that is below no page, and before one that stands elsewhere.
    """
    with transaction.atomic():
        document = document.locked()
        document.refuse_if_closed()
        page = document.parent
        if page is None:
            raise Refused(_("Only pages below a page have an order of their own."))
        beside = list(Document.objects.listed().filter(parent=page).as_put())
        if ordered := _ordered(beside, document, to):
            Document.objects.bulk_update(ordered, ["position"])
            document.record_event(DocumentEvent.DOCUMENT_ORDERED, by=by, also=["documents"], below=page.reference)


def order_folder(folder: DocumentFolder, to: DocumentFolder | Towards | None, *, by: User) -> None:
    """Put a folder before another one beside it, one place further, or last (None).

    :raises Refused: before one that stands elsewhere.
    """
    with transaction.atomic():
        folder = folder.locked()
        beside = list(DocumentFolder.objects.in_place(folder.circle, folder.inside).as_put())
        if ordered := _ordered(beside, folder, to):
            DocumentFolder.objects.bulk_update(ordered, ["position"])
            folder.record_event(FolderEvent.ORDERED, by=by, also=["documents"])


def position_after(beside: QuerySet[Document] | QuerySet[DocumentFolder]) -> int:
    """Return the position of what comes to stand beside these: last where they were ordered by hand."""
    last = beside.aggregate(last=Max("position"))["last"]
    return last + 1 if last else 0


def _ordered[T: (Document, DocumentFolder)](beside: Sequence[T], one: T, to: T | Towards | None) -> list[T]:
    """Return those whose position changes, with it; nothing where the order stays."""
    keys = [other.pk for other in beside]
    at = keys.index(one.pk)
    rest = [other for other in beside if other.pk != one.pk]
    if isinstance(to, Towards):
        place = max(0, at - 1) if to == Towards.UP else min(len(rest), at + 1)
    elif to is None:
        place = len(rest)
    elif to.pk not in keys:
        raise Refused(_("This stands elsewhere by now; look again."))
    else:
        place = next((number for number, other in enumerate(rest) if other.pk == to.pk), at)
    if place == at:
        return []
    rest.insert(place, beside[at])
    changed = [other for number, other in enumerate(rest, start=1) if other.position != number]
    for number, other in enumerate(rest, start=1):
        other.position = number
    return changed
