"""Files as browsers fetch them, and taking one off its thing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from foundation.accounts.decorators import MemberRequest, signed_in
from foundation.files.serving import send_file
from foundation.files.workflows.attaching import remove_file, restore_file
from foundation.files.workflows.reading import find_file, rendition_of
from foundation.web.pagination import number_in
from foundation.web.redirects import back_or


@require_safe
@signed_in
def file(request: MemberRequest, project: str, key: UUID, name: str) -> HttpResponseBase:
    """Send a file, or with `size` a picture of it at least that large; `name` is for people."""
    found, _rights = find_file(key, request.user, slug=project)
    size = number_in(request.GET.get("size", ""))
    rendition = rendition_of(found, size) if size else None
    return send_file(request, found, rendition)


@require_POST
@signed_in
def removal(request: MemberRequest, project: str, key: UUID) -> HttpResponseBase:
    """Take a file off its thing; can be undone from the toast."""
    found, rights = find_file(key, request.user, slug=project)
    remove_file(found, by=request.user)
    undo = reverse("files:restoration", args=[project, found.pk])
    messages.success(request, _("“%(name)s” is removed.") % {"name": found.name}, extra_tags=undo)
    return back_or(request, rights.thing or "home")


@require_POST
@signed_in
def restoration(request: MemberRequest, project: str, key: UUID) -> HttpResponseBase:
    """Bring a removed file back."""
    found, rights = find_file(key, request.user, slug=project, removed=True)
    restore_file(found, by=request.user)
    return back_or(request, rights.thing or "home")
