"""ada and bo in Hydraulics, fay pilots all, eve speaks for Power; the specification of their project."""

import pytest

from accounts.models import User
from circles.models import Circle
from documents.models import Document
from projects.models import Project
from tests.factories import a_circle, a_project, a_written

TEXT = """
# Purpose

## Water

At 30 m it lifts 24 m³ a day.

# Energy

## Bus

48 V between controller and motor.

It never goes above 60 V.

## Battery

Four blocks of 12 V.
"""


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay, country="FR")


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, inside=project.general, name="Hydraulics", money=10_000)


@pytest.fixture
def power(project: Project, eve: User) -> Circle:
    power = a_circle(inside=project.general, name="Power")
    power.admit(eve, by=eve, roles=["pilot"])
    return power


@pytest.fixture
def document(project: Project, circle: Circle, ada: User) -> Document:
    found = Document.objects.get(project=project, genre=Document.Genre.SPECIFICATION)
    return a_written(found, TEXT, by=ada)
