"""Read a page in its reader's language and zone, and turn a refusal into an answer."""

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone, translation

from foundation.accounts.sample_accounts import SESSION_LANGUAGE
from foundation.web.exceptions import Refused

type Answer = Callable[[HttpRequest], HttpResponseBase]


class PersonMiddleware:
    """Activate language and time zone of the person (before sign-in: of the browser)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the reader's language."""
        user = request.user
        if user.is_authenticated:
            language, zone = request.session.get(SESSION_LANGUAGE, user.language), user.zone
        else:
            language, zone = translation.get_language_from_request(request), None
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RefusalMiddleware:
    """Answer 409 with the sentence of a `Refused`: as a page, a toast or problem+json; 429 where it was throttled."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer; any other exception is a bug and goes on."""
        if not isinstance(exception, Refused):
            return None
        response = self.answer_to(request, exception)
        for name, value in exception.headers.items():
            response.headers[name] = value
        return response

    @staticmethod
    def answer_to(request: HttpRequest, exception: Refused) -> HttpResponse:
        """Say it as the asker reads it."""
        if request.path.startswith("/api/"):
            return problem(exception.status, exception.sentence, exception.code, more=exception.more)
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=exception.status)
            response.headers["HX-Trigger"] = json.dumps({"ronde:refused": exception.sentence})
            response.headers["HX-Reswap"] = "none"
            return response
        return render(request, exception.template, exception.context, status=exception.status)


def problem(
    status: int,
    detail: str = "",
    code: str = "",
    errors: Iterable[tuple[str, str]] = (),
    more: Mapping[str, Any] | None = None,
) -> JsonResponse:
    """Answer with an RFC 9457 problem. `code` is for programs that can do something about it; `errors` say what is
    wrong in which field, and stand in `detail` where nothing else is said. `more` is what its code promises besides.
    """
    wrong = [{"field": field, "detail": str(said)} for field, said in errors]
    detail = detail or "; ".join(f"{one['field']}: {one['detail']}".removeprefix(": ") for one in wrong)
    kind = f"{settings.BASE_URL}/developers/#problem-{code}" if code else "about:blank"
    said: dict[str, Any] = {"type": kind, "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    said |= ({"code": code} if code else {}) | ({"errors": wrong} if wrong else {})
    said |= more or {}
    return JsonResponse(said, status=status, content_type="application/problem+json")
