"""Marks each test that uses the database with `database`, so that a run can leave it out: `-m "not database"`.

Only what a test says beforehand, by a mark or a fixture, is seen: one that asks for the database while it runs
fails.
"""

import pytest

FIXTURES = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest) -> None:
    if fixturedef.argname == "_django_db_helper" and not request.node.get_closest_marker("database"):
        pytest.fail("it uses the database unannounced: say so by its mark or its fixtures", pytrace=False)
