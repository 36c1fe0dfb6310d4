"""The cards of things in a text, each as its reader may see it now."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from circles.projects.access import in_project, is_guest, open_to_guests
from circles.projects.models import Project
from documents.documents.contexts.cards import card_of, embed_at
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def cards(request: MemberRequest, project: Project) -> HttpResponse:
    """Say of which thing a card can stand for `?address=/p/pump/decisions/12/`."""
    found = embed_at(project, request.GET.get("address", ""))
    if found is None:
        raise Http404
    return JsonResponse({"kind": found[0], "id": found[1]})


@require_safe
@open_to_guests
def card(request: MemberRequest, project: Project, of: str) -> HttpResponse:
    """Show a card as far as the person may see it: of what they may not read, that it is locked."""
    shown = card_of(project, request.user, of, is_guest=is_guest(request))
    return render(request, "documents/thing_card.html", {"project": project, "card": shown, "of": of})
