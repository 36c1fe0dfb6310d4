"""What every answer of the API has, whoever gives it: how much may be asked, and a problem where it failed."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounts.middleware import Answer, problem
from accounts.models import digest
from web.rate import Rate, rate_of

PROBLEM = "application/problem+json"


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
            return finished(problem(429, _("This token has asked for very much; go on in a minute.")), rate)
        return finished(worded(self.get_response(request)), rate)


def worded(response: HttpResponseBase) -> HttpResponseBase:
    """Return a failure as a problem, where its operation words it in no other way: a method that there is not, a page
    in HTML. An import that names its wrong lines keeps its own form.
    """
    form = response.headers.get("Content-Type", "").partition(";")[0]
    if response.status_code < 400 or form in (PROBLEM, "application/json"):
        return response
    said = _("This cannot be done here.") if response.status_code == 405 else _("This request could not be read.")
    answer = problem(response.status_code, said)
    if "Allow" in response.headers:
        answer.headers["Allow"] = response.headers["Allow"]
    return answer


def finished(response: HttpResponseBase, rate: Rate | None) -> HttpResponseBase:
    """Add what every answer says."""
    for name, value in (rate.headers() if rate else {}).items():
        response.headers[name] = value
    if response.status_code == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Ronde"'
    if isinstance(response, HttpResponse):
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
    return response
