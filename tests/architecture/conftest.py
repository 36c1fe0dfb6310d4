"""These ask what the code is, or who may open what: the answer is the same on each database, so they run once."""

from pathlib import Path

import pytest

ON_BOTH = {"test_append_only.py", "test_sorting.py"}
"""What the database itself does."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and item.path.name not in ON_BOTH:
            item.add_marker("one_database")
