"""What every test may rely on: a clean database on both servers, callbacks that run on commit, and people to act."""

import gc
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from across.search import candidates, vocabulary
from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.caches import page_cache
from tests.factories import a_circle, a_person
from tests.support.databases import OwnDatabase, empty_storage
from tests.support.entry_points import Browser
from tests.support.on_commit import callbacks_run
from tests.support.replayed_factories import Replays
from tests.support.scene_verbs import replay_scene_verbs
from tests.support.worker import words_followed

# How fast examples come says how busy the machine is, not what is wrong.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
settings.register_profile("often", max_examples=40)  # with each commit others: script/test says which

replay_scene_verbs()

LONGEST_ID = 80

pytest_plugins = [
    "tests.support.database_marker",
    "tests.support.module_turns",
    "tests.support.no_skips",
    "tests.support.worker_groups",
    "tests.support.deployments",
    "tests.support.browsers",
]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a long example by its place: some are megabytes, and workers tell each other the address of every test."""
    return argname if isinstance(val, str | bytes) and len(val) > LONGEST_ID else None


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: look for no garbage in it."""
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[OwnDatabase]:
    """A database for each process. Tests roll back; after one that commits (`transaction=True`) it is copied anew."""
    with django_db_blocker.unblock():
        database = OwnDatabase()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.reset())
        yield database
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(autouse=True)
def _on_commit_callbacks_run(request: pytest.FixtureRequest) -> Iterator[None]:
    if not request.node.get_closest_marker("database"):
        Replays.current = None
        yield
        return
    request.getfixturevalue("_django_db_helper")
    page_cache.clear()
    if request.getfixturevalue("django_db_setup").is_empty:
        empty_storage()
    forget_index()
    Replays.current = Replays(request.path.parent.name)
    with words_followed(), callbacks_run() if connection.in_atomic_block else nullcontext():
        yield
    Replays.current = None


def forget_index() -> None:
    """Forget what search remembers in a process: a project of the same id has other texts in the next test."""
    vocabulary._seen.clear()
    candidates._is_most_of_index.cache_clear()


@pytest.fixture
def made_anew() -> None:
    """All is made anew, where a test compares when it was made: name it first."""
    Replays.current = None


@pytest.fixture
def client() -> Browser:
    return Browser()


@pytest.fixture
def made_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the verbs make everything: replayed rows were sealed with another instant than they have now."""
    monkeypatch.setattr(Replays, "current", None)


# ada proposes, bo is in her circle, fay facilitates, eve is outside.


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


@pytest.fixture
def fay() -> User:
    return a_person("Fay Lemoine")


@pytest.fixture
def eve() -> User:
    return a_person("Eve Martin")


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    """The circle of ada and bo, in a project of its own."""
    return a_circle(ada, bo)
