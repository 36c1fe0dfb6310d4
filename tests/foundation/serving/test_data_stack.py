"""One chunk of Python's data stack for a whole page."""

import resource
import sys

import pytest
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from foundation.serving import data_stack
from foundation.serving.data_stack import DataStackMiddleware, is_mended


@pytest.fixture(autouse=True)
def unmended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it serve, whichever Python this is."""
    monkeypatch.setattr(data_stack, "is_mended", lambda _version: False)


def test_it_stands_before_all_others_and_passes_on() -> None:
    assert settings.MIDDLEWARE[0] == "foundation.serving.data_stack.DataStackMiddleware"
    answer, asked = HttpResponse("here"), HttpRequest()

    def view(request: HttpRequest) -> HttpResponseBase:
        assert request is asked
        return answer

    assert DataStackMiddleware(view)(asked) is answer


def faults_of_calls_at_every_depth() -> int:
    """Count the pages of memory that the system had to give while little calls were made at each depth: without it
    some 400 in Python 3.13.5, at a few depths one for each call.
    """

    def leaf() -> None:
        return None

    def deep(left: int) -> None:
        for _ in range(200):
            leaf()
        if left:
            deep(left - 1)

    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    deep(250)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def test_no_chunk_is_mapped_and_unmapped_at_each_call() -> None:
    counted: list[int] = []

    def view(_request: HttpRequest) -> HttpResponseBase:
        faults_of_calls_at_every_depth()
        counted.append(faults_of_calls_at_every_depth())
        return HttpResponse()

    DataStackMiddleware(view)(HttpRequest())
    assert counted[0] < 50


@pytest.mark.parametrize(
    ("version", "mended"),
    [((3, 12, 14), False), ((3, 13, 5), False), ((3, 13, 13), True), ((3, 14, 3), False), ((3, 14, 4), True)],
)
def test_it_stays_out_where_python_is_mended(
    version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch, *, mended: bool
) -> None:
    monkeypatch.setattr(data_stack, "is_mended", is_mended)
    monkeypatch.setattr(sys, "version_info", version)
    assert is_mended(version) is mended
    if mended:
        with pytest.raises(MiddlewareNotUsed):
            DataStackMiddleware(lambda _request: HttpResponse())
    else:
        DataStackMiddleware(lambda _request: HttpResponse())
