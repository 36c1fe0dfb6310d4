"""The cast: ada proposes, bo is in her circle, fay facilitates, eve is outside."""

import pytest

from accounts.models import User
from circles.models import Circle
from tests.factories import a_circle, a_person


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


@pytest.fixture
def fay() -> User:
    return a_person("Fay Lemoine")


@pytest.fixture
def eve() -> User:
    return a_person("Eve Martin")


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    """Give the circle of ada and bo, in a project of its own."""
    return a_circle(ada, bo)
