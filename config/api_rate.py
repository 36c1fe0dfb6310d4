"""What every answer of the API has, whoever gives it: how much may be asked, and a problem where it failed."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from foundation.accounts.middleware import Answer, problem
from foundation.accounts.models import digest
from foundation.web.rate import Rate, rate_of
from foundation.web.throttling import when_again


class ApiMiddleware:
    """Bounds what one token asks in a minute, and words failures alike; stands where the language is known, before
    anything is done.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or refuse what is too much; pages are passed on."""
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        rate = None
        if scheme.lower() == "bearer":
            rate = rate_of(digest(secret), most=settings.API_PER_MINUTE)
        if rate and rate.is_over:
            return finished(problem(429, when_again(rate.resets_s), more={"retry_after": rate.resets_s}), rate)
        return finished(worded(self.get_response(request)), rate)


def worded(response: HttpResponseBase) -> HttpResponseBase:
    """Return as a problem what Django or a library answers of a failure: a page in HTML, or an empty one. Its headers
    stay: which methods there are, how long a file is. What an operation says in a form of its own stays whole.
    """
    form = response.headers.get("Content-Type", "").partition(";")[0]
    says_nothing = isinstance(response, HttpResponse) and not response.content
    if response.status_code < 400 or not (form == "text/html" or says_nothing):
        return response
    answer = problem(response.status_code, sentence_for(response.status_code))
    for name, value in response.headers.items():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    answer.cookies = response.cookies
    return answer


def sentence_for(status: int) -> str:
    """Say what is wrong where nobody did."""
    said = {
        HTTPStatus.NOT_FOUND: _("There is nothing here that you can see."),
        HTTPStatus.METHOD_NOT_ALLOWED: _("This cannot be done here."),
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: _("The file has no such part."),
    }
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Something went wrong on our side")
    return said.get(HTTPStatus(status)) or _("This request could not be read.")


def finished(response: HttpResponseBase, rate: Rate | None) -> HttpResponseBase:
    """Add what every answer says."""
    for name, value in (rate.headers() if rate else {}).items():
        response.headers[name] = value
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Ronde"'
    if isinstance(response, HttpResponse):
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
    return response
