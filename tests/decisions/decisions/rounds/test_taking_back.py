"""For ten minutes a position can be taken back: what stood before it stands again, silence too."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Position, Proposal, Round
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.taking_back import take_back_position
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, NO_OBJECTION, OBJECTION, TIME, decision_of
from tests.factories import a_person, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=9)


@pytest.fixture
def round_(circle: Circle, ada: User, fay: User) -> Round:
    """A round that a third person is asked in, so that no word of bo's ends it."""
    circle.admit(a_person("Third"), by=fay)
    return a_round(circle=circle, by=ada)


def stands(round_: Round, user: User) -> tuple[str, str] | None:
    one = next(one for one in Round.objects.get(pk=round_.pk).participants() if one.user == user)
    return (str(one.kind), one.position.words) if one.kind and one.position else None


@pytest.mark.both_databases
@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_a_wrong_press_that_is_undone_leaves_silence(
    round_: Round, project: Project, bo: User, ada: User, entry_point: str
) -> None:
    take_position(round_, NO_OBJECTION, by=bo)
    if entry_point == "page":
        address = f"/p/{project.slug}/proposals/{round_.proposal.number}/rounds/1/positions/undo/"
        assert at_browser(bo).post(address).status_code == 302
    else:
        address = f"/api/v1/projects/{project.slug}/proposals/{round_.proposal.number}/positions/undo"
        assert Client().post(address, headers=by_token(bo)).status_code == 200
    assert stands(round_, bo) is None
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]
    after = Round.objects.get(pk=round_.pk)
    assert (after.closes_at, after.prolonged_at) == (round_.closes_at, None)
    assert Entry.objects.get(event="position.taken_back").facts["position"] == "no_objection"
    assert not Position.objects.filter(kind=TIME).exists()
    page = at_browser(ada).get(round_.proposal.get_absolute_url()).content.decode()
    assert "needs time" not in page


@pytest.mark.parametrize("ends", [False, True])
def test_undo_is_offered_only_where_the_press_has_not_ended_the_round(
    round_: Round, bo: User, fay: User, ends: bool
) -> None:
    if ends:
        for asked in round_.asked.exclude(user=bo):
            take_position(round_, NO_OBJECTION, by=asked.user)
    address = f"{round_.proposal.get_absolute_url()}rounds/1/positions/"
    page = at_browser(bo).post(address, {"kind": NO_OBJECTION}, follow=True).text
    assert (f"{address}undo/" in page) is not ends
    assert bool(decision_of(round_.proposal)) is ends


def test_what_was_said_before_stands_again(round_: Round, bo: User) -> None:
    take_position(round_, CONCERN, by=bo, words="Six weeks of lead time.")
    take_position(round_, NO_OBJECTION, by=bo)
    take_back_position(round_, by=bo)
    assert stands(round_, bo) == ("concern", "Six weeks of lead time.")


def test_an_objection_that_it_had_lifted_stands_again(round_: Round, project: Project, bo: User) -> None:
    take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)))
    take_position(round_, NO_OBJECTION, by=bo)
    assert not round_.proposal.objections.standing().exists()
    take_back_position(round_, by=bo)
    assert round_.proposal.objections.standing().by(bo).exists()
    assert Round.objects.get(pk=round_.pk).integrate_by


def test_an_objection_that_is_taken_back_holds_nothing_up(round_: Round, project: Project, bo: User) -> None:
    take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)))
    with translation.override("fr"):
        take_back_position(round_, by=bo)
    assert not round_.proposal.objections.standing().exists()
    assert round_.proposal.objections.get().lifted_because == "Taken back at once."  # in the project's language
    assert Round.objects.get(pk=round_.pk).integrate_by is None
    assert stands(round_, bo) is None


def test_the_day_that_it_asked_for_is_given_back_unless_another_asks_for_it(round_: Round, bo: User, fay: User) -> None:
    third = User.objects.get(name="Third")
    take_position(round_, TIME, by=bo)
    take_back_position(round_, by=bo)
    after = Round.objects.get(pk=round_.pk)
    assert (after.closes_at, after.prolonged_at, after.prolonged_by) == (round_.closes_at, None, None)
    take_position(round_, TIME, by=bo)
    take_position(round_, TIME, by=third)
    longer = Round.objects.get(pk=round_.pk).closes_at
    take_back_position(round_, by=bo)
    assert longer
    assert round_.closes_at
    assert Round.objects.get(pk=round_.pk).closes_at == longer > round_.closes_at


def test_after_ten_minutes_and_after_its_end_nothing_is_taken_back(
    circle: Circle, round_: Round, ada: User, bo: User
) -> None:
    with pytest.raises(Refused, match="nothing to take back"):
        take_back_position(round_, by=bo)
    said = take_position(round_, NO_OBJECTION, by=bo)
    with pytest.raises(Refused, match="nothing to take back"):
        take_back_position(round_, by=bo, at=said.said_at + timedelta(minutes=11))
    take_back_position(round_, by=bo, at=said.said_at + SOON)
    other = a_round(circle=circle, by=ada)
    for person in (bo, User.objects.get(name="Third")):
        take_position(other, NO_OBJECTION, by=person)
    assert decision_of(other.proposal)
    with pytest.raises(Refused, match="closed"):
        take_back_position(other, by=bo)
