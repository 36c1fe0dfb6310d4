"""What one does with several documents that were chosen in the list."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.workflows.bulk_undo import BulkUndo
from documents.documents import permissions
from documents.documents.contexts.documents import tags_of
from documents.documents.contexts.together import chosen_among, refuse_others
from documents.documents.forms.order import DocumentPlaceForm, TagForm
from documents.documents.forms.together import RestrictAllForm
from documents.documents.models import Document
from documents.documents.views.order import may_put_there
from documents.documents.workflows.together import (
    SALT,
    archive_all,
    place_all,
    restore_all,
    restrict_all,
    tag_all,
    undo_all,
)
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


def chosen_in(request: MemberRequest, project: Project) -> list[Document]:
    """Return what was chosen (`document`, their numbers)."""
    values = request.POST.getlist("document") or request.GET.getlist("document")
    return chosen_among(project, request.user, values)


def asking(request: HttpRequest, documents: Sequence[Document], form: Any, heading: str, button: str) -> HttpResponse:
    """Show what is chosen, and what is asked."""
    project = documents[0].project
    context = {"project": project, "documents": documents, "form": form, "heading": heading, "button": button}
    context |= {"back": request.GET.get("back", ""), "tags": tags_of(project)}
    return render(request, "documents/together.html", context, status=422 if form and form.is_bound else 200)


def done(request: MemberRequest, project: Project, back: BulkUndo) -> HttpResponseBase:
    """Say how many were changed, with the way back, and go on where one was."""
    number = len(back.earlier)
    sentence = ngettext("%(number)s document changed.", "%(number)s documents changed.", number) % {"number": number}
    undo = (
        reverse("documents:undo_together", args=[project.slug, back.token(project, request.user, salt=SALT)])
        if number
        else ""
    )
    messages.success(request, sentence, extra_tags=undo)
    return back_or(request, "documents:documents", project.slug)


@require_http_methods(["GET", "POST"])
@in_project
def places(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Move them."""
    found = chosen_in(request, project)
    form = DocumentPlaceForm(
        request.POST or None, project=project, user=request.user, initial={"circle": found[0].circle}
    )
    if not form.is_valid():
        return asking(request, found, form, _("Move"), _("Move"))
    to = form.cleaned_data["place"]
    require(may_put_there(request, to))
    may_restrict = permissions.restricts(request.user)
    return done(request, project, place_all(project, found, to, by=request.user, may_restrict=may_restrict))


@require_http_methods(["GET", "POST"])
@in_project
def tagging(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Give them one more tag."""
    found, form = chosen_in(request, project), TagForm(request.POST or None)
    if not form.is_valid():
        return asking(request, found, form, _("Add a tag"), _("Add"))
    return done(request, project, tag_all(project, found, form.cleaned_data["tag"], by=request.user))


@require_http_methods(["GET", "POST"])
@in_project
def archives(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Put them away; asked by a page where no script runs."""
    found = chosen_in(request, project)
    if request.method != "POST":
        return asking(request, found, None, _("Archive"), _("Archive"))
    return done(request, project, archive_all(project, found, by=request.user))


@require_http_methods(["GET", "POST"])
@in_project
def restorations(request: MemberRequest, project: Project) -> HttpResponseBase:
    """List them again."""
    found = chosen_in(request, project)
    if request.method != "POST":
        return asking(request, found, None, _("Restore"), _("Restore"))
    return done(request, project, restore_all(project, found, by=request.user))


@require_http_methods(["GET", "POST"])
@in_project
def restrictions(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Restrict them, all for the same reason and the same readers."""
    found = chosen_in(request, project)
    refuse_others([one for one in found if not permissions.may_restrict_or_renew(request.user, one)])
    form = RestrictAllForm(request.POST or None, project=project, document=found[0])
    if not form.is_valid():
        return asking(request, found, form, _("Restrict"), _("Restrict"))
    number = restrict_all(project, found, form.terms(), by=request.user)
    sentence = ngettext("%(number)s document is restricted.", "%(number)s documents are restricted.", number)
    messages.success(request, sentence % {"number": number})
    return back_or(request, "documents:documents", project.slug)


@require_POST
@in_project
def undoing(request: MemberRequest, project: Project, token: str) -> HttpResponseBase:
    """Take such a change back, where nobody has changed the same since."""
    back = BulkUndo.from_token(token, project, request.user, salt=SALT)
    found = chosen_among(project, request.user, [str(one.number) for one in back.earlier])
    number = undo_all(
        project,
        found,
        back,
        by=request.user,
        may_put=partial(may_put_there, request),
        may_open=partial(permissions.may_change_restriction, request.user),
    )
    sentence = ngettext("%(number)s document is as before.", "%(number)s documents are as before.", number)
    messages.success(request, sentence % {"number": number})
    return back_or(request, "documents:documents", project.slug)
