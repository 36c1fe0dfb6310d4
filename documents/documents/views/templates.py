"""The project's templates for documents: listed, saved from a document, removed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.forms.documents import TitleForm
from documents.documents.models import DocumentTemplate
from documents.documents.workflows.begin_document import template_choices
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_safe
@in_project
def templates(request: MemberRequest, project: Project) -> HttpResponse:
    """List the templates, to begin a document with one."""
    context = {"project": project, "templates": template_choices(project)}
    return render(request, "documents/templates.html", context)


@require_POST
@in_project
def document_templates(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Save a document as a template."""
    document = find(request, project, number)
    require(permissions.may_save_as_template(request.user, document))
    form = TitleForm(request.POST)
    if not form.is_valid():
        return redirect(document)
    template = DocumentTemplate.save_from(document, form.cleaned_data["title"], by=request.user)
    messages.success(request, _("The template “%(title)s” is saved.") % {"title": template.title})
    return redirect(template)


@require_POST
@in_project
def removal(request: MemberRequest, project: Project, template: UUID) -> HttpResponse:
    """Offer a template no more."""
    found = get_object_or_404(DocumentTemplate.objects.in_project(project).offered(), pk=template)
    require(permissions.may_remove_template(request.user, found))
    found.remove(by=request.user)
    return redirect(found)
