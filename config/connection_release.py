"""Give the page's connection to the database back before the answer is sent."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest, HttpResponseBase


class ConnectionReleaseMiddleware:
    """Release what the page was made with: who reads a long answer slowly would else hold a connection of the few that
    the pool has. What is read while it is sent takes another one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.ENVIRONMENT.database_pool:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and release its connection."""
        response = self.get_response(request)
        for connection in connections.all(initialized_only=True):
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
        return response
