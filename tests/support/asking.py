"""Which tests ask for a database: those that say so by a mark or a fixture. The others run once, not on each database;
so does one marked `one_database`, whose answer cannot differ between them.

What a test asks for is read before it runs, so one that comes to a database by another way would never meet the second
one: it fails. (Touching the database without asking is refused by pytest-django.)
"""

import pytest

FIXTURES = frozenset({"db", "transactional_db", "live_server"})
OPENS = "_django_db_helper"
"""The fixture of pytest-django that opens the database to a test."""


def asks(item: pytest.Item) -> bool:
    """Say whether this test has said that it wants a database."""
    return bool(item.get_closest_marker("django_db")) or not FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what the run on a second database wants."""
    parser.addoption("--asking", action="store_true", help="run only the tests that ask for a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what a second database would not answer otherwise, when told to."""
    if config.getoption("asking"):
        again = [item for item in items if asks(item) and not item.get_closest_marker("one_database")]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
        items[:] = again


def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    """Refuse the database to a test that has not asked for it."""
    if fixturedef.argname == OPENS and not asks(request.node):
        pytest.fail("it asks for the database while it runs: say so by its mark or its fixtures", pytrace=False)
