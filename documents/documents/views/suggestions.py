"""Suggestions: sent from suggest mode, shown as a card of the margin or a page, accepted, refused, withdrawn.

A script gets the card as it is then; a browser without one goes to the suggestion's page.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects.access import open_to_guests
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.access import find
from documents.documents.contexts.suggestions import own_updates, suggestions_shown
from documents.documents.contexts.suggestions_page import suggestions_page
from documents.documents.forms.suggestions import (
    BatchForm,
    SuggestionForm,
    SuggestionReasonForm,
    UndoBatchForm,
    VerdictForm,
    chosen_changes,
    seen_places,
)
from documents.documents.models import Suggestion, VerdictKind
from documents.documents.workflows.suggestion_batches import decide_on_all, undo_batch
from documents.documents.workflows.suggestion_verdicts import accept, refuse, withdraw
from documents.documents.workflows.suggestions import give_reason, suggest
from documents.documents.workflows.undo_verdict import undo_last_verdict
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import Refused, require
from foundation.web.pagination import number_in


@require_http_methods(["GET", "POST"])
@open_to_guests
def document_suggestions(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """List what was suggested in a document; or add to what one suggests oneself."""
    found = find(request, project, number)
    if request.method != "POST":
        shown = suggestions_page(found, request.user, request.GET.dict())
        return render(request, "documents/suggestions.html", {"project": project, "document": found, **shown})
    require(permissions.may_comment(request.user, found))
    form = SuggestionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain; charset=utf-8")
    sent = form.cleaned_data
    made = suggest(found, sent["update"], by=request.user, key=sent["key"], going_on=sent["suggestion"])
    return JsonResponse({"id": made.pk}, status=201)


@require_POST
@open_to_guests
def verdicts(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Accept or refuse all that was read on the page of suggestions, what one person suggests there, or a section."""
    found = find(request, project, number)
    require(permissions.may_write(request.user, found))
    form = BatchForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422, content_type="text/plain; charset=utf-8")
    seen, changes = seen_places(request.POST.getlist("seen")), chosen_changes(request.POST.getlist("change"))
    kind = VerdictKind(form.cleaned_data["verdict"])
    batch = decide_on_all(found, by=request.user, kind=kind, seen=seen, changes=changes)
    address = reverse("documents:suggestions", args=[project.slug, found.number])
    return redirect(f"{address}?decided={batch}" if batch else address)


@require_POST
@open_to_guests
def batch_undoing(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Take back what was decided on by one press."""
    found = find(request, project, number)
    require(permissions.may_write(request.user, found))
    form = UndoBatchForm(request.POST)
    if not form.is_valid():
        raise Refused(_("There is nothing left to undo."))
    undo_batch(found, form.cleaned_data["batch"], by=request.user, of_others=project.has(request.user))
    return redirect("documents:suggestions", project.slug, found.number)


@require_safe
@open_to_guests
def own(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Return the updates of what one is suggesting in a document, or of one's `suggestion` of this number: those after
    place `after` of its log, and whether one goes on with it.
    """
    document = find(request, project, number)
    pk, after = (number_in(request.GET.get(name, "")) for name in ("suggestion", "after"))
    return JsonResponse(own_updates(document, request.user, pk=pk, after=after or 0))


@require_safe
@open_to_guests
def suggestion(request: MemberRequest, project: Project, suggestion: int) -> HttpResponse:
    """Show a suggestion on a page of its own; to a script, as a card of its document's margin."""
    return _shown(request, _found(request, project, suggestion))


@require_POST
@open_to_guests
def acceptance(request: MemberRequest, project: Project, suggestion: int) -> HttpResponse:
    """Accept it, or one change of it."""
    return _decide(request, project, suggestion, accept)


@require_POST
@open_to_guests
def refusal(request: MemberRequest, project: Project, suggestion: int) -> HttpResponse:
    """Refuse it, or one change of it."""
    return _decide(request, project, suggestion, refuse)


@require_POST
@open_to_guests
def undoing(request: MemberRequest, project: Project, suggestion: int) -> HttpResponse:
    """Take back what was decided on it last."""
    found = _found(request, project, suggestion)
    require(permissions.may_undo_verdict(request.user, found))
    undo_last_verdict(found, by=request.user)
    return _done(request, project, found)


@require_POST
@open_to_guests
def withdrawal(request: MemberRequest, project: Project, suggestion: int) -> HttpResponse:
    """Take one's own suggestion back."""
    found = _found(request, project, suggestion)
    require(permissions.may_withdraw(request.user, found))
    withdraw(found, by=request.user)
    return _done(request, project, found)


@require_POST
@open_to_guests
def reason(request: MemberRequest, project: Project, suggestion: int) -> HttpResponse:
    """Say why one suggests it."""
    found = _found(request, project, suggestion)
    require(permissions.may_withdraw(request.user, found))
    form = SuggestionReasonForm(request.POST)
    give_reason(found, form.cleaned_data["reason"] if form.is_valid() else "", by=request.user)
    return _done(request, project, found)


def _decide(request: MemberRequest, project: Project, pk: int, verdict: Callable[..., None]) -> HttpResponse:
    found, form = _found(request, project, pk), VerdictForm(request.POST)
    require(permissions.may_decide(request.user, found))
    given = form.cleaned_data if form.is_valid() else {}
    changes = [given["change"]] if given.get("change") else []
    verdict(found, by=request.user, keys=changes, seen=given.get("seen", ""))
    return _done(request, project, found)


def _found(request: MemberRequest, project: Project, pk: int) -> Suggestion:
    found = Suggestion.objects.visible_to(request.user).in_project(project).with_place()
    return get_object_or_404(found, pk=pk)


def _done(request: MemberRequest, project: Project, suggestion: Suggestion) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect(suggestion.page)
    return _shown(request, _found(request, project, suggestion.pk))


def _shown(request: MemberRequest, suggestion: Suggestion) -> HttpResponse:
    document = suggestion.document
    (shown,) = suggestions_shown([suggestion], document, request.user)
    context: dict[str, Any] = {"project": document.project, "document": document, "shown": shown}
    template = "documents/suggestion.html" if request.headers.get("HX-Request") else "documents/suggestion_page.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
