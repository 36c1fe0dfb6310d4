"""`--one-language` runs a story that is told in each language in one of them: half the stories in French, half in
English.

What a language can break (a word that is missing, a line that is too long) is found on every page in both languages by
`tests/e2e/test_every_page.py`; what a story adds is what people do, which is the same in each.
"""

from collections import defaultdict
from zlib import crc32

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--one-language", action="store_true", help="tell each story in one language")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--one-language"):
        return
    tellings: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        tellings[story_of(item)].append(item)
    kept = {id(each[crc32(story.encode()) % len(each)]) for story, each in tellings.items()}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = [item for item in items if id(item) in kept]


def language_of(item: pytest.Item) -> str:
    """Return the language that a test is run in, where that is one of its parameters."""
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("language", "")) if callspec else ""


def story_of(item: pytest.Item) -> str:
    """Return a test's address without its language."""
    if not language_of(item):
        return item.nodeid
    params: dict[str, object] = item.callspec.params  # type: ignore[attr-defined]
    others = [str(value) for name, value in sorted(params.items()) if name != "language"]
    return f"{item.nodeid.partition('[')[0]}[{'-'.join(others)}]"
