"""Error pages: what happened, what was kept, what to do; problem+json for the API."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from foundation.accounts.decorators import public
from foundation.accounts.middleware import problem


def error_page(request: HttpRequest, status: int, detail: str) -> HttpResponse:
    """Answer in the form the asker reads."""
    if request.path.startswith("/api/"):
        return problem(status, detail)
    return render(request, f"{status}.html", status=status)


@public
@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return error_page(request, 400, _("This request could not be read."))


@public
@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return error_page(request, 403, _("You don’t have permission to do this."))


@public
@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_page(request, 404, _("There is nothing here that you can see."))


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500; drawn without context processors, which would ask a database that may be what is broken. Its one script,
    which goes back to where one was, is let in all the same.
    """
    if request.path.startswith("/api/"):
        return problem(500, _("Something went wrong on our side."))
    return HttpResponse(render_to_string("500.html", {"csp_nonce": get_nonce(request)}), status=500)
