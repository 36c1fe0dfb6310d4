"""A question about pumps in the circle of ada and bo, and three ways to answer it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from circles.circles.models import Circle
from decisions.tracks.models import Question, Track
from decisions.tracks.workflows.criteria import add_criterion
from foundation.accounts.models import User
from foundation.audit import clock
from tests.decisions.tracks.pumps import LEAK, Pumps


@pytest.fixture
def pumps(circle: Circle, ada: User, bo: User, eve: User) -> Pumps:
    """Ada and bo explore in their circle; eve pilots nothing, and is in another one."""
    return make_pumps(circle, ada, bo, eve)


def make_pumps(circle: Circle, ada: User, bo: User, eve: User) -> Pumps:
    circle.unit_limit = Decimal(2000)
    circle.save()
    today = circle.project.day_of(clock.now())
    question = Question.ask(circle, "Which pump?", by=ada, answer_by=today + timedelta(60))
    add_criterion(question, "kill", LEAK, ">", Decimal("0.2"), unit="ml/h", by=ada)
    terms: dict[str, Any] = {"learn_by": today + timedelta(30), "cap_money": Decimal(1000), "cap_days": 90}
    ways = [Track.propose(question, name, by=ada, owner=bo, **terms) for name in ("Rotor", "Multistage", "Diaphragm")]
    return Pumps(circle, ada, bo, eve, question, *ways)
