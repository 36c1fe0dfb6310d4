"""`--few-examples` keeps the first and the last example of each parametrised test.

The second database in a run gets it: the examples of a test differ in what they ask of our rules, seldom in what they
ask of the database. Where each one is a query of its own, the test is marked `each_example`.
"""

from itertools import groupby

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--few-examples", action="store_true", help="run the first and last example of each test")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--few-examples"):
        return
    kept: list[pytest.Item] = []
    for _, found in groupby(items, key=lambda item: item.nodeid.partition("[")[0]):
        examples = list(found)
        whole = len(examples) < 3 or examples[0].get_closest_marker("each_example")
        kept += examples if whole else [examples[0], examples[-1]]
    chosen = {id(item) for item in kept}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in chosen])
    items[:] = kept
