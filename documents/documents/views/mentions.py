"""What the editor asks while a person writes or reads a mention."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from documents.documents.contexts.mentions import card_of, offered
from documents.documents.models.names import names_of
from documents.richtext.addresses import mention_at
from foundation.accounts.decorators import MemberRequest

MOST = 100


@require_safe
@in_project
def mentions(request: MemberRequest, project: Project) -> HttpResponse:
    """Offer the people and circles that fit `?q=`."""
    return JsonResponse(offered(project, request.GET.get("q", "").strip()), safe=False)


@require_safe
@in_project
def names(request: MemberRequest, project: Project) -> HttpResponse:
    """Name whom and what is asked for: `?of=person-7f…&of=circle-field`."""
    asked = [found for of in request.GET.getlist("of")[:MOST] if (found := mention_at(f"#{of}"))]
    named = names_of(project, asked)
    return JsonResponse(
        {f"{kind}-{key}": {"name": name, "address": address} for (kind, key), (name, address) in named.items()}
    )


@require_safe
@in_project
def card(request: MemberRequest, project: Project, of: str) -> HttpResponse:
    """Show the card of a person or something that is mentioned, as far as the person may see it."""
    shown = card_of(project, request.user, of)
    if shown is None:
        raise Http404
    return render(request, "documents/mention_card.html", {"project": project, "card": shown})
