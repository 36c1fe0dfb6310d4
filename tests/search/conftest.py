"""What search remembers in a process is of one test: the next may have a project of the same id
(`tests.support.stage`), and other texts in it, as what a test wrote is taken back.
"""

import pytest

from search import candidates, vocabulary


@pytest.fixture(autouse=True)
def _nothing_is_remembered_of_the_index() -> None:
    vocabulary._seen.clear()
    candidates._is_most_of_index.cache_clear()
