"""What a person of a sister circle may do: every address of every app, by page and by API, with what is open to them.

An address that is not named here has to refuse them: a new one is closed until a person says why it is open.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from foundation.audit.models import Head
from tests.architecture.addresses import Examples, one_of_each, operations, pages
from tests.architecture.open_to_sisters import OPEN_OPERATIONS, OPEN_PAGES
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def examples() -> Examples:
    """Make one of each: what is numbered is number 1 of its kind."""
    return one_of_each()


CLOSED = {403, 404, 405}


def wrong(examples: Examples, given: int, before: int, by_fay: Callable[[], Any]) -> str:
    """Say what is wrong with an answer to pia, or nothing: not closed, something done, or an address of nothing."""
    if given not in CLOSED or Head.seq_of(examples.cast.project.pk) != before:
        return f"open, {given}"
    if given != 404:
        return ""
    with transaction.atomic():
        found = by_fay().status_code != 404
        transaction.set_rollback(True)
    return "" if found else "no such thing at all"


def test_a_page_is_closed_to_sister_circles_unless_listed_as_open(examples: Examples) -> None:
    before = Head.seq_of(examples.cast.project.pk)
    pia, fay = at_browser(examples.cast.pia), at_browser(examples.cast.fay)
    found = {}
    for pattern in sorted(set(pages()) - set(OPEN_PAGES)):
        address, body = f"/p/{examples.cast.project.slug}/{examples.fill(pattern)}", examples.body(pattern)
        given = pia.post(address, body).status_code
        found[pattern] = wrong(examples, given, before, partial(fay.post, address, body))
    assert {pattern: why for pattern, why in found.items() if why} == {}


def test_an_operation_is_closed_to_sister_circles_unless_listed_as_open(examples: Examples) -> None:
    before = Head.seq_of(examples.cast.project.pk)
    pia, fay = (Client(headers=by_token(examples.cast[name])) for name in ("pia", "fay"))
    found = {}
    for method, pattern in sorted(set(operations()) - set(OPEN_OPERATIONS)):
        sent = json.dumps(examples.sent(method, pattern))
        asked = (method, f"/api/v1/{examples.fill(pattern)}", sent, "application/json")
        given = pia.generic(*asked).status_code
        found[method, pattern] = wrong(examples, given, before, partial(fay.generic, *asked))
    assert {pattern: why for pattern, why in found.items() if why} == {}


def test_what_is_listed_as_open_exists() -> None:
    assert set(OPEN_PAGES) <= set(pages())
    assert set(OPEN_OPERATIONS) <= set(operations())
