"""API of the tags of documents."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles.models.shared_word import MAX_WORD
from circles.projects.access import project_for
from documents.documents import permissions
from documents.documents.api.order import to_arrange
from documents.documents.models import DocumentTag
from documents.documents.workflows.tags import remove_tag, rename_tag, set_tags
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import require

router = Router()


class TagsIn(Body):
    """The tags of a document, all of them."""

    tags: list[Annotated[str, Field(max_length=MAX_WORD)]]


class TagsOut(Schema):
    """The tags of a document."""

    tags: list[str]


class TagOut(Schema):
    """A tag of the project, and how many documents bear it."""

    id: int
    name: str
    documents: int


class TagPatch(Body):
    """What a tag is called."""

    name: str = Field(min_length=1, max_length=MAX_WORD)


@router.get("projects/{slug}/document-tags", response=list[TagOut])
def list_tags(request: HttpRequest, slug: str) -> list[TagOut]:
    """List the tags of a project's documents."""
    found = DocumentTag.objects.in_project(project_for(request, slug)).with_numbers().order_by(Alphabetical("name"))
    return [TagOut(id=tag.pk, name=tag.name, documents=vars(tag)["number"]) for tag in found]


@router.patch("projects/{slug}/document-tags/{int:tag}", response={204: None})
def change_tag(request: HttpRequest, slug: str, tag: int, data: TagPatch) -> Status[None]:
    """Call a tag something else, on all documents."""
    project = project_for(request, slug)
    require(permissions.may_tag(asker(request), project))
    rename_tag(get_object_or_404(DocumentTag.objects.in_project(project), pk=tag), data.name, by=asker(request))
    return Status(204, None)


@router.delete("projects/{slug}/document-tags/{int:tag}", response={204: None})
def delete_tag(request: HttpRequest, slug: str, tag: int) -> Status[None]:
    """Take a tag off all documents."""
    project = project_for(request, slug)
    require(permissions.may_tag(asker(request), project))
    remove_tag(get_object_or_404(DocumentTag.objects.in_project(project), pk=tag), by=asker(request))
    return Status(204, None)


@router.put("documents/{uuid:document}/tags", response=TagsOut)
def put_tags(request: HttpRequest, document: UUID, data: TagsIn) -> TagsOut:
    """Give a document these tags and no others."""
    found = to_arrange(request, document)
    set_tags(found, data.tags, by=asker(request))
    return TagsOut(tags=list(found.tags.order_by(Alphabetical("name")).values_list("name", flat=True)))
