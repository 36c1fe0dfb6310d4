"""Room on Python's stack for a whole page.

CPython takes its stack from the system in blocks of 16 KB, and gives one back as soon as the call returns that did not
fit into the last. What calls little functions just where a block ends has it do so at each of them: a list of fifty
rows did 3,600 to 8,900 times, and took up to half as long again. Mended in later versions (gh-142183); Debian 13 has
3.13.5.
"""

from collections.abc import Callable
from types import FunctionType
from typing import cast

from django.http import HttpRequest, HttpResponseBase

FRAME = 33_000
"""Places of 8 bytes that a call asks for: it gets a block of 512 KiB, of which what it calls has half."""


def roomy[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Give all that a function calls room on one block of the stack."""
    plain = cast("FunctionType", function)
    plain.__code__ = plain.__code__.replace(co_stacksize=FRAME)
    return function


class StackRoomMiddleware:
    """Answers each request with that room; it stands before all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    @roomy
    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass it on."""
        return self.get_response(request)
