"""ETag and If-Match at the API, of every thing alike: the tag of a thing is the hash of what reading it answers.

A change with `If-Match` locks the project's head row, reads the thing as its sender would, compares, and changes it in
the same transaction: every change of a project takes that lock first, so nothing comes between.
"""

import copy
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from config.api_tokens import project_at
from foundation.accounts.idempotency import asking
from foundation.accounts.middleware import Answer, problem
from foundation.accounts.models import User
from foundation.accounts.scopes import SAFE
from foundation.audit.models import Head

ROOT = "/api/v1/"


class ConditionalMiddleware:
    """Answers 304 to who has it as it is, and 412 to who would change what they have not read; stands within the
    transaction of idempotent requests.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on what asks for no condition."""
        if not request.path.startswith(ROOT):
            return self.get_response(request)
        if request.method in SAFE:
            return tagged(request, self.get_response(request))
        if "If-Match" not in request.headers or (user := asking(request)) is None:
            return self.get_response(request)
        with transaction.atomic():
            response = unmet(request, user) or self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Say the tag of what was read."""
    if request.method != "GET" or not isinstance(response, HttpResponse) or response.has_header("ETag"):
        return response
    is_text = response.headers.get("Content-Type", "").startswith(("application/json", "text/"))
    if response.status_code != 200 or not is_text:
        return response
    response.headers["ETag"] = tag = tag_of(response)
    found: HttpResponseBase = get_conditional_response(request, etag=tag, response=response) or response
    return found


def tag_of(response: Any) -> str:
    """Return the tag of what reading a thing answers."""
    return response.headers.get("ETag") or f'"{sha256(response.content).hexdigest()[:32]}"'


def unmet(request: HttpRequest, user: User) -> HttpResponseBase | None:
    """Read what would be changed, locked; return why it may not be changed: 412 where it is another than was read."""
    now = read_locked(request, user)
    if now is not None and now.status_code >= 400:
        return now
    if now is None or now.status_code != 200:  # nothing is there, of which one could have read anything
        return problem(412, _("This has no ETag to compare with."), "no_etag")
    tag, wanted = tag_of(now), parse_etags(request.headers["If-Match"])
    if wanted == ["*"] or tag in wanted:
        return None
    answer = problem(412, _("This has changed since you read it: read it again."), "changed")
    answer.headers["ETag"] = tag
    return answer


def read_locked(request: HttpRequest, user: User) -> HttpResponseBase | None:
    """Read what an address changes: what is at it, else the thing that it is below; None where neither can be read."""
    for match in addresses_above(request.path):
        project = project_at(match.kwargs, match.route)
        if project is not None:
            Head.lock(project)
        else:
            User.objects.select_for_update().get(pk=user.pk)
        found = read_as_get(request, match)
        if found.status_code != 405 and not found.streaming:
            return found
    return None


def addresses_above(path: str) -> Iterator[ResolverMatch]:
    """Yield what is at an address, and at those that it is below, the nearest first."""
    rest = path.rstrip("/")
    while len(rest) > len(ROOT):
        with suppress(Resolver404):
            yield resolve(rest)
        rest = rest.rpartition("/")[0]


def read_as_get(request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
    """Read a thing as whoever sent the request would."""
    reading: Any = copy.copy(request)
    reading.method, reading.GET, reading.resolver_match = "GET", QueryDict(), match
    response: HttpResponseBase = match.func(reading, *match.args, **match.kwargs)
    return response
