"""Objections: what blocks, what does not, how one is lifted, and where failing leads."""

from datetime import timedelta

import pytest

from accounts.models import User
from audit.models import Entry
from circles.models import Circle, Project
from decisions.models import Round
from inbox.models import Notice
from tests.decisions.words import (
    CONCERN,
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    decision_of,
)
from tests.factories import a_proposal, a_round, an_element, valid_answers
from web.exceptions import Refused

pytestmark = pytest.mark.django_db


def test_an_objection_that_comes_too_late_is_kept_and_told(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    element = an_element(project)
    circle.memberships.get(user=ada).take_role("facilitator", by=ada)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    position = round_.take(OBJECTION, by=bo, answers=valid_answers(element), at=MONDAY)
    assert position.is_late
    assert not position.objection.stands
    told = Notice.objects.filter(event="objection.received_late").values_list("user__name", flat=True)
    assert set(told) == {"Ada Mercier", "Bo Nguyen"}


def test_one_valid_objection_stops_the_round(circle: Circle, ada: User, bo: User, eve: User, project: Project) -> None:
    circle.admit(eve, by=ada)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    round_.take(NO_OBJECTION, by=eve, at=FRIDAY)
    round_.take(OBJECTION, by=bo, answers=valid_answers(an_element(project)), at=FRIDAY)
    assert round_.close_due(at=MONDAY)
    round_.refresh_from_db()
    assert round_.outcome == Round.Outcome.FAILED
    assert decision_of(round_.proposal) is None


def test_an_objection_that_does_not_hold_is_kept_as_a_concern(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    answers = valid_answers(an_element(project)) | {"certainty": "possible_in_time"}
    position = round_.take(OBJECTION, by=bo, answers=answers)
    assert position.kind == CONCERN
    assert position.objection.evidence
    assert decision_of(round_.proposal)


def test_nobody_lifts_an_objection_by_recording_something_else_for_the_objector(
    circle: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    objection = round_.take(OBJECTION, by=bo, answers=valid_answers(an_element(project))).objection
    for kind in (NO_OBJECTION, CONCERN, OBJECTION):
        with pytest.raises(Refused, match="only the objector"):
            round_.take(kind, by=bo, words="He nodded.", recorded_by=fay)
    objection.refresh_from_db()
    assert objection.stands
    assert decision_of(round_.proposal) is None


def test_only_lifting_it_lets_the_proposal_through(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = a_round(circle=circle, by=ada)
    objection = round_.take(OBJECTION, by=bo, answers=valid_answers(an_element(project))).objection
    assert decision_of(round_.proposal) is None
    objection.lift(by=bo, because="The seal is tested now.")
    assert decision_of(round_.proposal)
    with pytest.raises(Refused):
        objection.lift(by=bo)


def test_an_objection_quoting_a_decision_in_force_needs_no_tests(circle: Circle, ada: User, bo: User) -> None:
    first = a_round(circle=circle, by=ada)
    first.take(NO_OBJECTION, by=bo)
    against = decision_of(first.proposal)
    second = a_round(circle=circle, by=ada)
    answers = {"against": against, "quote": "We change the seal."}
    assert second.take(OBJECTION, by=bo, answers=answers).objection.stands


def test_a_changed_text_opens_the_next_round_objections_stand_the_others_reconfirm(
    circle: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    circle.admit(eve, by=ada)
    first = a_round(circle=circle, by=ada)
    first.take(NO_OBJECTION, by=eve)
    first.take(OBJECTION, by=bo, answers=valid_answers(an_element(project)))
    second = first.proposal.revise(by=ada, text="We change the seal for a tested one.")
    assert second is not None
    assert second.number == 2
    stands = {heard.user: heard for heard in second.heard()}
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
    second = first.proposal.revise(by=ada, text="We change the seal twice.")
    with pytest.raises(Refused, match="changed"):
        first.take(NO_OBJECTION, by=eve)
    position = first.take(OBJECTION, by=bo, answers=valid_answers(an_element(project)))
    assert position.round == second
    assert position.objection.stands


def test_two_failed_rounds_go_up_to_the_parent_circles_sync(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada)
    first = proposal.put_to_round(by=ada, at=FRIDAY)
    first.take(OBJECTION, by=bo, answers=valid_answers(an_element(project)), at=FRIDAY)
    first.close_due(at=MONDAY)
    second = proposal.revise(by=ada, text="Another seal.", at=MONDAY)
    assert second is not None
    second.close_due(at=MONDAY + timedelta(days=1))
    third = proposal.rounds.get(number=3)
    assert third.decides == project.general
    assert third.in_sync
    assert {h.user for h in third.heard() if h.objection_stands} == {bo}


def test_three_working_days_in_integration_go_up_too(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = a_proposal(circle=circle, by=ada, reversibility="costly").put_to_round(by=ada, at=FRIDAY)
    round_.take(OBJECTION, by=bo, answers=valid_answers(an_element(project)), at=FRIDAY)
    round_.close_due(at=MONDAY + timedelta(days=1))  # its window ends: failed
    assert round_.close_due(at=MONDAY + timedelta(days=2))
    assert round_.proposal.rounds.get(number=2).decides == project.general


def test_the_record_says_who_objected_and_for_which_element(circle: Circle, ada: User, bo: User) -> None:
    element = an_element(circle.project)
    a_round(circle=circle, by=ada).take(OBJECTION, by=bo, answers=valid_answers(element))
    entry = Entry.objects.get(event="objection.raised")
    assert (entry.actor, entry.facts["names"]) == (bo.pk, element.reference)
    assert not Entry.objects.filter(event="position.taken").exists()
