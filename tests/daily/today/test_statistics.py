"""The pilot's page: how deciding goes in a project, month by month, for everyone in it to read."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from circles.circles.models import Circle
from daily.syncs.models import AgendaItem, RecurringSync, Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.today.contexts import months as rule
from daily.today.contexts.months import ClaimRow, bars, counts, medians, months_since, months_to, mutual, shares
from daily.today.contexts.statistics import Year, decimal, duration, multiples, percent, year_of
from daily.today.contexts.this_morning import morning_of
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from tests.decisions.decisions.people import Cast, a_cast, adopted, operation, page
from tests.factories import a_person, a_proposal, a_round, an_action
from tests.support.entry_points import at_browser, by_token
from tests.support.queries import MOST

# The numbers ----------------------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 24)
MONTHS = months_to(TODAY)
NOVEMBER, OCTOBER = date(2026, 11, 3), date(2026, 10, 30)


def test_twelve_months_end_with_this_one() -> None:
    assert (MONTHS[0], MONTHS[1], MONTHS[-1], len(MONTHS)) == (
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 11, 1),
        12,
    )


def test_the_months_begin_with_the_project_and_are_a_year_at_most() -> None:
    assert months_since(date(2026, 9, 30), TODAY) == [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)]
    assert months_since(date(2024, 1, 1), TODAY) == MONTHS
    assert months_since(date(2026, 12, 1), TODAY) == [date(2026, 11, 1)]


def test_a_month_has_its_median_and_an_empty_one_none() -> None:
    found = medians([(NOVEMBER, 2.0), (NOVEMBER, 100.0), (NOVEMBER, 4.0), (OCTOBER, 9.0)], MONTHS)
    assert found[-2:] == [9.0, 4.0]
    assert set(found[:-2]) == {None}


def test_shares_are_weighted_and_empty_counts_are_zero() -> None:
    assert shares([(NOVEMBER, 1, 1), (NOVEMBER, 0, 3), (OCTOBER, 0, 0)], MONTHS)[-2:] == [None, 0.25]
    assert counts([(NOVEMBER, 2), (NOVEMBER, 1)], MONTHS)[-2:] == [0, 3]


def test_older_months_are_left_out() -> None:
    assert counts([(date(2025, 11, 30), 5)], MONTHS) == [0] * 12


def said(claimant: int, proposer: int, reference: str = "P-1", day: date = NOVEMBER) -> ClaimRow:
    return ClaimRow(claimant, proposer, reference, "the bus", day)


@pytest.mark.parametrize(
    ("claims", "pairs"),
    [
        ([], []),
        ([said(1, 2), said(1, 2, "P-2")], []),  # one claims, the other never does
        ([said(1, 2), said(2, 3), said(3, 1)], []),  # a ring is no pair
        ([said(1, 1), said(1, 1, "P-2")], []),
        ([said(1, 2), said(2, 1, "P-2")], [(1, 2, 2)]),
        ([said(2, 1), said(1, 2), said(3, 2), said(2, 3), said(2, 3, "P-3")], [(2, 3, 3), (1, 2, 2)]),
    ],
)
def test_a_pair_is_two_circles_that_claimed_each_others_proposals(
    claims: list[ClaimRow], pairs: list[tuple[int, int, int]]
) -> None:
    assert [(pair.one, pair.other, len(pair.claims)) for pair in mutual(claims)] == pairs


def test_the_claims_of_a_pair_are_listed_latest_first() -> None:
    (pair,) = mutual([said(1, 2, "P-1", OCTOBER), said(2, 1, "P-2", NOVEMBER)])
    assert [claim.reference for claim in pair.claims] == ["P-2", "P-1"]


@given(st.lists(st.none() | st.floats(0, 1e6), min_size=12, max_size=12))
def test_every_bar_stands_on_the_axis_inside_the_chart(values: list[float | None]) -> None:
    for value, bar in zip(values, bars(values), strict=True):
        assert 0 <= bar.y <= rule.HEIGHT
        assert bar.height == 0 or abs(bar.y + bar.height - rule.HEIGHT) < 0.11
        assert bool(bar.height) == bool(value)


def test_shares_scale_to_the_whole_and_counts_to_the_largest() -> None:
    assert [bar.height for bar in bars([0.5, None], top=1)] == [rule.HEIGHT / 2, 0]
    assert [bar.height for bar in bars([5, 10])] == [rule.HEIGHT / 2, rule.HEIGHT]


# The page -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def cast(db: None) -> Cast:
    return a_cast()


def shown(cast: Cast, who: str = "pia", language: str = "en") -> str:
    cast[who].language = language
    cast[who].save()
    answer = at_browser(cast[who]).get(page(cast, "pilot/"))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def year_now(cast: Cast) -> Year:
    return year_of(cast.project, cast.project.day_of(datetime.now(UTC)))


@pytest.mark.both_databases
def test_the_morning_tells_open_rounds_late_actions_and_money(cast: Cast) -> None:
    open_round(a_proposal(circle=cast.circle, by=cast.ada, title="M4 screws"), by=cast.ada)
    action = an_action(cast.circle, by=cast.ada, what="Weigh the pump")
    action.reschedule(cast.project.day_of(datetime.now(UTC)) - timedelta(days=2), by=cast.ada)
    text = shown(cast, "bo")
    assert "M4 screws" in text
    assert "Weigh the pump" in text
    assert f'href="{page(cast, "actions/")}?overdue=1"' in text
    morning = morning_of(cast.project, cast.bo)
    assert (morning.rounds_open, morning.late_number) == (1, 1)
    ((_proposal, progress),) = morning.rounds
    assert progress
    assert progress.silent == progress.asked
    assert {one["circle"] for one in morning.money} >= {cast.project.circles.general()}


def test_people_stand_by_name_with_what_they_have_taken_on(cast: Cast) -> None:
    seat = cast.power.memberships.current().get(user=cast.pia)
    seat.give_time(80, by=cast.pia)
    an_action(cast.circle, by=cast.fay, what="Weigh the pump")
    loads = morning_of(cast.project, cast.bo).loads
    assert [load.person.name for load in loads] == sorted(load.person.name for load in loads)
    assert {load.person: (load.share, load.open, load.late) for load in loads}[cast.fay] == (None, 1, 0)
    assert {load.person: load.share for load in loads}[cast.pia] == 80
    assert {load.person: load.share_words for load in loads}[cast.pia] == "80%"
    assert {load.person: load.share_words for load in loads}[cast.fay] == "–"


def test_syncs_that_were_planned_are_held_or_not(cast: Cast) -> None:
    today = cast.project.day_of(datetime.now(UTC))
    recurring_sync = RecurringSync.begin(
        cast.circle, by=cast.ada, recurrence="FREQ=DAILY", starts_on=today - timedelta(days=3), local_time=time(0, 5)
    )
    first, *others = [
        one for one in recurring_sync.occurrences(datetime.now(UTC) - timedelta(days=9)) if one.on < today
    ]
    sync = open_sync(cast.circle, by=cast.fay)
    Sync.objects.filter(pk=sync.pk).update(recurring_sync=recurring_sync, planned_for=first.starts_at)
    close_sync(Sync.objects.get(pk=sync.pk), by=cast.fay)
    morning = morning_of(cast.project, cast.bo)
    assert morning.held == 1
    assert morning.planned >= 1 + len(others)


def claimed(proposal: Proposal, circle: Circle, by: Any, what: str) -> None:
    claim(proposal, circle, by=by, what=what)


def test_two_circles_that_claim_each_other_are_shown_with_what_they_claimed(cast: Cast) -> None:
    claimed(a_proposal(circle=cast.circle, by=cast.ada), cast.power, cast.pia, "PWR-OUT")
    assert "their scopes may be wrong" not in shown(cast)
    claimed(a_proposal(circle=cast.power, by=cast.pia), cast.circle, cast.ada, "the inlet")

    text = shown(cast, "bo")
    assert "2 claims on each other’s proposals: their scopes may be wrong." in text
    assert "Power says that this affects them: PWR-OUT" in text
    assert "Hydraulics says that this affects them: the inlet" in text


def test_each_chart_has_a_table(cast: Cast) -> None:
    adopted(cast)
    text = shown(cast)
    assert text.count('<svg class="multiple__drawn"') == text.count('<table class="multiple__table"') == 6
    months = len(year_now(cast).months)
    assert 0 < months < 12  # since the project began
    assert text.count(' class="multiple__letter"') == 6 * months
    assert text.count('class="multiple__scale"') == len([one for one in multiples(year_now(cast)) if one.top])


def test_the_year_is_counted_from_what_happened(cast: Cast) -> None:
    early = datetime.now(UTC) - timedelta(hours=30)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=early)
    round_ = open_round(proposal, by=cast.ada)
    take_position(round_, "no_objection", by=cast.bo)
    take_position(round_, "time", by=cast.pia)  # has not spoken
    take_position(round_, "no_objection", by=cast.fay)
    Decision.objects.create(
        project=cast.project, circle=cast.circle, number=1, proposal=proposal, round=round_, decided_by=round_.decides,
        title="Seal", text="Seal", owner=cast.ada, cost=Decimal(0), reversibility="easy",
        review_on=cast.project.day_of(early) - timedelta(days=1),
    )  # fmt: skip
    year = year_of(cast.project, cast.project.day_of(datetime.now(UTC)))
    (taken,) = year.taken
    assert (round(taken.hours), taken.is_across) == (30, True)
    assert (taken.asked, taken.spoke) == (round_.asked.values("user").distinct().count(), 2)
    assert [number for _day, number in year.due] == [1]


def test_an_item_that_no_sync_reached_is_counted_and_named(cast: Cast) -> None:
    AgendaItem.add(cast.circle, "Photos of the inlet", by=cast.bo)
    sync = open_sync(cast.circle, by=cast.fay)
    close_sync(sync, by=cast.fay)
    text = shown(cast)
    assert "Photos of the inlet" in text
    assert "points left a sync for the next one" in text


def test_a_project_without_decisions_says_what_the_page_is_for(cast: Cast) -> None:
    text = shown(cast)
    assert "Nothing was decided, carried over or claimed yet." in text
    assert '<svg class="multiple__drawn"' not in text


def test_outsiders_find_no_pilots_page(cast: Cast) -> None:
    assert at_browser(cast.eve).get(page(cast, "pilot/")).status_code == 404
    assert Client().get(page(cast, "pilot/")).status_code == 302
    assert at_browser(cast.bo).post(page(cast, "pilot/")).status_code == 405


def test_the_navigation_leads_to_the_pilots_page(cast: Cast) -> None:
    assert f'href="{page(cast, "pilot/")}"' in at_browser(cast.bo).get(page(cast, "")).content.decode()


@pytest.mark.parametrize(("language", "written"), [("en", ("1,000", "25%")), ("fr", ("1\u202f000", "25\u00a0%"))])
def test_numbers_are_formatted_in_the_readers_language(language: str, written: tuple[str, str]) -> None:
    with translation.override(language):
        assert (decimal(1_000), percent(0.25)) == written
        assert (decimal(None), percent(None), duration(None)) == ("–", "–", "–")


def test_long_durations_are_shown_in_days() -> None:
    assert [duration(number) for number in (0.4, 18, 95, 96, 240)] == ["under 1 h", "18 h", "95 h", "4 days", "10 days"]


def test_the_pilots_page_makes_a_fixed_number_of_queries(cast: Cast) -> None:
    def queries() -> int:
        browser = at_browser(cast.bo)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page(cast, "pilot/")).status_code == 200
        return len(asked)

    claimed(a_proposal(circle=cast.circle, by=cast.ada), cast.power, cast.pia, "PWR-OUT")
    a_round(circle=cast.circle, by=cast.ada)
    an_action(cast.circle, by=cast.ada)
    few = queries()
    for _ in range(4):
        an_action(cast.circle, by=cast.fay)
        claimed(a_proposal(circle=cast.circle, by=cast.ada), cast.power, cast.pia, "PWR-OUT")
        claimed(a_proposal(circle=cast.power, by=cast.pia), cast.circle, cast.ada, "the inlet")
        adopted(cast)
        a_round(circle=cast.circle, by=cast.ada)
    many = queries()
    assert many <= few
    assert many <= MOST


def test_the_api_gives_the_same_statistics(cast: Cast) -> None:
    claimed(a_proposal(circle=cast.circle, by=cast.ada), cast.power, cast.pia, "PWR-OUT")
    claimed(a_proposal(circle=cast.power, by=cast.pia), cast.circle, cast.ada, "the inlet")
    adopted(cast)
    answer = Client(headers=by_token(cast.bo)).get(operation(cast, "pilot"))
    told = answer.json()
    assert len(told["months"]) == len(year_now(cast).months)
    assert told["months"][-1]["decisions"] == 1
    assert told["months"][-1]["claims"] == 2
    assert told["months"][-1]["across"] == 0
    assert told["months"][-1]["hours"] is not None
    (pair,) = told["claim_each_other"]
    assert set(pair["circles"]) == {"hydraulics", "power"}
    assert {claim["proposal"] for claim in pair["claims"]} == {"P-1", "P-2"}
    assert Client(headers=by_token(a_person("Zoe"))).get(operation(cast, "pilot")).status_code == 404
