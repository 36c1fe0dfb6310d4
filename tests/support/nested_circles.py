"""A project of ada's, and Design in it with Hydraulics inside; a module that needs another makes its own."""

import pytest

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project


@pytest.fixture
def project(ada: User) -> Project:
    """A project of 10,000 that ada pilots."""
    return a_project(ada)


@pytest.fixture
def design(project: Project, ada: User, bo: User) -> Circle:
    """Design with 6,000: of it Hydraulics has 4,000, in which bo and fay are; both hold a domain."""
    design = a_circle(ada, bo, inside=project.circles.general(), name="Design", money=6_000)
    hydraulics = a_circle(bo, a_person("Fay Lemoine"), inside=design, name="Hydraulics", money=4_000)
    Domain.give(hydraulics, "HYD-IN", "The inlet", by=ada)
    return design


@pytest.fixture
def hydraulics(design: Circle) -> Circle:
    return design.children.select_related("parent", "project").get(name="Hydraulics")
