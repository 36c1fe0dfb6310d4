"""These ask what the code is, or who may open what: the answer is the same on each database, so they run once."""

from pathlib import Path

import pytest

ON_BOTH = {
    "test_append_only.py",
    "test_sorting.py",
    "test_no_page_and_no_operation_tells_a_word_of_a_restricted_document",
}
"""What the database itself does; and one test that asks every page and every operation for their statements' sake."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and not {item.path.name, item.name} & ON_BOTH:
            item.add_marker("one_database")
