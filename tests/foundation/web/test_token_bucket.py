"""A token bucket gives so much at once, and so much a second in the long run."""

import time

import pytest

from foundation.web.token_bucket import TokenBucket


def test_who_takes_more_than_there_is_waits_until_it_has_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    bucket = TokenBucket(20, 2)
    bucket.take(20)
    assert (bucket.left, bucket.wait_s()) == (0, 0)
    bucket.take(5)
    assert (bucket.left, bucket.wait_s()) == (-5, 2.5)
    now += 2.5
    assert bucket.wait_s() == 0
    now += 1000
    assert bucket.left == 20
