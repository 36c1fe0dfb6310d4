"""One chunk of Python's data stack for a whole page.

CPython keeps frames in chunks of 16 KB and unmaps a chunk as soon as the call that needed it returns. A loop that calls
small functions just where a chunk ends maps and unmaps one for each call: a list of fifty rows did so 3,600 to 8,900
times, and took up to half as long again. Fixed in later versions (gh-142183); Debian 13 has 3.13.5 (ADR 57).
"""

from collections.abc import Callable
from types import FunctionType
from typing import cast

from django.http import HttpRequest, HttpResponseBase

FRAME_SLOTS = 33_000
"""Of 8 bytes each: a frame of this size gets a chunk of 512 KiB, of which what it calls has half."""


def with_one_chunk[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Make the function's own frame so large that all it calls shares one chunk."""
    plain = cast("FunctionType", function)
    plain.__code__ = plain.__code__.replace(co_stacksize=FRAME_SLOTS)
    return function


class DataStackMiddleware:
    """Answers each request on one chunk; it stands before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    @with_one_chunk
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass it on."""
        return self.get_response(request)
