"""`--few-examples` runs a test that has many examples in four of them: the first, the last, and two between.

A test with forty examples asks one rule forty times; what breaks the rule mostly breaks it in four. Whoever changes the
rule runs its tests by name, and so in all examples (CONTRIBUTING, *Habits*).
"""

from collections import defaultdict

import pytest

MOST = 4
# What is let in, and what happens at once: there each example is a way in of its own.
WHOLE = ("architecture", "state_machine", "takeaway")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--few-examples", action="store_true", help=f"run {MOST} examples of each test at most")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--few-examples"):
        return
    tests: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        tests[item.nodeid.partition("[")[0]].append(item)
    kept = {id(item) for examples in tests.values() for item in few_of(examples)}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]


def few_of(examples: list[pytest.Item]) -> list[pytest.Item]:
    """Choose among a test's examples, evenly."""
    one = examples[0]
    if len(examples) <= MOST or one.get_closest_marker("each_example") or set(WHOLE) & set(one.path.parts):
        return examples
    return [examples[place * (len(examples) - 1) // (MOST - 1)] for place in range(MOST)]
