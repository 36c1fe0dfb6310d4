"""Do once what is sent twice: a click that was one too many, a request that was tried again.

The key is the sender's: a program says `Idempotency-Key`, and a page has one in each form, whose token is drawn anew
whenever the page is shown. The answer is kept in the transaction of the change: either both are there, or neither.
Whoever sends the same again meanwhile waits for the first, and gets its answer.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from foundation.accounts.middleware import Answer, problem
from foundation.accounts.models import StoredResponse, Token, User, digest

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST = 255
LONGEST_PLACE = 2000
SAFE = ("GET", "HEAD", "OPTIONS")
SAME_CLICK = timedelta(minutes=1)
"""So long the same click on the same page is one too many; later, the person went back and means it."""
UNSTORED = ("/tickets", "/invitations", "/sending", "/guests", "/joining", "/tokens", "/webhooks", "/secrets")
"""What gives a secret is not kept: asking again gives another."""


@dataclass(frozen=True)
class IdempotentRequest:
    """What a person wants done once: whose it is, by which key, what exactly it asks, and how long the key holds."""

    user: User
    key: str
    asks: str
    holds: timedelta


class IdempotencyMiddleware:
    """Answers what was sent before as it was answered then; stands where the person is known."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what has no key, or a new one; answer the rest."""
        if request.method in SAFE:
            return self.get_response(request)
        key = request.headers.get(HEADER) if request.path.startswith("/api/") else None
        if key is not None and not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
            return problem(400, _("An Idempotency-Key is 1 to 255 printable ASCII characters."))
        once = by_program(request, key) if key else by_form(request)
        return self.get_response(request) if once is None else self.do(request, once)

    def do(self, request: HttpRequest, once: IdempotentRequest) -> HttpResponseBase:
        """Do it, and keep the answer with it; or return the answer that was kept."""
        with transaction.atomic():
            known = StoredResponse.of(once.user, once.key, holds=once.holds)
            if known.status:
                return replayed(known, once)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif isinstance(response, HttpResponse) and response.status_code < 400:
                save_response(known, once, response)
            else:  # nothing was done: it may be tried again
                known.delete()
        return response


def by_program(request: HttpRequest, key: str) -> IdempotentRequest | None:
    """Read what a program asks, by its key; None of nobody known, and where the answer is a secret. A token that is for
    less, or for another project, knows the key as another one: it is not given what it may not ask.
    """
    user, token = asking(request), token_shown(request)
    if user is None or request.path.endswith(UNSTORED):
        return None
    asks = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode() + request.body).hexdigest()
    reach = f" {' '.join(token.scopes)} {token.project}" if token else ""
    return IdempotentRequest(user, digest(f"api {key}{reach}"), asks, StoredResponse.KEPT)


def token_shown(request: HttpRequest) -> Token | None:
    """Find the token that a request shows."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return Token.shown(secret) if scheme.lower() == "bearer" else None


def asking(request: HttpRequest) -> User | None:
    """Find who asks by token or session."""
    if request.headers.get("Authorization", "").lower().startswith("bearer "):
        token = token_shown(request)
        return token.user if token else None
    return request.user if isinstance(request.user, User) and request.user.is_authenticated else None


def by_form(request: HttpRequest) -> IdempotentRequest | None:
    """Read what the form asks, by by the token of its page; None where it is no whole page
    that is sent for, or nothing of a project.
    """
    is_page = request.method == "POST" and request.path.startswith(("/p/", "/projects/"))
    if not is_page or "HX-Request" in request.headers or not isinstance(request.user, User):
        return None
    if not (token := request.POST.get("csrfmiddlewaretoken")):
        return None
    files = sorted((name, one.name, one.size) for name, found in request.FILES.lists() for one in found)
    asks = digest(json.dumps([request.get_full_path(), sorted(request.POST.lists()), files]))
    return IdempotentRequest(request.user, digest(f"form {token} {asks}"), asks, SAME_CLICK)


def save_response(known: StoredResponse, once: IdempotentRequest, response: HttpResponse) -> None:
    """Keep an answer: of a page only where it leads to, for that is all that follows a change."""
    place = response.headers.get("Location", "")
    if len(place) > LONGEST_PLACE or (once.holds == SAME_CLICK and not place):
        known.delete()
        return
    known.asks, known.status, known.body = once.asks, response.status_code, response.content
    known.kind, known.place = response.headers.get("Content-Type", ""), place
    known.access_epoch = User.objects.values_list("access_epoch", flat=True).get(pk=once.user.pk)
    known.save()


def replayed(known: StoredResponse, once: IdempotentRequest) -> HttpResponse:
    """Answer as before; 422 where the key came with something else, 409 where it may not be theirs to read any more."""
    if known.asks != once.asks:
        return problem(422, _("This Idempotency-Key was sent with something else before."))
    if known.body and known.access_epoch != once.user.access_epoch:
        return problem(409, _("This was already done. What you can see has changed since; check whether you find it."))
    headers = {REPLAYED: "true"} | ({"Location": known.place} if known.place else {})
    return HttpResponse(bytes(known.body), status=known.status, content_type=known.kind or None, headers=headers)
