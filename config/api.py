"""The API: every app's router under /api/v1/, for a session or a personal token."""

from collections.abc import Sequence
from http import HTTPStatus
from importlib import import_module
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as InvalidError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.security import SessionAuth

from config.api_description import described
from config.api_tokens import Bearer
from config.text_validation import ReadableParser
from foundation.accounts.middleware import problem
from foundation.web.exceptions import Refused

APPS = (
    "accounts",
    "inbox",
    "files",
    "projects",
    "circles",
    "money",
    "invitations",
    "restructuring",
    "record",
    "documents",
    "document_history",
    "document_files",
    "chat",
    "specification",
    "actions",
    "decisions",
    "decision_files",
    "elections",
    "tracks",
    "syncs",
    "search",
    "today",
    "pace",
    "takeaway",
    "webhooks",
)


SCOPES = {
    **dict.fromkeys(("projects", "money", "invitations", "restructuring", "record"), "circles"),
    **dict.fromkeys(("document_history", "document_files"), "documents"),
    "syncs": "meetings",
    "pace": "today",
    **dict.fromkeys(("decision_files", "elections"), "decisions"),
}
"""Under which name tokens and programs know the operations of an app, where that is not its own."""
RESOURCES = {
    "document_history": "",
    "pace": "pace_api",
    "live_sync": "live_meeting",
    "recurring_syncs": "rituals",
}
"""After which resource the operations of an app or a module are named, where it had another name before."""


class RondeAPI(NinjaAPI):
    """Names operations by app, resource and function."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return an id such as `circles_money_allot`; an app with one module names no resource but its own scope."""
        _group, app, *_, module = operation.view_func.__module__.split(".")
        scope = SCOPES.get(app, app)
        resource = RESOURCES.get(module, module) if module != "api" else RESOURCES.get(app, app) if scope != app else ""
        return "_".join(filter(None, [scope, resource, operation.view_func.__name__]))

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Return the description, with what is the same of every operation."""
        return described(super().get_openapi_schema(**kwargs))


SESSION = SessionAuth(csrf=True)
api = RondeAPI(
    title="Ronde",
    version="1",
    description="Circles, decisions, documents, talk, syncs, actions and the record of your projects. Send an "
    "`Idempotency-Key` of your own with what you write: sent again within a day, it is answered as before and done "
    "once.",
    auth=SESSION,
    docs_url=None,
    openapi_url="openapi.json",
    parser=ReadableParser(),
)
for _app, _module in ((app, f"{apps.get_app_config(app).name}.api") for app in APPS):
    _scope = SCOPES.get(_app, _app)
    api.add_router("", import_module(_module).router, tags=[_scope], auth=[Bearer(_scope), SESSION])


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """409 with the sentence; 429 where it was asked for too often."""
    answer = problem(error.status, error.sentence, error.code, more=error.more)
    for name, value in error.headers.items():
        answer.headers[name] = value
    return answer


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: Any) -> HttpResponse:
    """403."""
    return problem(403, _("You don’t have permission to do this."))


@api.exception_handler(Http404)
def hidden(request: HttpRequest, error: Any) -> HttpResponse:
    """404, in the same words for what is not there and for what one may not see."""
    return problem(404, _("There is nothing here that you can see."))


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: Any) -> HttpResponse:
    """401."""
    return problem(401, _("Sign in, or send a personal token."))


@api.exception_handler(ValidationError)
def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """422 with what is wrong where."""
    return problem(422, errors=[(field_at(one["loc"]), one["msg"]) for one in error.errors])


def field_at(place: Sequence[str | int]) -> str:
    """Return where something is wrong as its sender knows it: the name of our own parameter is not part of a body."""
    where, *inside = place
    return ".".join(map(str, (where, *(inside[1:] if where == "body" and len(inside) > 1 else inside))))


@api.exception_handler(InvalidError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """422 with what a field of ours refuses."""
    fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    return problem(422, errors=[(name, said) for name, every in fields.items() for said in every])


@api.exception_handler(RawPostDataException)
def form_instead(request: HttpRequest, error: Any) -> HttpResponse:
    """400 for a form where JSON is expected: it was read as a form, and cannot be read again."""
    return problem(400, _("This request could not be read."))


@api.exception_handler(HttpError)
def refused_unread(request: HttpRequest, error: Any) -> HttpResponse:
    """400 for a body that is no JSON, or that no database could keep; 403 for a session without its CSRF token."""
    if error.status_code == HTTPStatus.FORBIDDEN:
        return problem(403, _("A session needs its CSRF token here."), "csrf")
    return problem(error.status_code, _("This request could not be read."))
