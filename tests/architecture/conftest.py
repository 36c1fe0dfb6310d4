"""What reads the syntax trees of all modules goes to one worker, which parses and walks each once."""

import pytest

FROM_SOURCES = {"parsed", "functions", "calls", "walked"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and not FROM_SOURCES.isdisjoint(vars(item.module)):
            item.add_marker(pytest.mark.xdist_group("syntax trees"))
