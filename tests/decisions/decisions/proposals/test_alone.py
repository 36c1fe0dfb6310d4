"""What a person decides alone: the circle around it is told, and may take it to its sync for a working day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Proposal
from decisions.decisions.models.proposals.pulling import sync_to_pull_to
from decisions.decisions.workflows.adoption import adopt, conclude
from decisions.decisions.workflows.claims import claim, release_claim
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.pulling import pull
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, a_deciding_sync, decision_of
from tests.factories import a_circle, a_person, a_project, a_round
from tests.support.entry_points import at_browser, by_token

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


# Nothing ends it before the circle around has had its day -------------------------------------------------------------


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_who_is_alone_does_not_adopt_it_before_the_circle_around_had_its_day(
    alone: Circle, fay: User, project: Project, entry_point: str
) -> None:
    david = alone.people().get()
    proposal = a_round(circle=alone, by=david).proposal
    if entry_point == "page":
        answer = at_browser(david).post(f"/p/{project.slug}/proposals/{proposal.number}/decision/")
    else:
        address = f"/api/v1/projects/{project.slug}/proposals/{proposal.number}/decision"
        answer = Client().post(address, headers=by_token(david))
        assert "Nobody else is asked" in answer.json()["detail"]
    assert answer.status_code == 409
    assert decision_of(proposal) is None
    pulled = pull(proposal, by=fay, what="The brake is ours.").open_round
    assert pulled
    assert pulled.in_sync


def held_in_a_sync_of_ones_own(proposal: Proposal, alone: Circle) -> None:
    conclude(proposal, by=proposal.proposer, sync=a_deciding_sync(alone))


def heard_from_who_is_not_asked(proposal: Proposal, alone: Circle) -> None:
    alone.admit(puppet := a_person("Nil Roy"), by=proposal.proposer)
    take_position(proposal.rounds.get(), NO_OBJECTION, by=puppet)


def claimed_and_released(proposal: Proposal, alone: Circle) -> None:
    power = a_circle(eve := a_person("Eve Martin"), inside=alone.parent, name="Power")
    made = claim(proposal, power, by=eve, what="Our lever goes with it.")
    release_claim(made, by=eve, settled="They keep the lever.")


@pytest.mark.parametrize("end", [held_in_a_sync_of_ones_own, heard_from_who_is_not_asked, claimed_and_released])
def test_no_other_way_ends_it_before(alone: Circle, end: Callable[[Proposal, Circle], None]) -> None:
    proposal = a_round(circle=alone, by=alone.people().get()).proposal
    end(proposal, alone)
    assert decision_of(proposal) is None
    round_ = Proposal.objects.get(pk=proposal.pk).open_round
    assert round_
    assert (round_.in_sync, round_.told_around_at is not None) == (False, True)
    assert sync_to_pull_to(proposal) == alone.parent


@pytest.mark.both_databases
def test_where_all_who_are_asked_leave_the_circle_around_is_told_before_it_is_in_force(
    alone: Circle, fay: User
) -> None:
    david, at = alone.people().get(), datetime(2037, 11, 25, 13, 0, tzinfo=UTC)
    alone.admit(bo := a_person("Bo Nguyen"), by=david)
    proposal = a_round_at(alone, david, at)
    alone.project.memberships.current().get(user=bo).end(by=fay)
    with pytest.raises(Refused, match="Nobody else is asked"):
        adopt(proposal, by=david, at=at + timedelta(hours=1))
    assert not fay.notices.filter(event="proposal.told_around").exists()
    write_due_outcomes(proposal, at=at + timedelta(hours=25))
    assert fay.notices.filter(event="proposal.told_around").exists()
    assert decision_of(proposal) is None
    assert sync_to_pull_to(proposal) == alone.parent
    write_due_outcomes(proposal, at=at + timedelta(hours=50))
    assert decision_of(proposal)


def test_other_words_give_the_circle_around_a_whole_day_again(alone: Circle) -> None:
    david, at = alone.people().get(), datetime(2037, 11, 25, 13, 0, tzinfo=UTC)
    proposal = a_round_at(alone, david, at)
    reword(proposal, by=david, text="We drop all brakes.", at=at + timedelta(hours=20))
    write_due_outcomes(proposal, at=at + timedelta(hours=43))
    assert decision_of(proposal) is None
    write_due_outcomes(proposal, at=at + timedelta(hours=45))
    assert decision_of(proposal)
