"""Remember in which project a person was last: pages of none show its sidebar."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from circles.projects.models import Project

LAST_PROJECT = "ronde_project"
"""The cookie with the part of its address; who may not see that project any more is shown none for it."""
KEPT = timedelta(days=365)


class LastProjectMiddleware:
    """Note the project of each page in a cookie, and forget it with who signs out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and note it where it is another one than before."""
        response = self.get_response(request)
        project: Project | None = getattr(request, "project", None)
        last = request.COOKIES.get(LAST_PROJECT)
        if last and not request.user.is_authenticated:
            response.delete_cookie(LAST_PROJECT, samesite="Lax")
        elif project and project.slug != last and response.headers.get("Content-Type", "").startswith("text/html"):
            response.set_cookie(
                LAST_PROJECT,
                project.slug,
                max_age=KEPT,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
