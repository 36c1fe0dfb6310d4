"""Room on Python's stack for a whole page."""

import resource

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from config.stack_room import StackRoomMiddleware


def test_it_stands_before_all_others_and_passes_on() -> None:
    assert settings.MIDDLEWARE[0] == "config.stack_room.StackRoomMiddleware"
    answer, asked = HttpResponse("here"), HttpRequest()

    def view(request: HttpRequest) -> HttpResponseBase:
        assert request is asked
        return answer

    assert StackRoomMiddleware(view)(asked) is answer


def faults_of_calls_at_every_depth() -> int:
    """Count the pages of memory that the system had to give while little calls were made at each depth: without room
    some 400 in Python 3.13.5, at a few depths one for each call.
    """

    def leaf() -> None:
        return None

    def deep(left: int) -> None:
        for _ in range(200):
            leaf()
        if left:
            deep(left - 1)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    deep(250)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_block_of_the_stack_is_taken_and_given_back_at_each_call() -> None:
    counted: list[int] = []

    def view(_request: HttpRequest) -> HttpResponseBase:
        faults_of_calls_at_every_depth()
        counted.append(faults_of_calls_at_every_depth())
        return HttpResponse()

    StackRoomMiddleware(view)(HttpRequest())
    assert counted[0] < 50
