"""ada and bo in Hydraulics, fay pilots all, eve speaks for Power; the specification of their project."""

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause, adopted, write
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
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics", money=10_000)


@pytest.fixture
def power(project: Project, eve: User) -> Circle:
    power = a_circle(inside=project.circles.general(), name="Power")
    power.admit(eve, by=eve, roles=["pilot"])
    return power


@pytest.fixture
def document(project: Project, circle: Circle, ada: User) -> Document:
    found = Document.objects.get(project=project, genre=Document.Genre.SPECIFICATION)
    return a_written(found, TEXT, by=ada)


@pytest.fixture
def ratified(document: Document, project: Project, ada: User, fay: User) -> list[Clause]:
    """Bus and Battery, ratified by fay alone in the general circle; Battery comes from Bus, which says 24 V now."""
    bus, battery = (a_clause(document, words, by=ada) for words in ("Bus", "Battery"))
    describe(battery, by=ada, parents=[bus])
    adopted(project.circles.general(), bus, battery, by=fay)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    return [bus, battery]


@pytest.fixture
def cable(project: Project, circle: Circle, fay: User) -> Clause:
    """A clause of a plan that everyone reads."""
    plan = Document.create(project.circles.general(), "Test plan", by=fay)
    a_written(plan, "# Heat\n\nCable rise at 750 W.", by=fay)
    return a_clause(plan, "Cable", circle, by=fay)
