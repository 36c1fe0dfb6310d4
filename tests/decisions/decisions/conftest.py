"""ada and bo in Hydraulics, fay pilots all, eve speaks for Power; or, at entry points, the `cast` of `people.py`."""

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.decisions.decisions.people import Cast, a_cast
from tests.factories import a_circle, a_project


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay, country="FR")


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics", money=10_000, unit_limit=5_000)


@pytest.fixture
def power(project: Project, eve: User) -> Circle:
    power = a_circle(inside=project.circles.general(), name="Power")
    power.admit(eve, by=eve, roles=["pilot"])
    return power


@pytest.fixture
def cast(db: None) -> Cast:
    """ada, bo and fay in Hydraulics, pia in Power, eve outside."""
    return a_cast()
