"""The time left reads from the server as the page's scripts go on writing it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from foundation.web.time_left import bare_time_left, time_left

NOW = datetime(2026, 11, 24, 14, 35, tzinfo=UTC)


# The same lengths as in frontend/tests/behaviours/countdown.test.ts.
@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (45, "in 45 s"),
        (14 * 60 + 20, "in 14 min"),
        (3 * 3600 + 25 * 60, "in 3 h 25 min"),
        (2 * 3600, "in 2 h"),
        (49 * 3600, "in 2 d 1 h"),
        (-300, "5 min ago"),
    ],
)
def test_time_left_has_two_units_at_most(seconds: int, words: str) -> None:
    assert time_left(NOW + timedelta(seconds=seconds), NOW).replace("\u00a0", " ") == words


def test_bare_time_left_is_never_below_none() -> None:
    assert bare_time_left(NOW + timedelta(minutes=5), NOW) == "5\u00a0min"
    assert bare_time_left(NOW - timedelta(minutes=5), NOW) == "0\u00a0s"


def test_time_left_in_french() -> None:
    with translation.override("fr"):
        assert time_left(NOW + timedelta(days=2, hours=3), NOW) == "dans 2\u00a0j 3\u00a0h"
