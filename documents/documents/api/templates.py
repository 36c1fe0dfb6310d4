"""API of templates for documents."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.projects.access import project_for
from documents.documents import permissions
from documents.documents.models import Document, DocumentTemplate
from documents.documents.workflows.begin_document import TemplateChoice, template_choices
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class TemplateOut(Schema):
    """A template; `key` is what `POST …/documents` takes. `is_saved` ones are of the project and can be removed."""

    key: str
    title: str
    is_saved: bool

    @staticmethod
    def resolve_is_saved(choice: TemplateChoice) -> bool:
        """Return whether a person in the project saved it."""
        return choice.saved is not None


class TemplateIn(Body):
    """What saving a document as a template takes."""

    title: str = Field(min_length=1, max_length=200)


@router.get("projects/{slug}/document-templates", response=list[TemplateOut])
def list_templates(request: HttpRequest, slug: str) -> list[TemplateChoice]:
    """List the templates that documents of a project can begin with."""
    return template_choices(project_for(request, slug))


@router.post("documents/{uuid:document}/templates", response={201: TemplateOut})
def save_template(request: HttpRequest, document: UUID, data: TemplateIn) -> Status[TemplateChoice]:
    """Save a document as a template of its project."""
    user = asker(request)
    found = get_object_or_404(Document.objects.readable_by(user).select_related("project", "log"), pk=document)
    require(permissions.may_save_as_template(user, found))
    template = DocumentTemplate.save_from(found, data.title, by=user)
    return Status(201, TemplateChoice(str(template.pk), template.title, template))


@router.delete("projects/{slug}/document-templates/{uuid:template}", response={204: None})
def remove_template(request: HttpRequest, slug: str, template: UUID) -> Status[None]:
    """Offer a template no more; documents that began with it stay as they are."""
    project = project_for(request, slug)
    found = get_object_or_404(DocumentTemplate.objects.in_project(project).offered(), pk=template)
    require(permissions.may_remove_template(asker(request), found))
    found.remove(by=asker(request))
    return Status(204, None)
