"""When what recurs is due next."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.actions.recurrence import MOST, UNITS, Unit, months_later, next_day

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(first=DAYS, every=st.integers(1, MOST), unit=st.sampled_from(UNITS), after=DAYS)
def test_the_next_day_is_the_first_of_the_row_after_a_day(first: date, every: int, unit: Unit, after: date) -> None:
    found = next_day(first, every, unit, after=after)
    row = [first]
    while row[-1] <= after:
        steps = len(row) * every
        row.append(months_later(first, steps) if unit == "month" else first + timedelta(steps * days_of(unit)))
    assert found == row[-1]


def days_of(unit: Unit) -> int:
    return {"day": 1, "week": 7, "month": 0}[unit]


def test_the_last_of_a_month_stays_the_last() -> None:
    last = date(2027, 1, 31)
    february = next_day(last, 1, "month", after=last)
    assert (february, next_day(last, 1, "month", after=february)) == (date(2027, 2, 28), date(2027, 3, 31))


@pytest.mark.parametrize("every", [0, -1, MOST + 1])
def test_it_recurs_within_bounds(every: int) -> None:
    with pytest.raises(ValueError, match=str(every)):
        next_day(date(2027, 1, 1), every, "day", after=date(2027, 1, 1))
