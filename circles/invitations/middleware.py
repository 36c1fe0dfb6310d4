"""Keep who came by an e-mail's link to what guests see: they have no account to look after, and begin nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from circles.invitations.workflows.link_guests import BY_LINK

OPEN = frozenset(("public", "in project or guest"))
ALSO = frozenset(("home", "account_logout", "files:file", "documents:sync"))
"""Beside what is open to guests: the first page, the way out, files of what they read, its text where no socket opens:
these ask for themselves who may.
"""
OPERATIONS = ("/api/v1/uploads", "/api/v1/tickets")
"""What the editor of a guest asks of the API."""


class LinkGuestMiddleware:
    """Answers 404 to them for everything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Sequence[Any], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Refuse what is none of theirs."""
        if not request.user.is_authenticated or not request.session.get(BY_LINK):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if getattr(view, "access", "") in OPEN or name in ALSO or request.path.startswith(OPERATIONS):
            return None
        raise Http404
