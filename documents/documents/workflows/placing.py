"""Where a document stands: at the top of a circle, in a folder, or below a page; its own pages go along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document, DocumentFolder
from documents.documents.models.folder import MAX_DEEP
from documents.documents.workflows.begin_document import begin_document
from documents.documents.workflows.folders import folder_now, put_into
from documents.documents.workflows.ordering import position_after
from documents.documents.workflows.restricting import lift, restrict_like
from foundation.accounts.models import User
from foundation.web.exceptions import Refused, require

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class DocumentPlace:
    """Where a document is to stand: in a circle, there in a folder, or below a page."""

    circle: Circle
    folder: DocumentFolder | None = None
    below: Document | None = None

    @classmethod
    def of(cls, document: Document) -> DocumentPlace:
        """Return where a document stands."""
        return cls(document.circle, document.folder, document.parent)

    @property
    def name(self) -> str:
        """Return what people call it."""
        return self.folder.name if self.folder else self.below.title if self.below else self.circle.name

    def as_query(self) -> dict[str, Any]:
        """Return it as a form sends it."""
        return {
            "circle": self.circle.key,
            "folder": self.folder.pk if self.folder else "",
            "below": self.below.number if self.below else "",
        }


def pages_below(document: Document) -> list[Document]:
    """Return a page's own pages and theirs, each after the one that it is below."""
    found: list[Document] = []
    row = [document.pk]
    for _depth in range(MAX_DEEP + 1):
        pages = list(Document.objects.filter(parent__in=row).select_related("project", "circle").order_by("number"))
        found += pages
        row = [one.pk for one in pages]
        if not row:
            break
    return found


def documents_within(folder: DocumentFolder) -> set[UUID]:
    """Return by id what stands in a folder or in those in it, with the pages below: a few queries for each level."""
    folders = [folder.pk]
    for _depth in range(MAX_DEEP):
        inside = DocumentFolder.objects.filter(inside__in=folders).exclude(pk__in=folders)
        folders += inside.values_list("pk", flat=True)
    row = set(Document.objects.filter(folder__in=folders).values_list("pk", flat=True))
    found = set(row)
    for _depth in range(MAX_DEEP + 1):
        row = set(Document.objects.filter(parent__in=row).values_list("pk", flat=True)) - found
        found |= row
    return found


def pages_above(document: Document) -> Iterator[Document]:
    """Yield the pages that a document stands below, the nearest first; each costs a query."""
    above = document
    for _depth in range(MAX_DEEP + 1):
        if above.parent_id is None:
            return
        above = Document.objects.select_related("project", "circle").get(pk=above.parent_id)
        yield above


def begin_page(to: DocumentPlace, title: str, *, by: User, template: str = "") -> Document:
    """Begin a document, and put it where it is to stand. Below a restricted page it is restricted alike."""
    with transaction.atomic():
        document = begin_document(to.circle, title, by=by, template=template)
        if to.folder or to.below:
            place(document, to, by=by, may_restrict=is_restrictable_by_its_maker)
    return document


def is_restrictable_by_its_maker(document: Document) -> bool:
    """Whoever makes a document may restrict it."""
    return document.is_plain


def place(
    document: Document,
    to: DocumentPlace,
    *,
    by: User,
    may_restrict: Callable[[Document], bool] = lambda _document: False,
) -> None:
    """Put a document there. Where that is another circle, those of its pages that the person may read go along. Below a
    restricted page it is restricted alike, and so are its pages, where the person `may_restrict` them; else it stays
    open, which its list and the toast say.

    :raises Refused: for what stays where it is, in a closed or wrong circle, below itself, too deep, and into a folder
        that has gone.
    """
    with transaction.atomic():
        document = document.locked()
        document.refuse_if_closed()
        document.refuse_if_bound()
        to = _as_it_is_now(to)
        _refuse(document, to)
        if to.circle.pk != document.circle_id:
            pages = pages_below(document)
            document.move_to(to.circle, by=by)
            readable = Document.objects.readable_by(by).filter(pk__in=[one.pk for one in pages]).values_list("pk")
            may = {pk for (pk,) in readable}
            for page in pages:
                if page.pk in may and page.is_plain and page.circle_id == document.circle_id:
                    _move_along(page, to.circle, by=by)
            document = document.locked()
        if to.below:
            if document.parent_id != to.below.pk:
                document.folder, document.parent = None, to.below
                document.position = position_after(Document.objects.filter(parent=to.below))
                document.save()
                document.record_event(
                    DocumentEvent.DOCUMENT_PLACED, by=by, also=["documents"], folder="", below=to.below.reference
                )
                restrict_below(to.below, [document, *pages_below(document)], by=by, may_restrict=may_restrict)
        elif document.folder != to.folder or document.parent_id:
            put_into(document, to.folder, by=by)


def place_back(
    document: Document,
    to: DocumentPlace,
    *,
    by: User,
    may_restrict: Callable[[Document], bool],
    may_open: Callable[[Document], bool],
) -> bool:
    """Put a document back where it stood, and open it, as going away from there restricted it: both or neither. Return
    whether it was restricted.

    :raises PermissionDenied: where the person may not open it.
    :raises Refused: as `place` does.
    """
    with transaction.atomic():
        place(document, to, by=by, may_restrict=may_restrict)
        document = Document.objects.select_related("project", "circle").get(pk=document.pk)
        if document.restriction is None:
            return False
        require(may_open(document))
        lift(document, by=by)
        return True


def restrict_below(
    page: Document, pages: Iterable[Document], *, by: User, may_restrict: Callable[[Document], bool]
) -> None:
    """Restrict those of some pages alike that are open and that the person may restrict."""
    if page.restrictions.in_force().exists():
        for one in pages:
            if may_restrict(one):
                restrict_like(one, page, by=by)


def move_to_circle(document: Document, circle: Circle, *, by: User) -> None:
    """Put a document at the top of another circle, as `place` does; where it stands in that one already, it stays."""
    if circle.pk != document.circle_id:
        place(document, DocumentPlace(circle), by=by)


def _as_it_is_now(to: DocumentPlace) -> DocumentPlace:
    """Read folder and page afresh, under the project's lock: two that go below each other at once would vanish."""
    below = Document.objects.select_related("project", "circle").get(pk=to.below.pk) if to.below else None
    return DocumentPlace(to.circle, to.folder and folder_now(to.folder), below)


def _move_along(page: Document, circle: Circle, *, by: User) -> None:
    """Let a page go to the circle of the one that it is below, and stay below it."""
    before = page.circle
    page.circle = circle
    page.save()
    page.record_event(
        DocumentEvent.DOCUMENT_MOVED,
        by=by,
        before=before.name,
        within=circle.name,
        also=["documents", before.change_key],
    )


def _refuse(document: Document, to: DocumentPlace) -> None:
    if to.folder and (to.folder.circle_id != to.circle.pk or to.folder.project_id != document.project_id):
        raise Refused(_("This folder is in another circle."))
    if to.below is None:
        return
    below = to.below
    if below.project_id != document.project_id or below.circle_id != to.circle.pk or below.is_amendment:
        raise Refused(_("This page is in another circle."))
    if below.is_archived:
        raise Refused(_("This document is archived; restore it first."))
    above = [below, *pages_above(below)]
    if document.pk in {one.pk for one in above}:
        raise Refused(_("A page cannot go below itself."))
    if len(above) + _height(document) > MAX_DEEP + 1:
        raise Refused(_("Pages go at most %(number)s deep.") % {"number": MAX_DEEP})


def _height(document: Document) -> int:
    """Return how many pages stand below one another here, with the document itself."""
    height, row = 0, [document.pk]
    while row and height <= MAX_DEEP + 1:
        height += 1
        row = list(Document.objects.filter(parent__in=row).values_list("pk", flat=True))
    return height
