"""When a track stands at its gate, what its criteria say, and what dead ends cost: the rules, without a database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.tracks.gates import (
    Gate,
    GateCause,
    GateFacts,
    MeasuredValue,
    Operator,
    Standing,
    Threshold,
    gate,
    gate_days,
    metric_key,
    standing,
)
from decisions.tracks.models import TrackState
from decisions.tracks.prices import TrackCost, price

MONDAY = date(2026, 11, 2)
LEAK = metric_key("Leak at 3 bar", "ml/h")
KILL = Threshold(LEAK, Operator.ABOVE, Decimal("0.2"))

days = st.dates(MONDAY, MONDAY + timedelta(60))
values = st.decimals(-100, 100, places=2)
cents = st.decimals(Decimal("0.01"), 5000, places=2)
thresholds = st.builds(Threshold, st.sampled_from([LEAK, "flow|l"]), st.sampled_from(Operator), values)
readings = st.builds(MeasuredValue, st.sampled_from([LEAK, "flow|l"]), values, days)
facts = st.builds(
    GateFacts,
    since=days,
    running_since=st.just(MONDAY),
    moved_on=days,
    learn_by=st.none() | days,
    cap_money=st.none() | cents,
    spent=st.lists(st.tuples(days, cents), max_size=5),
    cap_days=st.none() | st.integers(1, 90),
    explored_before=st.integers(0, 30),
    kills=st.lists(thresholds, max_size=3),
    readings=st.lists(readings, max_size=4),
)


def on(day: int) -> date:
    return MONDAY + timedelta(day)


def a_track(**changes: object) -> GateFacts:
    return replace(GateFacts(since=MONDAY, running_since=MONDAY, moved_on=MONDAY), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (a_track(), Gate(on(14), GateCause.QUIET)),
        (a_track(moved_on=on(5)), Gate(on(19), GateCause.QUIET)),
        (a_track(learn_by=on(9)), Gate(on(9), GateCause.LEARN_BY)),
        (a_track(cap_days=10), Gate(on(8), GateCause.DAYS)),
        (a_track(cap_days=10, explored_before=5), Gate(on(3), GateCause.DAYS)),
        (
            a_track(cap_money=Decimal(3500), spent=[(on(2), Decimal(2000)), (on(4), Decimal(800))]),
            Gate(on(4), GateCause.MONEY),
        ),
        (
            a_track(cap_money=Decimal(3500), spent=[(on(2), Decimal("2799.99"))]),
            Gate(on(14), GateCause.QUIET),
        ),
        (a_track(kills=[KILL], readings=[MeasuredValue(LEAK, Decimal("0.24"), on(3))]), Gate(on(3), GateCause.KILL)),
        (a_track(kills=[KILL], readings=[MeasuredValue(LEAK, Decimal("0.2"), on(3))]), Gate(on(14), GateCause.QUIET)),
        (a_track(learn_by=on(3), cap_days=1), Gate(on(1), GateCause.DAYS)),
    ],
)
def test_a_gate_comes_at_the_first_of_its_causes(known: GateFacts, expected: Gate) -> None:
    assert gate(known) == expected


@given(facts)
def test_there_is_a_gate_within_fourteen_days_of_nothing_and_never_before_it_was_looked_at(known: GateFacts) -> None:
    found = gate(known)
    assert known.since <= found.on <= max(known.moved_on, known.since) + timedelta(14)


@given(facts, readings)
def test_one_more_measured_value_never_puts_a_gate_off(known: GateFacts, value: MeasuredValue) -> None:
    assert gate(replace(known, readings=[*known.readings, value])).on <= gate(known).on


@given(facts, days, cents)
def test_one_more_expense_never_puts_a_gate_off(known: GateFacts, day: date, amount: Decimal) -> None:
    assert gate(replace(known, spent=[*known.spent, (day, amount)])).on <= gate(known).on


@given(st.sampled_from(Operator), values, values)
def test_the_opposite_holds_exactly_where_an_operator_does_not(
    operator: Operator, value: Decimal, limit: Decimal
) -> None:
    assert operator.opposite.holds(value, limit) is not operator.holds(value, limit)
    assert operator.opposite.opposite is operator


@given(thresholds, st.lists(readings, max_size=5))
def test_a_criterion_knows_nothing_before_its_metric_is_measured(
    limit: Threshold, measured: list[MeasuredValue]
) -> None:
    of_it = [one for one in measured if one.key == limit.key]
    found = standing(limit, measured, kills=True), standing(limit, measured, kills=False)
    if not of_it:
        assert found == (Standing.UNKNOWN, Standing.UNKNOWN)
    else:
        assert set(found) == {Standing.GO, Standing.NO}


def test_the_last_value_counts_and_of_one_day_the_last_recorded() -> None:
    measured = [
        MeasuredValue(LEAK, Decimal("0.1"), on(1)),
        MeasuredValue(LEAK, Decimal("0.1"), on(2)),
        MeasuredValue(LEAK, Decimal("0.3"), on(2)),
        MeasuredValue(LEAK, Decimal("0.1"), on(0)),
    ]
    assert standing(KILL, measured, kills=True) is Standing.NO


def test_a_metric_is_the_same_however_it_is_spaced_and_capitalised_but_not_in_another_unit() -> None:
    assert metric_key("  leak  AT 3 bar", "ml/h") == LEAK
    assert metric_key("Leak at 3 bar", "µl/h") != LEAK


@given(st.integers(1, 10_000))
def test_the_circle_is_asked_once_at_least_four_fifths_of_the_days_are_over(cap: int) -> None:
    assert gate_days(cap) >= Decimal("0.8") * cap > gate_days(cap) - 1


states = st.sampled_from(TrackState)


@given(st.lists(st.tuples(states, st.none() | cents, cents, st.none() | st.integers(0, 9)), max_size=10))
def test_every_cent_is_counted_once_whatever_was_merged_into_what(
    rows: list[tuple[TrackState, Decimal | None, Decimal, int | None]],
) -> None:
    costs = [TrackCost(key, state, cap, spent, into) for key, (state, cap, spent, into) in enumerate(rows)]
    found = price(costs)
    assert found.total == sum((one.spent for one in costs), Decimal(0))
    assert found.unspent >= 0
    assert found.dead_ends == sum(one.state in (TrackState.STOPPED, TrackState.PARKED) for one in costs)


def test_the_sample_of_the_pumps_costs_what_it_cost() -> None:
    rotor = TrackCost(1, TrackState.CHOSEN, Decimal(3500), Decimal("2730.40"))
    diaphragm = TrackCost(3, TrackState.STOPPED, Decimal(3500), Decimal("1140.35"))
    multistage = TrackCost(2, TrackState.PARKED, Decimal(3500), Decimal("1610.00"))
    piston = TrackCost(4, TrackState.MERGED, Decimal(500), Decimal("100.05"), into=1)
    found = price([rotor, diaphragm, multistage, piston])
    assert (found.spent, found.unspent, found.chosen) == (
        Decimal("2750.35"),
        Decimal("4249.65"),
        Decimal("2830.45"),
    )
