"""What people live through in a round: asked, heard, outvoted by nobody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.access import Refused
from accounts.models import User
from audit.models import Entry
from circles.models import Circle, Project
from decisions.models import Decision, Position, Proposal, Round, Sitting
from inbox.models import Notice
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, an_element, valid_answers

pytestmark = pytest.mark.django_db
NO_OBJECTION, CONCERN, TIME, OBJECTION, PASS = (kind.value for kind in Position.Kind)
FRIDAY = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)  # 14:00 in Paris
MONDAY = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


@pytest.fixture
def fay() -> User:
    return a_person("Fay Lemoine")


@pytest.fixture
def eve() -> User:
    return a_person("Eve Martin")


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay, country="FR")


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, inside=project.general, name="Hydraulics")


def a_sitting(circle: Circle, starts_at: datetime | None = None) -> Sitting:
    start = starts_at or datetime.now(UTC) + timedelta(days=9)
    return Sitting(circle, start, "General sync", f"/syncs/{start.date()}/")


def decision_of(proposal: Proposal) -> Decision | None:
    return Decision.objects.filter(proposal=proposal).first()


def test_a_draft_asks_nobody(circle: Circle, ada: User) -> None:
    proposal = a_proposal(circle=circle, by=ada)
    assert proposal.reference == "P-1"
    assert proposal.title == "We change the seal"
    assert proposal.owner == ada
    assert not Notice.objects.filter(reference="P-1").exists()


def test_opening_a_round_writes_down_who_is_asked_and_tells_them(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    assert list(round_.asked.values_list("user__name", flat=True)) == ["Bo Nguyen"]
    assert Notice.objects.to(bo).first().reason == Notice.Reason.ASKED  # type: ignore[union-attr]
    assert not Notice.objects.to(ada).filter(reason=Notice.Reason.ASKED).exists()


def test_when_all_have_spoken_inside_scope_it_is_adopted_at_once(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, cost=200)
    round_.take(NO_OBJECTION, by=bo)
    decision = Decision.objects.get(proposal=round_.proposal)
    assert decision.reference == "D-1"
    assert decision.decided_by == circle
    assert decision.cost == 200
    round_.refresh_from_db()
    assert round_.outcome == Round.Outcome.CONSENTED


def test_a_second_open_round_is_refused(circle: Circle, ada: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused):
        round_.proposal.put_to_round(by=ada)


def test_a_window_is_one_working_day_and_two_for_what_is_costly(circle: Circle, ada: User) -> None:
    easy = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    costly = a_proposal(circle=circle, by=ada, reversibility="costly").put_to_round(by=ada, at=FRIDAY)
    assert easy.closes_at == MONDAY
    assert costly.closes_at == MONDAY + timedelta(days=1)


def test_silence_inside_scope_does_not_stop_it_but_one_must_say_so(
    circle: Circle, ada: User, bo: User, eve: User
) -> None:
    circle.admit(eve, by=ada)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    round_.take(NO_OBJECTION, by=bo, at=FRIDAY + timedelta(hours=1))
    assert not round_.close_due(at=MONDAY - timedelta(seconds=1))
    assert round_.close_due(at=MONDAY)
    assert decision_of(round_.proposal)


def test_a_round_in_which_nobody_speaks_lapses(circle: Circle, ada: User) -> None:
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    assert round_.close_due(at=MONDAY)
    round_.proposal.refresh_from_db()
    assert round_.proposal.lapsed_at == MONDAY
    assert decision_of(round_.proposal) is None


def test_the_sweeper_writes_an_outcome_once_however_often_it_runs(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    round_.take(PASS, by=bo, at=FRIDAY)
    done = [round_.close_due(at=MONDAY + timedelta(days=days)) for days in (0, 0, 3, 30)]
    assert done == [True, False, False, False]
    assert Entry.objects.filter(verb="lapsed").count() == 1


def test_who_is_not_asked_may_not_speak(circle: Circle, ada: User, eve: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused, match="asked"):
        round_.take(NO_OBJECTION, by=eve)


def test_who_proposes_is_not_asked(circle: Circle, ada: User) -> None:
    with pytest.raises(Refused, match="asked"):
        a_round(circle=circle, by=ada).take(NO_OBJECTION, by=ada)


def test_who_has_left_the_project_may_not_speak_and_is_not_waited_for(
    circle: Circle, ada: User, bo: User, eve: User
) -> None:
    membership = circle.admit(eve, by=ada)
    round_ = a_round(circle=circle, by=ada)
    membership.end(by=ada)
    with pytest.raises(Refused, match="project"):
        round_.take(NO_OBJECTION, by=eve)
    round_.take(NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal)


def test_i_need_time_gives_one_working_day_once_for_all(circle: Circle, ada: User, bo: User, eve: User) -> None:
    circle.admit(eve, by=ada)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    for person in (bo, eve):
        round_.take(TIME, by=person, at=FRIDAY + timedelta(hours=1))
    round_.refresh_from_db()
    assert round_.closes_at == MONDAY + timedelta(days=1)


def test_a_position_after_the_end_is_refused(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    with pytest.raises(Refused, match="closed"):
        round_.take(NO_OBJECTION, by=bo, at=MONDAY)
    assert not round_.positions.exists()


def test_the_database_clock_says_whether_a_round_is_open_not_a_flag(circle: Circle, ada: User, bo: User) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=40)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=yesterday)
    assert round_.closed_at is None
    with pytest.raises(Refused, match="closed"):
        round_.take(NO_OBJECTION, by=bo)


def test_an_objection_that_comes_too_late_is_kept_and_told(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    element = an_element(project)
    circle.memberships.get(user=ada).take_role("facilitator", by=ada)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    position = round_.take(OBJECTION, by=bo, answers=valid_answers(element), at=MONDAY)
    assert position.is_late
    assert not position.objection.stands
    told = Notice.objects.filter(verb="kept an objection that came too late").values_list("user__name", flat=True)
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


def test_nothing_changed_is_no_new_round(circle: Circle, ada: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused, match="Nothing"):
        round_.proposal.revise(by=ada, text=round_.text)


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


def test_a_facilitator_may_record_what_was_said_aloud(circle: Circle, ada: User, bo: User, fay: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    position = round_.take(CONCERN, by=bo, words="Six weeks of lead time.", recorded_by=fay)
    assert position.recorded_by == fay
    assert Notice.objects.to(bo).filter(verb="recorded a position").exists()


def test_withdrawing_closes_the_round_and_ends_it(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    round_.proposal.withdraw(by=ada)
    with pytest.raises(Refused):
        round_.take(NO_OBJECTION, by=bo)
    with pytest.raises(Refused, match="withdrawn"):
        round_.proposal.put_to_round(by=ada)


def test_a_draft_that_nobody_touches_for_thirty_days_lapses(circle: Circle, ada: User) -> None:
    old = a_proposal(circle=circle, by=ada, at=datetime.now(UTC) - timedelta(days=31))
    young = a_proposal(circle=circle, by=ada, at=datetime.now(UTC) - timedelta(days=29))
    assert old.lapse_untouched()
    assert not young.lapse_untouched()


def test_who_is_alone_in_a_circle_decides_by_opening_a_round(project: Project, eve: User) -> None:
    alone = a_circle(eve, inside=project.general)
    proposal = a_proposal(circle=alone, by=eve)
    proposal.put_to_round(by=eve)
    assert proposal.adopt(by=eve).reference == "D-1"


# What touches others --------------------------------------------------------------------------------------------------


@pytest.fixture
def power(project: Project, eve: User) -> Circle:
    power = a_circle(inside=project.general, name="Power")
    power.admit(eve, by=eve, roles=["pilot"])
    return power


def test_what_touches_another_circle_waits_for_the_general_sync(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, project: Project, fay: User
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    assert (round_.decides, round_.in_sync, round_.closes_at) == (project.general, True, None)
    assert {asked.user for asked in round_.asked.select_related("user")} == {fay, eve, bo}
    for person in (bo, eve, fay):
        round_.take(NO_OBJECTION, by=person)
    assert decision_of(round_.proposal) is None
    with pytest.raises(Refused, match="sync of General"):
        round_.proposal.adopt(by=ada)
    with pytest.raises(Refused, match="sync of General"):
        round_.proposal.adopt(by=ada, sync=a_sitting(circle))
    decision = round_.proposal.adopt(by=fay, sync=a_sitting(project.general))
    assert decision.sync_words == "General sync"
    assert decision.decided_by == project.general


def test_a_claim_takes_a_local_round_to_the_general_sync_and_asks_the_claimant(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    round_.proposal.claim(power, by=eve, what="PWR-OUT")
    round_.refresh_from_db()
    assert (round_.decides, round_.in_sync, round_.closes_at) == (project.general, True, None)
    assert round_.asked.filter(user=eve, voice_of=power).exists()
    round_.take(NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal) is None


def test_a_circle_that_is_affected_already_cannot_claim(circle: Circle, power: Circle, ada: User, eve: User) -> None:
    proposal = a_proposal(circle=circle, by=ada, named=[power])
    with pytest.raises(Refused):
        proposal.claim(power, by=eve, what="PWR-OUT")


def test_a_limit_that_was_lowered_meanwhile_holds_at_adoption(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, cost=500)
    circle.unit_limit = 400
    circle.save()
    round_.take(NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal) is None
    round_.refresh_from_db()
    assert round_.in_sync


def test_the_first_sync_waits_for_the_silent_the_second_may_close_without_them(
    circle: Circle, power: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    round_.take(NO_OBJECTION, by=fay)
    first, second = a_sitting(project.general), a_sitting(project.general, datetime.now(UTC) + timedelta(days=12))
    with pytest.raises(Refused, match="has to speak"):
        round_.proposal.adopt(by=fay, sync=first, without_silent=True)
    assert round_.proposal.conclude(by=fay, sync=first) == "waiting"
    decision = round_.proposal.adopt(by=fay, sync=second, without_silent=True)
    assert decision.without == ["Bo Nguyen", "Eve Martin"]


def test_a_sync_held_at_once_takes_only_what_all_asked_have_spoken_on(
    circle: Circle, power: Circle, ada: User, bo: User, fay: User, eve: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power])
    at_once = a_sitting(project.general, datetime.now(UTC))
    for person in (fay, eve):
        round_.take(NO_OBJECTION, by=person)
    with pytest.raises(Refused, match="long enough"):
        round_.proposal.adopt(by=fay, sync=at_once)
    round_.take(NO_OBJECTION, by=bo)
    assert round_.proposal.adopt(by=fay, sync=at_once)


def test_a_declared_element_is_open_for_three_working_days(
    circle: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada, elements=[an_element(project)])
    round_ = proposal.put_to_round(by=ada, at=FRIDAY)
    for person in (bo, fay):
        round_.take(NO_OBJECTION, by=person, at=FRIDAY)
    with pytest.raises(Refused, match="long enough"):
        proposal.adopt(by=fay, sync=a_sitting(project.general, FRIDAY + timedelta(days=4)), at=MONDAY)
    assert proposal.adopt(by=fay, sync=a_sitting(project.general, FRIDAY + timedelta(days=6)), at=MONDAY)


def test_an_objection_standing_in_the_general_sync_twice_leaves_things_as_they_are(
    circle: Circle, power: Circle, ada: User, fay: User, project: Project
) -> None:
    proposal = a_round(circle=circle, by=ada, named=[power]).proposal
    proposal.rounds.get().take(OBJECTION, by=fay, answers=valid_answers(an_element(project)))
    assert proposal.conclude(by=fay, sync=a_sitting(project.general)) == "failed"
    proposal.revise(by=ada, text="Another seal.")
    assert proposal.conclude(by=fay, sync=a_sitting(project.general)) == "lapsed"
    proposal.refresh_from_db()
    assert proposal.lapsed_at


# Money ----------------------------------------------------------------------------------------------------------------


def test_the_general_circle_cannot_adopt_beyond_the_budget(ada: User, bo: User) -> None:
    project = a_project(ada, budget=1_000)
    project.general.admit(bo, by=ada)
    for cost in (900, 200):
        a_round(circle=project.general, by=ada, cost=cost).take(NO_OBJECTION, by=bo)
    assert [d.cost for d in Decision.objects.in_project(project)] == [900]
    second = Proposal.objects.get(project=project, cost=200)
    with pytest.raises(Refused, match="budget"):
        second.adopt(by=ada)
    project.budget = 1_100
    project.save()
    assert second.adopt(by=ada).reference == "D-2"


def test_a_decision_that_is_replaced_frees_what_it_reserved(circle: Circle, ada: User, bo: User) -> None:
    first = a_round(circle=circle, by=ada, cost=8_000)
    first.take(NO_OBJECTION, by=bo)
    old = Decision.objects.get()
    second = a_round(circle=circle, by=ada, cost=2_000, replaces=old)
    second.take(NO_OBJECTION, by=bo)
    old.refresh_from_db()
    assert old.superseded_by == Decision.objects.get(number=2)
    third: Any = a_round(circle=circle, by=ada, cost=8_000)
    third.take(NO_OBJECTION, by=bo)
    assert decision_of(third.proposal)


def test_many_silent_bring_the_review_forward(circle: Circle, ada: User, bo: User) -> None:
    for _ in range(2):
        circle.admit(a_person(), by=ada)
    round_ = a_proposal(circle=circle, by=ada).put_to_round(by=ada, at=FRIDAY)
    round_.take(NO_OBJECTION, by=bo, at=FRIDAY)
    round_.close_due(at=MONDAY)
    assert Decision.objects.get().review_on == MONDAY.date() + timedelta(days=14)


# Selections -----------------------------------------------------------------------------------------------------------


def test_what_waits_for_bo_stops_waiting_when_he_has_spoken(circle: Circle, ada: User, bo: User, eve: User) -> None:
    circle.admit(eve, by=ada)
    round_ = a_round(circle=circle, by=ada)
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]
    round_.take(TIME, by=bo)
    assert list(Proposal.objects.waiting_for(bo)) == [round_.proposal]
    round_.take(CONCERN, by=bo, words="Lead time.")
    assert not Proposal.objects.waiting_for(bo).exists()
    assert list(Proposal.objects.waiting_for(eve)) == [round_.proposal]


def test_an_objection_waits_for_who_has_to_integrate_it(circle: Circle, ada: User, bo: User, project: Project) -> None:
    round_ = a_round(circle=circle, by=ada)
    round_.take(OBJECTION, by=bo, answers=valid_answers(an_element(project)))
    assert list(Proposal.objects.to_integrate_by(ada)) == [round_.proposal]
    assert not Proposal.objects.to_integrate_by(bo).exists()
    assert not Proposal.objects.waiting_for(bo).exists()


def test_the_general_sync_finds_what_waits_for_it(circle: Circle, power: Circle, ada: User, project: Project) -> None:
    local, wide = a_round(circle=circle, by=ada), a_round(circle=circle, by=ada, named=[power])
    assert list(Proposal.objects.awaiting_sync_of(project.general)) == [wide.proposal]
    assert list(Proposal.objects.decided_in(circle)) == [local.proposal]


def test_a_proposal_of_another_project_cannot_be_found(circle: Circle, ada: User, eve: User) -> None:
    a_proposal(circle=circle, by=ada)
    assert Proposal.objects.visible_to(ada).count() == 1
    assert not Proposal.objects.visible_to(eve).exists()


def test_every_deed_stands_in_the_record_and_the_chain_holds(
    circle: Circle, ada: User, bo: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    round_.take(NO_OBJECTION, by=bo)
    verbs = set(Entry.objects.of_project(project.pk).values_list("verb", flat=True))
    assert {"proposed", "opened a round", "took a position", "adopted"} <= verbs
    assert list(Entry.breaks_of(project.pk)) == []
