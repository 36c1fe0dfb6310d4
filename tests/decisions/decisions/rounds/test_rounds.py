"""What people live through in a round: asked, heard, outvoted by nobody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.consent import RoundState
from decisions.decisions.models import Decision, Proposal, Round
from decisions.decisions.models.proposals.stages import Stage
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise, withdraw
from decisions.decisions.workflows.round_closing import close_due, lapse_untouched, write_due_outcomes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, FRIDAY, MONDAY, NO_OBJECTION, PASS, TIME, decision_of
from tests.factories import a_circle, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
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
    take_position(round_, NO_OBJECTION, by=bo)
    decision = Decision.objects.get(proposal=round_.proposal)
    assert decision.reference == "D-1"
    assert decision.decided_by == circle
    assert decision.cost == 200
    round_.refresh_from_db()
    assert round_.outcome == Round.Outcome.CONSENTED


def test_a_second_open_round_is_refused(circle: Circle, ada: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused):
        open_round(round_.proposal, by=ada)


def test_a_window_is_one_working_day_and_two_for_what_is_costly(circle: Circle, ada: User) -> None:
    easy = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    costly = open_round(a_proposal(circle=circle, by=ada, reversibility="costly"), by=ada, at=FRIDAY)
    assert easy.closes_at == MONDAY
    assert costly.closes_at == MONDAY + timedelta(days=1)


def test_silence_inside_scope_does_not_stop_it_but_one_must_say_so(
    circle: Circle, ada: User, bo: User, eve: User
) -> None:
    circle.admit(eve, by=ada)
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=bo, at=FRIDAY + timedelta(hours=1))
    assert not close_due(round_, at=MONDAY - timedelta(seconds=1))
    assert close_due(round_, at=MONDAY)
    assert decision_of(round_.proposal)


def test_a_round_in_which_nobody_speaks_lapses(circle: Circle, ada: User) -> None:
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    assert close_due(round_, at=MONDAY)
    round_.proposal.refresh_from_db()
    assert round_.proposal.lapsed_at == MONDAY
    assert decision_of(round_.proposal) is None


def test_the_sweeper_writes_an_outcome_once_however_often_it_runs(circle: Circle, ada: User, bo: User) -> None:
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    take_position(round_, PASS, by=bo, at=FRIDAY)
    done = [close_due(round_, at=MONDAY + timedelta(days=days)) for days in (0, 0, 3, 30)]
    assert done == [True, False, False, False]
    assert Entry.objects.filter(event="proposal.lapsed").count() == 1


def test_who_is_not_asked_may_not_speak(circle: Circle, ada: User, eve: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused, match="asked"):
        take_position(round_, NO_OBJECTION, by=eve)


def test_who_proposes_is_not_asked(circle: Circle, ada: User) -> None:
    with pytest.raises(Refused, match="asked"):
        take_position(a_round(circle=circle, by=ada), NO_OBJECTION, by=ada)


def test_who_has_left_the_project_may_not_speak_and_is_not_waited_for(
    circle: Circle, ada: User, bo: User, eve: User
) -> None:
    circle.admit(eve, by=ada)
    round_ = a_round(circle=circle, by=ada)
    circle.memberships.get(user=eve).end(by=ada)
    with pytest.raises(Refused, match="project"):
        take_position(round_, NO_OBJECTION, by=eve)
    take_position(round_, NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal)


def test_i_need_time_gives_one_working_day_once_for_all(circle: Circle, ada: User, bo: User, eve: User) -> None:
    circle.admit(eve, by=ada)
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    for person in (bo, eve):
        take_position(round_, TIME, by=person, at=FRIDAY + timedelta(hours=1))
    round_.refresh_from_db()
    assert round_.closes_at == MONDAY + timedelta(days=1)


def test_a_position_after_the_end_is_refused(circle: Circle, ada: User, bo: User) -> None:
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    with pytest.raises(Refused, match="closed"):
        take_position(round_, NO_OBJECTION, by=bo, at=MONDAY)
    assert not round_.positions.exists()


def test_the_database_clock_says_whether_a_round_is_open_not_a_flag(circle: Circle, ada: User, bo: User) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=40)
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=yesterday)
    assert round_.closed_at is None
    with pytest.raises(Refused, match="closed"):
        take_position(round_, NO_OBJECTION, by=bo)


def test_nothing_changed_is_no_new_round(circle: Circle, ada: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    with pytest.raises(Refused, match="Nothing"):
        revise(round_.proposal, by=ada, text=round_.text)


def test_a_facilitator_may_record_what_was_said_aloud(circle: Circle, ada: User, bo: User, fay: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    position = take_position(round_, CONCERN, by=bo, words="Six weeks of lead time.", recorded_by=fay)
    assert position.recorded_by == fay
    assert Notice.objects.to(bo).filter(event="position.recorded").exists()


def test_withdrawing_closes_the_round_and_ends_it(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada)
    withdraw(round_.proposal, by=ada)
    with pytest.raises(Refused):
        take_position(round_, NO_OBJECTION, by=bo)
    with pytest.raises(Refused, match="withdrawn"):
        open_round(round_.proposal, by=ada)


def test_a_draft_that_nobody_touches_for_thirty_days_lapses(circle: Circle, ada: User) -> None:
    old = a_proposal(circle=circle, by=ada, at=datetime.now(UTC) - timedelta(days=31))
    young = a_proposal(circle=circle, by=ada, at=datetime.now(UTC) - timedelta(days=29))
    assert not young.is_forgotten
    assert list(Proposal.objects.undecided()) == list(Proposal.objects.drafts()) == [young]  # before anyone writes it
    assert old.stage == Stage.LAPSED

    assert lapse_untouched(old)
    assert not lapse_untouched(old)  # twice is once
    assert not lapse_untouched(young)
    assert Entry.objects.get(event="proposal.lapsed").facts["why"] == "untouched"


@pytest.mark.parametrize("change", ["put_to_round", "revise", "withdraw", "claim"])
def test_the_next_act_writes_that_a_draft_has_lapsed_and_is_refused(
    circle: Circle, power: Circle, ada: User, eve: User, change: str
) -> None:
    draft = a_proposal(circle=circle, by=ada, at=datetime.now(UTC) - timedelta(days=31))
    acts: dict[str, Callable[[], object]] = {
        "put_to_round": lambda: open_round(draft, by=ada),
        "revise": lambda: revise(draft, by=ada, text="Another seal."),
        "withdraw": lambda: withdraw(draft, by=ada),
        "claim": lambda: claim(draft, power, by=eve, what="PWR-OUT"),
    }
    with pytest.raises(Refused, match="has lapsed"):
        acts[change]()
    draft.refresh_from_db()
    assert draft.lapsed_at
    assert Entry.objects.filter(event="proposal.lapsed").count() == 1


def test_a_page_says_that_a_draft_has_lapsed_and_writes_nothing(circle: Circle, ada: User) -> None:
    draft = a_proposal(circle=circle, by=ada, at=datetime.now(UTC) - timedelta(days=31))
    page = at_browser(ada).get(draft.get_absolute_url()).content.decode()
    assert "lapsed" in page
    assert "Ask for consent" not in page
    young = a_proposal(circle=circle, by=ada)
    assert "Ask for consent" in at_browser(ada).get(young.get_absolute_url()).text
    draft.refresh_from_db()
    assert draft.lapsed_at is None


def test_what_comes_after_the_time_of_a_round_finds_its_outcome_written(circle: Circle, ada: User) -> None:
    late = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    with pytest.raises(Refused, match="has lapsed"):  # nobody said "no objection" in time
        revise(late.proposal, by=ada, text="Another seal.", at=MONDAY + timedelta(seconds=1))
    late.refresh_from_db()
    assert late.outcome == Round.Outcome.LAPSED


def test_an_objection_outlasts_its_objectors_leaving(project: Project, eve: User, bo: User) -> None:
    circle = a_circle(eve, bo, inside=project.circles.general())
    proposal = a_proposal(circle=circle, by=eve)
    take_position(
        open_round(proposal, by=eve), "objection", by=bo, objection_tests=valid_objection_tests(an_element(project))
    )
    circle.memberships.get(user=bo).end(by=eve)
    round_ = revise(Proposal.objects.get(pk=proposal.pk), by=eve, text="Another seal.")
    assert round_
    assert round_.people_asked() == []
    assert round_.state(clock.now()) is RoundState.INTEGRATING
    assert not Decision.objects.exists()


def test_who_is_alone_in_a_circle_decides_once_the_circle_around_had_a_working_day(project: Project, eve: User) -> None:
    alone = a_circle(eve, inside=project.circles.general())
    proposal = a_proposal(circle=alone, by=eve)
    open_round(proposal, by=eve, at=FRIDAY)
    write_due_outcomes(proposal, at=MONDAY - timedelta(hours=1))
    assert not Decision.objects.exists()
    write_due_outcomes(proposal, at=MONDAY + timedelta(hours=1))
    assert Decision.objects.get().proposal == proposal
