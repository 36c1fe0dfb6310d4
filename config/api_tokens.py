"""Tokens at the API: what each is for is asked before an operation runs."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from chat.chat.models import Topic
from circles.projects.models import Project
from documents.documents.models import Document
from foundation.accounts.models import Token
from foundation.accounts.scopes import needed
from foundation.files.models import Attachment, Upload
from foundation.web.exceptions import Refused

OF_NO_PROJECT = {
    ("GET", "api/v1/me"), ("POST", "api/v1/tickets"), ("POST", "api/v1/uploads"), ("GET", "api/v1/files"),
}  # fmt: skip
"""What a token for one project may all the same: know whom it speaks for; tickets and files ask themselves for the
document or thing that they are for.
"""


class ScopeMissing(Refused):
    """A token is not for what was asked; `code` says whether for this area, or outside of its project."""

    status = 403
    code = "scope"


class OutsideProject(ScopeMissing):
    """A token is for one project, and the operation is of none."""

    code = "project"


class Bearer(HttpBearer):
    """A personal token in `Authorization: Bearer`, for the operations of one app."""

    def __init__(self, app: str) -> None:
        super().__init__()
        self.app = app

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """Find the token; whom it speaks for is `request.user` from here on.

        :raises ScopeMissing: where it is not for this operation.
        :raises Http404: in a project that it is not for.
        """
        found = Token.shown(token)
        if found is None:
            return None
        scope = needed(self.app, request.method or "GET")
        if not found.may(scope):
            raise ScopeMissing(_("This token may not do that: it lacks “%(scope)s”.") % {"scope": scope.value})
        if found.project is not None:
            require_within(request, found.project)
        found.note_used()
        request.user = found.user
        return found


def require_within(request: HttpRequest, project: UUID) -> None:
    """Let a token go no further than its project."""
    match: Any = request.resolver_match
    if (request.method, match.route) in OF_NO_PROJECT:
        return
    if not names_a_project(match.kwargs, match.route):
        raise OutsideProject(_("This token works in one project only, and this is outside it."))
    if project_at(match.kwargs, match.route) != project:
        raise Http404


def names_a_project(names: dict[str, Any], route: str) -> bool:
    """Whether an address is of a project, or of a thing of one."""
    return "slug" in names or "document" in names or "v1/files/" in route or "v1/uploads/" in route


def project_at(names: dict[str, Any], route: str) -> UUID | None:
    """Return the project that an address names, or that a thing belongs to that it names; whoever may see it."""
    if "slug" in names:
        return Project.objects.filter(slug=names["slug"]).values_list("pk", flat=True).first()
    if "document" in names:
        return Document.objects.filter(pk=names["document"]).values_list("project", flat=True).first()
    if "v1/files/" in route:
        return _project_of(Attachment.objects.filter(pk=names["key"]).values_list("project", flat=True).first())
    if "v1/uploads/" in route:
        return _project_of(Upload.objects.filter(pk=names["key"]).values_list("project", flat=True).first())
    return None


def _project_of(keeper: UUID | None) -> UUID | None:
    """Return the project of what is kept under an id: files of direct messages are kept under their conversation's."""
    return Topic.objects.filter(pk__in=filter(None, [keeper])).values_list("project", flat=True).first() or keeper
