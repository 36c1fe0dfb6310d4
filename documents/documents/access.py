"""Finds a document whose words a page or a program is about: 404 for one of which the person may not know, 403 with the
reason for a restricted one.
"""

from uuid import UUID

from django.shortcuts import get_object_or_404

from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.contexts.restriction import page_of_restricted
from documents.documents.models import Document
from foundation.accounts.decorators import MemberRequest
from foundation.accounts.models import User


def find(request: MemberRequest, project: Project, number: int) -> Document:
    """Find a document of a project, for its page."""
    return find_with_abilities(request, project, number)[0]


def find_with_abilities(
    request: MemberRequest, project: Project, number: int
) -> tuple[Document, permissions.Abilities]:
    """Find a document as `find` does, and what the person may do with it."""
    found = Document.objects.in_project(project).visible_to(request.user)
    found = found.select_related("project", "circle", "log", "folder__project", "parent__project")
    document = get_object_or_404(found, number=number)
    try:
        return document, permissions.require_reading(request.user, document)
    except permissions.DocumentRestricted as closed:
        closed.template = "documents/restricted.html"
        closed.context |= page_of_restricted(document, closed.restriction, project)
        raise


def find_with_history(user: User, document: UUID) -> Document:
    """Find a document by its id, with what it said before: that is for its project, and not for guests."""
    found = Document.objects.filter(project__in=Project.objects.visible_to(user)).select_related(
        "project", "circle", "log"
    )
    known = get_object_or_404(found, pk=document)
    permissions.require_reading(user, known)
    return known
