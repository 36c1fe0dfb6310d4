"""Fixtures whose rows are made once for all tests in a row that ask for the same ones: `@shared` for `@pytest.fixture`.

Building a project with people in it costs more than most tests do with it. So the rows of shared fixtures stand in a
transaction around the tests that ask for exactly these; each test rolls back to them, and gets copies of the values of
its own, as Django does with `setUpTestData`. A test sees what it would see if all had been made for it alone. A test
that commits has them made for it alone.
"""

from functools import wraps
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.support.asking import asks
from tests.support.world import Make, world


def shared(function: Make) -> Any:
    """Make it a fixture; it rests on nothing but other shared fixtures (and `db`), and yields nothing."""

    @wraps(function)
    def give(**arguments: Any) -> Any:
        return world.copy(function) if world.holds(function) else function(**arguments)

    give.makes_shared = function  # type: ignore[attr-defined]
    return pytest.fixture(give)


def wanted(item: pytest.Item) -> dict[str, Make]:
    """Give what makes the shared fixtures that a test asks for, by name; none for a test that commits."""
    mark = item.get_closest_marker("django_db")
    if not asks(item) or (mark and mark.kwargs.get("transaction")) or "transactional_db" in item.fixturenames:  # type: ignore[attr-defined]
        return {}
    found = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    makers = {name: getattr(definitions[-1].func, "makes_shared", None) for name, definitions in found.items()}
    return {name: maker for name, maker in sorted(makers.items()) if maker}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Within each module, let tests that ask for the same follow each other."""
    first: dict[tuple[str, frozenset[str]], int] = {}
    module: dict[str, int] = {}

    def place(item: pytest.Item) -> tuple[int, int]:
        path = str(item.path)
        at = module.setdefault(path, len(module))
        return at, first.setdefault((path, frozenset(wanted(item))), len(first))

    items.sort(key=place)


@pytest.fixture
def _django_db_helper(
    request: pytest.FixtureRequest,
    django_db_setup: object,
    django_db_blocker: DjangoDbBlocker,
    _shared_rows: None,
    _django_db_helper: None,
) -> None:
    """Open the database to a test, as pytest-django does, when what it shares with others is there."""


@pytest.fixture
def _shared_rows(request: pytest.FixtureRequest, django_db_setup: object, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        world.turn_to(wanted(request.node))
