"""`--second-database` keeps what may come out otherwise on another database: every test beyond one transaction (locks,
what happens on commit), whole folders whose statements are our own or that open every page, and all `each_example`.

Of the rest it keeps the first test of each module, in its first example: what the others ask of our rules differs,
seldom what they ask of the database.
"""

from collections.abc import Iterable
from itertools import groupby

import pytest

# Full text, triggers, copies; every page and operation; the histories and machines that call every verb.
WHOLE = ("architecture", "audit", "backup", "search", "state_machine", "takeaway")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--second-database", action="store_true", help="run what another database may answer otherwise")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--second-database"):
        return
    chosen = {
        id(item)
        for _, module in groupby(items, key=lambda item: item.path)
        for test in of_a_module([list(examples) for _, examples in groupby(module, key=name_of)])
        for item in test
    }
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in chosen])
    items[:] = [item for item in items if id(item) in chosen]


def name_of(item: pytest.Item) -> str:
    """Return a test's address without its example."""
    return item.nodeid.partition("[")[0]


def of_a_module(tests: list[list[pytest.Item]]) -> Iterable[list[pytest.Item]]:
    """Choose among a module's tests, each given as its examples."""
    for place, examples in enumerate(tests):
        one = examples[0]
        if one.get_closest_marker("each_example"):
            yield examples
        elif is_beyond_one_transaction(one) or set(WHOLE) & set(one.path.parts):
            yield examples if len(examples) < 3 else [examples[0], examples[-1]]
        elif place == 0:
            yield examples[:1]


def is_beyond_one_transaction(item: pytest.Item) -> bool:
    """Say whether a test commits what it writes."""
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or "transactional_db" in getattr(item, "fixturenames", ())
