"""No worker runs: what people do after the end of a round finds what time has decided, as if one had written it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models.functions import Now
from django.template.loader import render_to_string

from circles.circles.models import Circle
from circles.money.expenses import record_expense
from circles.money.models import Purse
from circles.projects.models import Project
from decisions.decisions.contexts.round_diagram import round_diagram
from decisions.decisions.models import Objection, Proposal, Round
from decisions.decisions.workflows.adoption import adopt, conclude
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise, withdraw
from decisions.decisions.workflows.round_closing import close_due, write_due_outcomes
from decisions.decisions.workflows.small_acts import record_small_act
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import (
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    TIME,
    YEAR,
    a_deciding_sync,
    decision_of,
)
from tests.decisions.decisions.people import a_cast, operation, page
from tests.factories import a_circle, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=5)


@pytest.fixture
def round_(circle: Circle, ada: User, bo: User, eve: User) -> Round:
    """One of two has consented, and the window is over on Monday."""
    circle.admit(eve, by=ada)
    opened = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    take_position(opened, NO_OBJECTION, by=bo, at=FRIDAY)
    return opened


ACTS: dict[str, Callable[[Proposal, Round, User, Circle], Any]] = {
    "change": lambda proposal, _, ada, __: revise(proposal, by=ada, text="Two seals.", at=LATER),
    "withdraw": lambda proposal, _, ada, __: withdraw(proposal, by=ada, at=LATER),
    "claim": lambda proposal, _, ada, power: claim(proposal, power, by=ada, what="PWR-OUT", at=LATER),
    "ask again": lambda proposal, _, ada, __: open_round(proposal, by=ada, at=LATER),
    "conclude": lambda proposal, round_, ada, _: conclude(
        proposal, by=ada, sync=a_deciding_sync(round_.decides, LATER), at=LATER
    ),
    "adopt": lambda proposal, _, ada, __: adopt(proposal, by=ada, at=LATER),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_was_consented_to_in_time_is_adopted_before_anything_else_happens_to_it(
    act: str, round_: Round, ada: User, power: Circle
) -> None:
    proposal = Proposal.objects.get()
    with pytest.raises(Refused, match="adopted"):
        ACTS[act](proposal, round_, ada, power)
    assert decision_of(proposal)
    round_.refresh_from_db()
    assert (round_.outcome, round_.closed_at) == ("consented", MONDAY)
    assert not proposal.claims.exists()


@pytest.mark.both_databases
def test_an_objection_that_stood_at_the_end_made_the_round_fail_though_it_is_lifted_later(
    round_: Round, project: Project, eve: User
) -> None:
    take_position(round_, OBJECTION, by=eve, objection_tests=valid_objection_tests(an_element(project)), at=FRIDAY)
    lift(Objection.objects.get(), by=eve, at=LATER)
    round_.refresh_from_db()
    assert (round_.outcome, round_.closed_at) == ("failed", MONDAY)
    assert decision_of(round_.proposal) is None
    assert not Objection.objects.standing().exists()


def test_who_was_silent_to_the_end_and_then_left_has_not_consented(circle: Circle, ada: User, bo: User) -> None:
    round_ = open_round(a_proposal(circle=circle, by=ada), by=ada, at=FRIDAY)
    circle.memberships.get(user=bo).end(by=ada, at=LATER)
    assert close_due(round_, at=LATER)
    assert decision_of(round_.proposal) is None
    assert Entry.objects.filter(event="proposal.lapsed").count() == 1


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=29), timedelta(days=1), timedelta(days=30)])
@pytest.mark.parametrize("times", [1, 2, 50])
def test_a_sweeper_that_comes_late_and_often_writes_the_same(round_: Round, late: timedelta, times: int) -> None:
    for _ in range(times):
        close_due(round_, at=MONDAY + late)
    told = Entry.objects.of_project(round_.proposal.project_id).filter(seq__gt=1, happened_at__gte=MONDAY)
    assert list(told.values_list("event", flat=True)) == ["proposal.adopted"]
    round_.refresh_from_db()
    assert (round_.outcome, round_.closed_at) == ("consented", MONDAY)


def test_what_is_written_a_month_late_is_in_force_and_due_for_review_from_its_close(round_: Round, ada: User) -> None:
    proposal = round_.proposal
    close_due(round_, at=MONDAY + timedelta(days=30))
    decision = decision_of(proposal)
    assert decision
    assert decision.adopted_at == MONDAY
    assert decision.review_on == date(YEAR, 12, 14)  # half were silent: in two weeks
    browser, slug = at_browser(ada), proposal.project.slug
    assert "in force since Monday 30 November" in browser.get(decision.get_absolute_url()).content.decode()
    told = browser.get(f"/api/v1/projects/{slug}/decisions/1").json()
    assert (told["adopted_at"][:16], told["review_on"]) == (f"{YEAR}-11-30T13:00", f"{YEAR}-12-14")
    assert "It is in force since" in browser.get(f"/p/{slug}/record/").content.decode()


@pytest.mark.parametrize("visits", [[0, 3, 30], [30], [2, 30, 30]])
def test_a_round_that_failed_has_failed_and_then_goes_up_however_late_somebody_comes(
    visits: list[int], round_: Round, project: Project, eve: User
) -> None:
    take_position(round_, OBJECTION, by=eve, objection_tests=valid_objection_tests(an_element(project)), at=FRIDAY)
    for days in visits:
        write_due_outcomes(round_.proposal, at=MONDAY + timedelta(days=days))
    rounds = list(Round.objects.order_by("number"))
    assert [(one.outcome, one.decides.is_general) for one in rounds] == [("failed", False), ("", True)]
    assert rounds[0].closed_at == MONDAY


@pytest.mark.parametrize("is_swept", [True, False])
def test_what_ended_first_has_the_money_whether_or_not_anybody_wrote_its_end(
    is_swept: bool, project: Project, ada: User, bo: User, eve: User
) -> None:
    circle = a_circle(ada, bo, eve, inside=project.circles.general(), money=1_000, unit_limit=2_000)
    first, second = (a_proposal(circle=circle, by=ada, cost=1_000, at=FRIDAY) for _ in range(2))
    one, other = (open_round(proposal, by=ada, at=FRIDAY) for proposal in (first, second))
    take_position(other, TIME, by=eve, at=FRIDAY)
    for round_ in (one, other):
        take_position(round_, NO_OBJECTION, by=bo, at=FRIDAY)
    if is_swept:
        close_due(one, at=MONDAY)
    take_position(other, NO_OBJECTION, by=eve, at=LATER)
    decision = decision_of(first)
    assert decision is not None
    assert decision_of(second) is None
    assert second.rounds.get().decides.is_general


REACHES: dict[str, Callable[[Circle, User, Project], Any]] = {
    "hands money back": lambda circle, ada, _: Purse(circle=circle).give_back(Decimal(500), by=ada, at=LATER),
    "has money taken back": lambda circle, ada, project: Purse(circle=project.circles.general()).take_back(
        circle, Decimal(500), by=ada, at=LATER
    ),
    "records an expense": lambda circle, ada, _: record_expense(circle, Decimal(500), "Seals.", by=ada, at=LATER),
    "records a small act": lambda circle, ada, _: record_small_act(
        circle, by=ada, text="Seals.", cost=Decimal(500), at=LATER
    ),
}


@pytest.mark.parametrize("reach", REACHES)
def test_who_reaches_for_money_finds_what_ended_earlier_paid_for(
    reach: str, project: Project, ada: User, bo: User, eve: User
) -> None:
    circle = a_circle(ada, bo, eve, inside=project.circles.general(), money=1_000, unit_limit=2_000)
    proposal = a_proposal(circle=circle, by=ada, cost=1_000, at=FRIDAY)
    take_position(open_round(proposal, by=ada, at=FRIDAY), NO_OBJECTION, by=bo, at=FRIDAY)
    with pytest.raises(Refused):
        REACHES[reach](circle, ada, project)
    assert decision_of(proposal)
    assert Purse.objects.get(circle=circle).reserved == 1_000


def test_money_handed_on_goes_first_to_what_ended_earlier(project: Project, ada: User, bo: User, eve: User) -> None:
    circle = a_circle(ada, bo, eve, inside=project.circles.general())
    general = project.circles.general()
    for one in (bo, eve):
        general.admit(one, by=ada)
    all_there_is = Purse.of(general).in_hand
    assert all_there_is
    open_round(a_proposal(circle=general, by=ada, cost=all_there_is, at=FRIDAY), by=ada, at=FRIDAY)
    round_ = Round.objects.get()
    take_position(round_, NO_OBJECTION, by=bo, at=FRIDAY)
    with pytest.raises(Refused):
        Purse(circle=general).allot(circle, Decimal(1), by=ada, at=MONDAY + timedelta(days=9))
    assert decision_of(round_.proposal)


def test_at_its_end_a_round_is_over_in_lists_and_waits_for_nobody(circle: Circle, ada: User, bo: User) -> None:
    """Computed from the clock of the database: no worker has flipped anything."""
    proposal = a_proposal(circle=circle, by=ada)
    open_round(proposal, by=ada)
    assert Proposal.objects.for_lists().get().stage == "consenting"
    Round.objects.update(closes_at=Now())
    assert Proposal.objects.for_lists().get().stage == "over"
    assert Proposal.objects.get().stage == "over"
    assert not Proposal.objects.waiting_for(bo).exists()
    assert Round.objects.get().outcome == ""


def test_page_list_and_api_say_at_its_end_that_a_round_is_over_and_write_nothing() -> None:
    cast = a_cast()
    round_ = a_round(circle=cast.circle, by=cast.ada)
    Round.objects.update(closes_at=Now())
    bo, entries = at_browser(cast.bo), Entry.objects.count()
    shown = bo.get(page(cast, f"proposals/{round_.proposal.number}/")).content.decode()
    assert "round--closed" in shown
    assert "Its time is over; the outcome is being written." in shown
    assert "time is over" in bo.get(page(cast, "proposals/")).content.decode()
    told = bo.get(operation(cast, f"proposals/{round_.proposal.number}"), headers=by_token(cast.bo)).json()
    assert told["state"] == "over"
    waiting = bo.get(operation(cast, "proposals?waiting=true"), headers=by_token(cast.bo)).json()
    assert waiting["rows"] == []
    assert Entry.objects.count() == entries


@pytest.mark.parametrize(("late", "words"), [(-60, "to the sync"), (60, "the sync is due")])
def test_a_sync_that_is_late_is_said_to_be_due(circle: Circle, ada: User, late: int, words: str) -> None:
    round_ = a_round(circle=circle, by=ada, reversibility="irreversible")
    assert round_.in_sync
    sync = round_.opened_at + timedelta(days=7)
    table = round_diagram(round_, round_.participants(), ada, sync + timedelta(seconds=late), sync)
    assert words in render_to_string("decisions/round_diagram.html", {"table": table})
