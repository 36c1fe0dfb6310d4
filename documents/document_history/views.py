"""Pages of a document's history: its versions compared, named and restored; the time slider; its record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.record.timeline import by_day, sentences_of
from documents.document_history.forms import MomentForm, RestoreForm, RestoreMomentForm, VersionForm
from documents.document_history.page import MOMENT, history_context
from documents.document_history.restore_version import AlreadyMatches, restore_moment, restore_version
from documents.document_history.slider_updates import updates_after
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.editor_strings import version_words
from documents.documents.models import Document, Version
from documents.documents.workflows.versions import make_version_at, name_version
from foundation.accounts.decorators import MemberRequest
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused, require
from foundation.web.pagination import number_in, seq_page_of
from foundation.web.redirects import back_or


@require_safe
@in_project
def history(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Compare two versions of a document, and list all."""
    found = find(request, project, number)
    context = {
        "project": project,
        "document": found,
        "may_write": permissions.may_write(request.user, found),
        "words": version_words(),
        "here": request.get_full_path(),
        **history_context(found, request.GET.dict()),
    }
    return render(request, "document_history/history.html", context)


@require_POST
@in_project
def versions(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Make a version of what a document says now, or said at a moment of its history."""
    found = find(request, project, number)
    require(permissions.may_write(request.user, found))
    form = MomentForm(request.POST)
    if not form.is_valid():
        return refused(request, project, found, form)
    return redirect(address(found, to=make_version_at(found, by=request.user, **form.cleaned_data)))


@require_POST
@in_project
def version_name(request: MemberRequest, project: Project, number: int, version: int) -> HttpResponse:
    """Name a version, or take its name away."""
    found = find_version(request, project, number, version)
    require(permissions.may_write(request.user, found.document))
    form = VersionForm(request.POST)
    if not form.is_valid():
        return refused(request, project, found.document, form)
    name_version(found, by=request.user, **form.cleaned_data)
    return redirect(address(found.document, to=found))


@require_POST
@in_project
def restorations(request: MemberRequest, project: Project, number: int, version: int) -> HttpResponseBase:
    """Restore a version."""
    found = find_version(request, project, number, version)
    require(permissions.may_write(request.user, found.document))
    form = RestoreForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    try:
        made = restore_version(found, by=request.user, seen=seen)
    except AlreadyMatches as same:
        messages.info(request, same.sentence)
        return back_or(request, address(found.document, to=found))
    return restored(request, found, made)


@require_POST
@in_project
def moment_restorations(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Restore what a document said at a moment of its history."""
    found = find(request, project, number)
    require(permissions.may_write(request.user, found))
    form = RestoreMomentForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Choose a moment of the history first."))
    seq, seen = form.cleaned_data["seq"], form.cleaned_data["seen"]
    try:
        made = restore_moment(found, seq, by=request.user, seen=seen)
    except AlreadyMatches as same:
        messages.info(request, same.sentence)
        return redirect(f"{reverse('documents:history', args=[project.slug, found.number])}?to={MOMENT}{seq}")
    return restored(request, get_object_or_404(found.versions, number=made.restored or 0), made)


@require_safe
@in_project
def slider_updates(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Return the updates of a document after a place of its log, for the time slider."""
    found = find(request, project, number)
    updates = updates_after(found, number_in(request.GET.get("after", "")) or 0)
    return HttpResponse(
        updates, content_type="application/octet-stream", headers={"Cache-Control": "private, no-store"}
    )


@require_safe
@in_project
def events(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """List what the record keeps of a document: its names, versions, who was let in, what was resolved."""
    found = find(request, project, number)
    entries = Entry.objects.of_project(project.pk).about(found.kind, str(found.pk)).newest_first()
    page = seq_page_of(entries, request.GET.get("before", ""))
    days = by_day(sentences_of(project, page.rows, request.user))
    context = {"project": project, "document": found, "page": page, "days": days}
    return render(request, "document_history/events.html", context)


def find_version(request: MemberRequest, project: Project, number: int, version: int) -> Version:
    """Find a version of such a document."""
    return get_object_or_404(find(request, project, number).versions, number=version)


def address(document: Document, *, to: Version) -> str:
    """Return the address of a version on the page of the history."""
    page = reverse("documents:history", args=[document.project.slug, document.number])
    return f"{page}?to={to.number}"


def restored(request: HttpRequest, version: Version, made: Version) -> HttpResponse:
    """Say what was restored, and show the document as it is now."""
    said = _("%(version)s restored as version %(number)s.") % {"version": version.label, "number": made.number}
    messages.success(request, said)
    return redirect(address(version.document, to=made))


def refused(request: HttpRequest, project: Project, document: Document, form: VersionForm) -> HttpResponse:
    """Show the form again, with what was wrong."""
    context = {"project": project, "document": document, "form": form}
    return render(request, "document_history/name_version.html", context, status=422)
