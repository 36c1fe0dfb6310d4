"""API of public links."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.forms.public_links import LONGEST_PASSWORD
from documents.documents.models import Document, PublicLink
from documents.documents.workflows.public_links import end_public_link, make_public_link
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class PublicLinkIn(Body):
    """What a public link takes: its last day (none: thirty days), and a password, if it is to have one."""

    ends_on: date | None = None
    password: str = Field("", max_length=LONGEST_PASSWORD)


class PublicLinkOut(Schema):
    """A document's public link. `address` is for whoever may make one, empty for others; `is_shown`: whether it shows
    the document now; `readers`: by how many browsers it was opened.
    """

    address: str
    made_by: UUID
    made_at: datetime
    ends_on: date
    asks_password: bool
    is_shown: bool
    readers: int


def find(request: HttpRequest, document: UUID) -> Document:
    """Find a document of a project that the person is in: 403 with the reason for a restricted one."""
    found = Document.objects.filter(project__in=Project.objects.visible_to(asker(request)))
    known = get_object_or_404(found.select_related("project", "circle"), pk=document)
    permissions.require_reading(asker(request), known)
    return known


def standing(document: Document) -> PublicLink | None:
    """Return its link that nobody ended, or None."""
    return document.public_links.standing().select_related("made_by", "document__project").first()


def shown(link: PublicLink, *, may_share: bool) -> PublicLinkOut:
    """Return a link as the API shows it."""
    return PublicLinkOut(
        address=link.address if may_share else "",
        made_by=link.made_by_id,
        made_at=link.made_at,
        ends_on=link.ends_on,
        asks_password=link.asks_password,
        is_shown=permissions.shows_now(link),
        readers=link.readers,
    )


@router.get("documents/{uuid:document}/public-link", response={200: PublicLinkOut, 204: None})
def public_link(request: HttpRequest, document: UUID) -> Status[PublicLinkOut] | Status[None]:
    """Read a document's public link; 204 where it has none."""
    known = find(request, document)
    link = standing(known)
    may_share = permissions.may_share(asker(request), known)
    return Status(200, shown(link, may_share=may_share)) if link else Status(204, None)


@router.post("documents/{uuid:document}/public-link", response={201: PublicLinkOut})
def create_public_link(request: HttpRequest, document: UUID, data: PublicLinkIn) -> Status[PublicLinkOut]:
    """Make a public link; the earlier one ends."""
    known = find(request, document)
    require(permissions.may_share(asker(request), known))
    make_public_link(known, by=asker(request), ends_on=data.ends_on, password=data.password)
    return Status(201, shown(get_object_or_404(PublicLink.objects.standing(), document=known), may_share=True))


@router.delete("documents/{uuid:document}/public-link", response={204: None})
def delete_public_link(request: HttpRequest, document: UUID) -> Status[None]:
    """End a document's public link at once."""
    known = find(request, document)
    link = get_object_or_404(PublicLink.objects.standing().select_related("document__project"), document=known)
    require(permissions.may_end_public_link(asker(request), link))
    end_public_link(link, by=asker(request))
    return Status(204, None)
