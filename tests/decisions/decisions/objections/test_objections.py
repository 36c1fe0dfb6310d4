"""Objections: what blocks, what does not, how one is lifted, and where failing leads."""

from datetime import timedelta

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Round
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.round_closing import close_due
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, FRIDAY, MONDAY, NO_OBJECTION, OBJECTION, decision_of
from tests.factories import a_proposal, a_round, an_element, valid_objection_tests

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_an_objection_that_comes_too_late_is_kept_and_told(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    element = an_element(project)
    circle.memberships.get(user=ada).take_role("facilitator", by=ada)
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    position = take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(element), at=MONDAY)
    assert position.is_late
    assert not position.objection.stands
    told = Notice.objects.filter(event="objection.received_late").values_list("user__name", flat=True)
    assert set(told) == {"Ada Mercier", "Bo Nguyen"}


def test_one_valid_objection_stops_the_round(circle: Circle, ada: User, bo: User, eve: User, project: Project) -> None:
    circle.admit(eve, by=ada)
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=eve, at=FRIDAY)
    take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)), at=FRIDAY)
    assert close_due(round_, at=MONDAY)
    round_.refresh_from_db()
    assert round_.outcome == Round.Outcome.FAILED
    assert decision_of(round_.proposal) is None


def test_an_objection_that_does_not_hold_is_kept_as_a_concern(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    answers = valid_objection_tests(an_element(project)) | {"certainty": "possible_in_time"}
    position = take_position(round_, OBJECTION, by=bo, objection_tests=answers)
    assert position.kind == CONCERN
    assert position.objection.evidence
    assert decision_of(round_.proposal)


def test_nobody_lifts_an_objection_by_recording_something_else_for_the_objector(
    circle: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    objection = take_position(
        round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project))
    ).objection
    for kind in (NO_OBJECTION, CONCERN, OBJECTION):
        with pytest.raises(Refused, match="only the objector"):
            take_position(round_, kind, by=bo, words="He nodded.", recorded_by=fay)
    objection.refresh_from_db()
    assert objection.stands
    assert decision_of(round_.proposal) is None


def test_only_lifting_it_lets_the_proposal_through(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = a_round(circle=circle, by=ada)
    objection = take_position(
        round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project))
    ).objection
    assert decision_of(round_.proposal) is None
    lift(objection, by=bo, because="The seal is tested now.")
    assert decision_of(round_.proposal)
    with pytest.raises(Refused):
        lift(objection, by=bo)


def test_an_objection_quoting_a_decision_in_force_needs_no_tests(circle: Circle, ada: User, bo: User) -> None:
    first = a_round(circle=circle, by=ada)
    take_position(first, NO_OBJECTION, by=bo)
    against = decision_of(first.proposal)
    second = a_round(circle=circle, by=ada)
    answers = {"against": against, "quote": "We change the seal."}
    assert take_position(second, OBJECTION, by=bo, objection_tests=answers).objection.stands


def test_a_changed_text_opens_the_next_round_objections_stand_the_others_reconfirm(
    circle: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    circle.admit(eve, by=ada)
    first = a_round(circle=circle, by=ada)
    take_position(first, NO_OBJECTION, by=eve)
    take_position(first, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)))
    second = revise(first.proposal, by=ada, text="We change the seal for a tested one.")
    assert second is not None
    assert second.number == 2
    stands = {heard.user: heard for heard in second.participants()}
    assert stands[bo].objection_stands
    assert stands[eve].to_reconfirm
    assert stands[eve].is_silent
    first.refresh_from_db()
    assert first.outcome == Round.Outcome.REPLACED


def test_a_consent_to_a_text_that_changed_meanwhile_is_refused_an_objection_is_not(
    circle: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    circle.admit(eve, by=ada)
    first = a_round(circle=circle, by=ada)
    second = revise(first.proposal, by=ada, text="We change the seal twice.")
    with pytest.raises(Refused, match="changed"):
        take_position(first, NO_OBJECTION, by=eve)
    position = take_position(first, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)))
    assert position.round == second
    assert position.objection.stands


def test_two_failed_rounds_go_up_to_the_parent_circles_sync(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada)
    first = open_round(proposal, by=ada, at=FRIDAY)
    take_position(first, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)), at=FRIDAY)
    close_due(first, at=MONDAY)
    second = revise(proposal, by=ada, text="Another seal.", at=MONDAY)
    assert second is not None
    close_due(second, at=MONDAY + timedelta(days=1))
    third = proposal.rounds.get(number=3)
    assert third.decides == project.circles.general()
    assert third.in_sync
    assert {h.user for h in third.participants() if h.objection_stands} == {bo}


def test_three_working_days_in_integration_go_up_too(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = open_round(a_proposal(circle=circle, by=ada, reversibility="costly"), by=ada, at=FRIDAY)
    take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project)), at=FRIDAY)
    close_due(round_, at=MONDAY + timedelta(days=1))  # its window ends: failed
    assert close_due(round_, at=MONDAY + timedelta(days=2))
    assert round_.proposal.rounds.get(number=2).decides == project.circles.general()


def test_the_record_says_who_objected_and_for_which_element(circle: Circle, ada: User, bo: User) -> None:
    element = an_element(circle.project)
    take_position(a_round(circle=circle, by=ada), OBJECTION, by=bo, objection_tests=valid_objection_tests(element))
    entry = Entry.objects.get(event="objection.raised")
    assert (entry.actor, entry.facts["names"]) == (bo.pk, element.reference)
    assert not Entry.objects.filter(event="position.taken").exists()
