"""Who meets in the tests of syncs."""

import pytest

from tests.daily.syncs.team import Team


@pytest.fixture
def team() -> Team:
    """Make the team."""
    return Team()
