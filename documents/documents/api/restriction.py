"""API of restrictions."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from documents.documents import permissions
from documents.documents.contexts.restriction import open_pages_below
from documents.documents.models import Document
from documents.documents.models.restriction import MAX_RESTRICTION_REASON
from documents.documents.readers import Readers, guests_of, readers_named, readers_of
from documents.documents.workflows import restricting
from documents.documents.workflows.restricting import RestrictionTerms
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import Refused, require

router = Router()


class RestrictionOut(Schema):
    """Why a document is restricted, until which day (it opens on that day), since when and by whom."""

    reason: str
    ends_on: date
    started_at: datetime
    started_by: str


class ReadersOut(RestrictionOut):
    """The same with who reads it: ids of people, keys of circles, ids of guests who are let into it."""

    people: list[UUID]
    circles: list[str]
    guests: list[UUID]


class RestrictionIn(Body):
    """What restricting takes; without a day it ends in thirty days. `people` are ids, `circles` keys. With `pages` the
    open pages below it are restricted alike, as far as one may restrict them.
    """

    reason: str = Field(min_length=1, max_length=MAX_RESTRICTION_REASON)
    ends_on: date | None = None
    people: list[UUID] = []
    circles: list[str] = []
    pages: bool = False


def restriction_out(document: Document) -> RestrictionOut | None:
    """Return the restriction that holds, or None."""
    held = document.restriction
    return (
        RestrictionOut(
            reason=held.reason, ends_on=held.ends_on, started_at=held.started_at, started_by=held.started_by.name
        )
        if held
        else None
    )


def with_readers(document: Document) -> ReadersOut:
    """Return the restriction that holds, with who reads it."""
    said, readers = restriction_out(document), readers_of(document)
    people, circles = [one.pk for one in readers.people], [one.key for one in readers.circles]
    guests = [one.pk for one in guests_of(document)]
    return ReadersOut(**(said.dict() if said else {}), people=people, circles=circles, guests=guests)


def find_known(request: HttpRequest, document: UUID) -> Document:
    """Find a document of a project the person is in, restricted or not."""
    found = Document.objects.visible_to(asker(request)).select_related("project", "circle", "log")
    known = get_object_or_404(found, pk=document)
    require(known.project.has(asker(request)))
    return known


def terms_in(document: Document, data: RestrictionIn) -> RestrictionTerms:
    """Read what was agreed.

    :raises Refused: for people and circles that the project does not have.
    """
    named = [*(f"person:{pk}" for pk in data.people), *(f"circle:{key}" for key in data.circles)]
    readers: Readers = readers_named(document.project, named)
    if readers.unknown:
        sentence = _("“%(name)s” is not a circle or a person of this project, or it names several.")
        raise Refused(sentence % {"name": readers.unknown[0]})
    return RestrictionTerms(data.reason, readers.people, readers.circles, data.ends_on)


@router.get("documents/{uuid:document}/restriction", response={200: ReadersOut, 204: None})
def restriction(request: HttpRequest, document: UUID) -> Status[ReadersOut] | Status[None]:
    """Read why a document is restricted, until when, and who reads it; 204 for an open one."""
    known = find_known(request, document)
    return Status(200, with_readers(known)) if known.restriction else Status(204, None)


@router.put("documents/{uuid:document}/restriction", response=ReadersOut)
def restrict(request: HttpRequest, document: UUID, data: RestrictionIn) -> ReadersOut:
    """Restrict a document, or say anew why, until when and for whom."""
    known = find_known(request, document)
    require(permissions.may_restrict_or_renew(asker(request), known))
    pages = open_pages_below(known, asker(request)) if data.pages else []
    restricting.restrict_or_renew(known, terms_in(known, data), by=asker(request), pages=pages)
    return with_readers(find_known(request, document))


@router.post("documents/{uuid:document}/restriction/lifting", response={204: None})
def lift(request: HttpRequest, document: UUID) -> Status[None]:
    """Open a document to everyone in the project before its day."""
    known = find_known(request, document)
    require(permissions.may_change_restriction(asker(request), known))
    restricting.lift(known, by=asker(request))
    return Status(204, None)


@router.post("documents/{uuid:document}/restriction/requests", response={204: None})
def ask_for_access(request: HttpRequest, document: UUID) -> Status[None]:
    """Ask who restricted a document to be let in."""
    restricting.ask_for_access(find_known(request, document), by=asker(request))
    return Status(204, None)


@router.post("documents/{uuid:document}/restriction/followers", response={204: None})
def follow(request: HttpRequest, document: UUID) -> Status[None]:
    """Hear in one's inbox when a document opens."""
    restricting.follow(find_known(request, document), by=asker(request))
    return Status(204, None)
