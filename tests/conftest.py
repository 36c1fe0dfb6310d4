"""What every test stands on: a database of its own making, honest commits, and what the plugins below bring."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from config.warmup import settle
from tests.support.commits import commits_count
from tests.support.databases import Clones, clones

# Tests make and drop whole projects: 25 times as seldom as Python would took 5 % off a run.
SELDOM = (50_000, 20, 50)

# How fast examples come says how busy the machine is, not what is wrong.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

pytest_plugins = [
    "tests.support.asking",
    "tests.support.shared",
    "tests.support.skips",
    "tests.support.cast",
    "tests.support.servers",
    "tests.support.browsers",
]


def pytest_collection_finish() -> None:
    """Look for garbage as seldom as a running server does: what was loaded to here stays until the end."""
    settle()
    gc.set_threshold(*SELDOM)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clones]:
    """One clone a process. Tests roll back; one that commits (`transaction=True`) leaves a fresh clone behind."""
    with django_db_blocker.unblock():
        ours = clones(tmp_path_factory.mktemp("databases"))
        ours.fresh()
    case: Any = TransactionTestCase
    flush = case._fixture_teardown
    case._fixture_teardown = lambda _: ours.fresh()
    yield ours
    case._fixture_teardown = flush
    with django_db_blocker.unblock():
        ours.drop()


@pytest.fixture(autouse=True)
def _commits_count(request: pytest.FixtureRequest) -> Iterator[None]:
    """In tests that roll back, `on_commit` runs as each verb's transaction ends (see tests/support/commits.py)."""
    if not (request.node.get_closest_marker("django_db") or "db" in request.fixturenames):
        yield
        return
    request.getfixturevalue("_django_db_helper")
    if not connection.in_atomic_block:
        yield
        return
    with commits_count():
        yield
