"""API of documents."""

from dataclasses import replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status

from circles.circles.access import circle_for
from circles.projects.access import project_for
from documents.coediting.models import TICKET_LIFE, Ticket
from documents.documents import permissions
from documents.documents.api import (
    comments,
    mentions,
    order,
    public_links,
    restriction,
    suggestions,
    tags,
    templates,
)
from documents.documents.api.restriction import RestrictionOut, restriction_out
from documents.documents.filters import DocumentFilters
from documents.documents.models import Document, Favourite
from documents.documents.workflows.begin_document import begin_document
from documents.documents.workflows.duplicate import duplicate
from documents.documents.workflows.placing import move_to_circle
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.decorators import asker, token_of
from foundation.audit import clock
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()
router.add_router("", order.router)
router.add_router("", tags.router)
router.add_router("", public_links.router)
router.add_router("", restriction.router)
router.add_router("", comments.router)
router.add_router("", mentions.router)
router.add_router("", suggestions.router)
router.add_router("", templates.router)


class DocumentIn(Body):
    """What making a document takes; `circle` is a key, `markdown` its first words, or `template` the key of one."""

    title: str = Field(min_length=1, max_length=200)
    circle: str = "general"
    markdown: str = Field("", max_length=2 * 1024 * 1024)
    template: str = Field("", max_length=40)


class DocumentPatch(Body):
    """What changes of a document: its title, its circle (a key), whether it is archived."""

    title: str | None = Field(None, min_length=1, max_length=200)
    circle: str | None = None
    archived: bool | None = None


class DocumentQuery(Schema):
    """Which documents: with these words in title or text, of a circle (a key), with a tag, right in a folder (its
    number), one's favourites, in an order; the archived ones.
    """

    words: str = ""
    circle: str = ""
    tag: str = ""
    folder: str = ""
    favourites: bool = False
    order: Literal["title", "changed", "made"] = "title"
    archived: bool = False
    after: str = ""


class DocumentOut(Schema):
    """A document; its text is at `…/{id}.md` (`.html`, `.docx`, `.odt`, `.pdf`, `.txt`), and live at `socket`."""

    id: UUID
    number: int
    reference: str
    title: str
    genre: str
    circle: str
    seq: int
    edited_at: datetime
    edited_by: UUID | None
    archived: bool
    may_read: bool
    may_edit: bool
    url: str
    socket: str
    restriction: RestrictionOut | None


class DocumentPage(Schema):
    """Documents, and the cursor of the next page (empty on the last one)."""

    documents: list[DocumentOut]
    next: str


class TicketIn(Body):
    """The id of the document that the ticket is for."""

    document: UUID


class TicketOut(Schema):
    """A ticket for `?ticket=` of the document's socket."""

    ticket: str
    ends_at: datetime


def shown(document: Document, *, may_edit: bool) -> DocumentOut:
    """Return a document as the API shows it."""
    return DocumentOut(
        id=document.pk,
        number=document.number,
        reference=document.reference,
        title=document.title,
        genre=document.genre,
        circle=document.circle.key,
        seq=document.log.seq,
        edited_at=document.log.edited_at,
        edited_by=document.log.edited_by_id,
        archived=document.is_archived,
        may_read=is_readable(document),
        may_edit=may_edit,
        url=document.get_absolute_url(),
        socket=document.socket_path,
        restriction=restriction_out(document),
    )


def is_readable(document: Document) -> bool:
    """Whether the person for whom the document was found may read it."""
    return bool(vars(document)["is_readable"])


def find(request: HttpRequest, document: UUID) -> Document:
    """Find a document of which the person may know."""
    found = Document.objects.visible_to(asker(request)).with_access(asker(request))
    return get_object_or_404(found.select_related("project", "circle", "log"), pk=document)


def find_readable(request: HttpRequest, document: UUID) -> Document:
    """Find a document that the person may read: 403 with the reason for a restricted one."""
    found = find(request, document)
    permissions.require_reading(asker(request), found)
    return found


@router.get("projects/{slug}/documents", response=DocumentPage)
def list_documents(request: HttpRequest, slug: str, query: Query[DocumentQuery]) -> DocumentPage:
    """List a project's documents: by title, or in the order asked for (`title`, `changed`, `made`)."""
    user = asker(request)
    # A program reads one list, in which folders and pages hide nothing.
    filters = replace(DocumentFilters.from_query(query.dict(exclude={"after"})), flat=not query.folder)
    page = filters.page_for(project_for(request, slug), user, query.after)
    asked = Document.objects.filter(pk__in=[row.pk for row in page.rows]).with_edits().select_related("project")
    found = asked.with_access(user).with_write_access(user).in_bulk()
    rows = [found[row.pk] for row in page.rows if row.pk in found]
    documents = [shown(document, may_edit=permissions.may_write_listed(document)) for document in rows]
    return DocumentPage(documents=documents, next=page.next)


@router.post("projects/{slug}/documents", response={201: DocumentOut})
def create_document(request: HttpRequest, slug: str, data: DocumentIn) -> Status[DocumentOut]:
    """Make a document."""
    user = asker(request)
    circle = circle_for(request, slug, data.circle)
    require(permissions.may_write_in(user, circle))
    nodes = nodes_of(data.markdown) if data.markdown.strip() else None
    document = begin_document(circle, data.title, by=user, nodes=nodes, template="" if nodes else data.template)
    return Status(201, shown(find(request, document.pk), may_edit=True))


@router.get("documents/{uuid:document}", response=DocumentOut)
def get_document(request: HttpRequest, document: UUID) -> DocumentOut:
    """Return what a document is, without its text."""
    found = find(request, document)
    return shown(found, may_edit=permissions.may_write(asker(request), found))


@router.patch("documents/{uuid:document}", response=DocumentOut)
def change_document(request: HttpRequest, document: UUID, data: DocumentPatch) -> DocumentOut:
    """Rename, move, archive or restore a document."""
    found, user = find_readable(request, document), asker(request)
    require(permissions.may_arrange(user, found))
    circle = None if data.circle is None else circle_for(request, found.project.slug, data.circle)
    require(circle is None or permissions.may_write_in(user, circle))
    with transaction.atomic():  # all of it, or nothing
        if data.archived is False:
            found.restore(by=user)
        if data.title is not None:
            found.rename(data.title, by=user)
        if circle is not None:
            move_to_circle(found, circle, by=user)
        if data.archived:
            found.archive(by=user)
    return get_document(request, document)


@router.post("documents/{uuid:document}/copies", response={201: DocumentOut})
def duplicate_document(request: HttpRequest, document: UUID) -> Status[DocumentOut]:
    """Make a copy of a document, with a history of its own."""
    found, user = find(request, document), asker(request)
    require(permissions.may_write_in(user, found.circle))
    copy = duplicate(found, by=user)
    return Status(201, shown(find(request, copy.pk), may_edit=True))


@router.put("documents/{uuid:document}/favourite", response={204: None})
def mark_favourite(request: HttpRequest, document: UUID) -> Status[None]:
    """Mark a document as a favourite of yours."""
    Favourite.mark(find(request, document), by=asker(request), is_on=True)
    return Status(204, None)


@router.delete("documents/{uuid:document}/favourite", response={204: None})
def unmark_favourite(request: HttpRequest, document: UUID) -> Status[None]:
    """Take the mark away."""
    Favourite.mark(find(request, document), by=asker(request), is_on=False)
    return Status(204, None)


@router.post("tickets", response={201: TicketOut})
def issue_ticket(request: HttpRequest, data: TicketIn) -> Status[TicketOut]:
    """Issue a ticket of ten minutes for one document's socket, for clients that can send neither cookie nor header."""
    token, found = token_of(request), find_readable(request, data.document)
    require(token is None or permissions.is_for_sockets(token, found.pk))
    came_by = {"token": token.digest} if token else {"session": request.session.session_key or ""}
    ticket = Ticket.issue(asker(request), found.pk, **came_by)
    return Status(201, TicketOut(ticket=ticket, ends_at=clock.now() + TICKET_LIFE))
