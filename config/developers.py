"""What programs can do: the API and webhooks, on a page of Ronde's own, made of the API's description."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from across.webhooks.models import known_types
from chat.chat.domain_events import MessageChange
from config.api import api
from foundation.accounts.decorators import public
from foundation.accounts.scopes import Scope, needed
from foundation.audit.event_types import event_label


@dataclass(frozen=True)
class Example:
    """A request that the page shows; `tests/config/test_developers.py` sends each, and looks at what it is answered."""

    words: Any
    method: str
    path: str
    status: int
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def curl(self) -> str:
        """Return it as it is typed."""
        said = {"Authorization": "Bearer $TOKEN", **self.headers}
        parts = ["curl", *(["-X", self.method] if self.method not in ("GET", "POST") else []), *self._quoted(said)]
        if self.body:
            parts += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(self.body)}'"]
        return " \\\n  ".join([" ".join([*parts[:1], f"{settings.BASE_URL}/api/v1/{self.path}"]), *parts[1:]])

    def _quoted(self, said: dict[str, str]) -> list[str]:
        return [f'-H "{name}: {value}"' for name, value in said.items()]


ACTION = {"circle": "general", "what": "Measure the seal", "why": "It leaks"}
EXAMPLES = [
    Example(_("Who the token acts for"), "GET", "me", 200),
    Example(_("Your projects"), "GET", "projects", 200),
    Example(
        _("Create an action; sending it twice creates it once"),
        "POST",
        "projects/$PROJECT/actions",
        201,
        ACTION,
        {"Idempotency-Key": "seal-2026-11-28"},
    ),
    Example(_("Change it, unless someone else has changed it since"), "POST", "projects/$PROJECT/actions/1/start", 412,
            headers={"If-Match": '\\"as-you-read-it\\"'}),
    Example(_("The record, newest first"), "GET", "projects/$PROJECT/record", 200),
]  # fmt: skip
STATUSES = [
    (401, _("not signed in: no token, or one that has ended")),
    (403, _("not allowed for you, or for this token")),
    (404, _("not found, or not visible to you: the answer is the same")),
    (409, _("not possible now, with a sentence for people")),
    (412, _("changed since it was read")),
    (422, _("invalid request: errors names each field")),
    (429, _("too many requests: Retry-After says how many seconds to wait")),
]


@dataclass(frozen=True)
class Operation:
    """An operation, as the description has it."""

    method: str
    path: str
    summary: str
    scope: str


@cache
def operations() -> dict[str, list[Operation]]:
    """Return the operations by the scope that writes in their area."""
    found: dict[str, list[Operation]] = {}
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, said in methods.items():
            area = needed(said["tags"][0], "POST").value
            one = Operation(
                method.upper(),
                path.removeprefix("/api/v1"),
                " ".join(said.get("description", said["summary"]).split()),
                said["security"][0]["Bearer"][0],
            )
            found.setdefault(area, []).append(one)
    return found


@require_safe
@public
def developers(request: HttpRequest) -> HttpResponse:
    """Show it to anyone."""
    types: dict[str, list[tuple[str, str]]] = {}
    for name in known_types():
        types.setdefault(name.partition(".")[0], []).append((name, event_label(name)))
    types.setdefault("chat", []).extend((one.value, str(one.label)) for one in MessageChange)
    context = {
        "scopes": Scope.choices,
        "areas": [(Scope(area), rows) for area, rows in operations().items()],
        "examples": EXAMPLES,
        "statuses": STATUSES,
        "types": types,
        "most": settings.API_PER_MINUTE,
        "base": settings.BASE_URL,
    }
    return render(request, "developers/developers.html", context)
