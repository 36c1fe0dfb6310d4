"""What a person decides alone: the circle around it is told, and may take it to its sync for a working day."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from circles.models import Circle
from decisions.models import Proposal
from decisions.workflows.proposals import open_round
from decisions.workflows.round_closing import write_due_outcomes
from projects.models import Project
from tests.decisions.examples import decision_of
from tests.factories import a_circle, a_person, a_project, a_round
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def alone(project: Project, fay: User) -> Circle:
    """A circle that David opened for himself."""
    david = a_person("David Roy")
    project.circles.general().admit(david, by=fay)
    return project.circles.general().open_circle("Brakes", by=david, pilot=david)


@pytest.mark.both_databases
def test_what_asks_nobody_is_told_to_the_circle_around_and_in_force_a_working_day_later(
    alone: Circle, fay: User
) -> None:
    david = alone.people().get()
    at = datetime(2037, 11, 25, 13, 0, tzinfo=UTC)
    proposal = a_round_at(alone, david, at)
    assert decision_of(proposal) is None
    assert fay.notices.filter(event="proposal.told_around").exists()
    write_due_outcomes(proposal, at=at + timedelta(hours=23))
    assert decision_of(proposal) is None
    write_due_outcomes(proposal, at=at + timedelta(hours=25))
    assert decision_of(proposal)


def a_round_at(circle: Circle, by: User, at: datetime) -> Proposal:
    proposal = Proposal.propose(circle, by=by, tension="", text="We drop the parking brake.", at=at)
    open_round(proposal, by=by, at=at)
    return Proposal.objects.get(pk=proposal.pk)


def test_the_circle_around_pulls_what_asks_nobody(alone: Circle, fay: User, project: Project) -> None:
    round_ = a_round(circle=alone, by=alone.people().get())
    answer = at_browser(fay).post(
        f"/p/{project.slug}/proposals/{round_.proposal.number}/pull/", {"what": "The brake is ours."}
    )
    assert answer.status_code == 302
    round_.refresh_from_db()
    assert (round_.decides, round_.in_sync, round_.closes_at) == (project.circles.general(), True, None)
    assert {one.user for one in round_.asked.all()} == {fay}


def test_who_is_alone_in_the_project_decides_at_once(ada: User) -> None:
    circle = a_circle(ada, inside=a_project(ada).circles.general())
    assert decision_of(a_round(circle=circle, by=ada).proposal)
