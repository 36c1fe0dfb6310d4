"""The people of a project in which decisions are taken, and the addresses of its pages and operations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from circles.circles.models import Circle, Domain
from circles.projects.models import Project
from decisions.decisions.models import Decision
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_round
from tests.support.replayed_factories import replayed

LONG_AGO = datetime.now(UTC) - timedelta(days=99)
"""Since when fay facilitates: who does so only since a text was put lifts no objection to it."""


@dataclass
class Cast:
    """ada proposes in Hydraulics, bo is in it, fay facilitates and pilots all, eve is outside, pia holds Power."""

    ada: User
    bo: User
    fay: User
    eve: User
    pia: User
    project: Project
    circle: Circle
    power: Circle

    def __getitem__(self, name: str) -> User:
        person: User = getattr(self, name)
        return person


@replayed
def a_cast() -> Cast:
    """Make the cast in a project of theirs."""
    ada, bo, fay, eve, pia = (a_person(n) for n in ("Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Eve Martin", "Pia Roy"))
    project = a_project(fay, name="Pompe")
    circle = a_circle(inside=project.circles.general(), name="Hydraulics", unit_limit=2_000, money=5_000)
    circle.admit(ada, by=fay)
    circle.admit(bo, by=fay)
    circle.admit(fay, by=fay, roles=["facilitator"], at=LONG_AGO)
    power = a_circle(inside=project.circles.general(), name="Power")
    power.admit(pia, by=fay, roles=["pilot"])
    Domain.give(power, "PWR-OUT", "48 V bus", by=fay, sort="interface")
    return Cast(ada, bo, fay, eve, pia, project, circle, power)


def page(cast: Cast, rest: str) -> str:
    return f"/p/{cast.project.slug}/{rest}"


def operation(cast: Cast, rest: str) -> str:
    return f"/api/v1/projects/{cast.project.slug}/{rest}"


@replayed
def adopted(cast: Cast, **terms: Any) -> Decision:
    """Have a proposal adopted in Hydraulics."""
    round_ = a_round(circle=cast.circle, by=cast.ada, **terms)
    take_position(round_, "concern", by=cast.bo, words="Six weeks of lead time.")
    take_position(round_, "no_objection", by=cast.fay)
    return Decision.objects.get(proposal=round_.proposal)
