"""Lets what minds how soon something comes run last: `script/test` begins behind browsers, which are over by then."""

import pytest

TIMED = (
    *("tests/coediting/", "tests/realtime/", "tests/serving/"),
    *("tests/backup/test_continuous_copy.py", "tests/documents/test_restricted_live.py"),
    *("tests/inbox/test_outbox.py", "tests/web/test_outgoing_http.py"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.nodeid.startswith(TIMED))
