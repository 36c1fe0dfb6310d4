"""API of mentions: which documents name a person or something."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from circles.projects.access import project_for
from documents.documents.models import Document, Mention
from foundation.accounts.decorators import asker

router = Router()
MOST = 200


class MentionOut(Schema):
    """A document that names it; `block` is that of the address's `#b-…`, empty where it has none yet."""

    document: UUID
    reference: str
    title: str
    block: str
    url: str

    @staticmethod
    def resolve_document(mention: Mention) -> UUID:
        """Return the document's id."""
        return mention.document.pk

    @staticmethod
    def resolve_reference(mention: Mention) -> str:
        """Return the document's reference."""
        return mention.document.reference

    @staticmethod
    def resolve_title(mention: Mention) -> str:
        """Return the document's title."""
        return mention.document.title

    @staticmethod
    def resolve_url(mention: Mention) -> str:
        """Return where in the document it stands."""
        return mention.document.get_absolute_url() + (f"#b-{mention.block}" if mention.block else "")


@router.get("projects/{slug}/mentions", response=list[MentionOut])
def list_mentions(request: HttpRequest, slug: str, kind: Mention.Target, target: str) -> list[Mention]:
    """List the documents that mention a person (by id), a circle (by key) or a thing (by reference), at most 200."""
    project = project_for(request, slug)
    readable = Document.objects.readable_by(asker(request))
    found = Mention.objects.of(project, kind, target).among(readable).select_related("document__project")
    return list(found.order_by("document__number")[:MOST])
