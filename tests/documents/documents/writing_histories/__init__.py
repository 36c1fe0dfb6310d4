"""Random histories of people who write together, against a model."""

import pytest

pytest.register_assert_rewrite(
    "tests.documents.documents.writing_histories.checked", "tests.documents.documents.writing_histories.history"
)
