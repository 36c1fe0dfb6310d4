"""Of several beats one sends tasks; another takes over when that one is gone."""

import time
from collections.abc import Iterator

import pytest
from celery import Celery
from redis import Redis
from valkey import Valkey

from config import singleton_beat
from config.singleton_beat import WAIT_S, OneBeat


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    with Valkey() as server:
        yield Redis.from_url(f"{server.url}/0")


@pytest.fixture
def app(redis: Redis) -> Iterator[Celery]:
    redis.flushall()
    port = redis.connection_pool.connection_kwargs["port"]
    app = Celery("several beats", broker=f"redis://127.0.0.1:{port}/0")
    app.conf.beat_schedule = {"often": {"task": "nobody.does.this", "schedule": 0.05}}
    yield app
    app.close()


def count_sent(redis: Redis, scheduler: OneBeat) -> int:
    """Run a beat for a while; return how often it sent."""
    before = redis.llen("celery")
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        time.sleep(min(max(scheduler.tick(), 0), 0.02))  # as beat does, but looking more often than it asks for
    return int(redis.llen("celery")) - int(before)


def test_a_second_beat_sends_nothing_until_the_first_has_ended(app: Celery, redis: Redis) -> None:
    first, second = OneBeat(app), OneBeat(app)
    assert count_sent(redis, first) > 0
    assert (count_sent(redis, second), second.tick()) == (0, WAIT_S)
    assert count_sent(redis, first) > 0
    first.close()
    assert count_sent(redis, second) > 0
    assert count_sent(redis, first) == 0
    second.close()


def test_another_beat_takes_over_when_the_lock_of_a_killed_one_expires(
    app: Celery, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(singleton_beat, "HELD_S", 0.4)
    killed, next_one = OneBeat(app), OneBeat(app)
    assert killed.holds()
    assert not next_one.holds()
    deadline = time.monotonic() + 5
    while not next_one.holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert not killed.holds(), "it came back and sends as well"


def test_one_beat_still_sends_after_redis_is_flushed(app: Celery, redis: Redis) -> None:
    first, second = OneBeat(app), OneBeat(app)
    assert first.holds()
    redis.flushall()
    assert [second.holds(), first.holds(), second.holds()] == [True, False, True]


def test_without_redis_no_beat_sends_and_none_fails() -> None:
    assert not OneBeat(Celery("alone", broker="redis://127.0.0.1:1/0")).holds()
