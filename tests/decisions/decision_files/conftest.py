"""The people and the project of the tests of decisions."""

from tests.decisions.decisions.conftest import project

__all__ = ["project"]
