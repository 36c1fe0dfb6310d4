"""Days as people write them, in both languages."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from foundation.web.formatting import day, day_short, in_threes, in_words, near_day, until


def test_the_first_of_a_month_is_written_as_french_does() -> None:
    first = date(2019, 8, 1)
    with translation.override("fr"):
        assert (day(first), day_short(first)) == ("jeudi 1er août 2019", "1er août 2019")
    assert (day(first), day_short(first)) == ("Thursday 1 August 2019", "1 Aug 2019")


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "Thursday 1 August 2019 to Friday 2 August 2019"), ("fr", "jeudi 1er août 2019 au vendredi 2 août 2019")],
)
def test_from_one_day_to_another_is_written_in_words(language: str, written: str) -> None:
    with translation.override(language):
        assert until(date(2019, 8, 1), date(2019, 8, 2)) == written
        assert in_words("2019-08-01 – 2019-08-02") == written


def test_one_day_alone_is_written_once() -> None:
    assert until(date(2019, 8, 1), date(2019, 8, 1)) == in_words("2019-08-01 – 2019-08-01") == "Thursday 1 August 2019"


def test_an_instant_is_written_with_its_hour_on_the_readers_clock() -> None:
    with timezone.override("Europe/Paris"):
        assert in_words("2026-12-01T08:00:00+00:00") == "Tuesday 1 December, 09:00"


@pytest.mark.parametrize(
    "kept", ["2026-12-01T08:00:00", "2019-13-01 – 2019-08-02", "2019-08-01 – ", "We change the seal", "", None, 3]
)
def test_what_is_no_day_stays_as_it_is(kept: object) -> None:
    assert in_words(kept) == kept


@pytest.mark.parametrize(("days", "said"), [(-1, "yesterday"), (0, "today"), (1, "tomorrow")])
def test_a_day_beside_today_is_named_as_colleagues_do(days: int, said: str) -> None:
    assert near_day(timezone.localdate() + timedelta(days)) == said


def test_a_day_of_the_week_to_come_is_its_name_and_one_further_off_its_date() -> None:
    today = timezone.localdate()
    with translation.override("fr"):
        assert near_day(today + timedelta(6)) == day(today + timedelta(6)).split()[0]
        assert near_day(today + timedelta(7)) == day_short(today + timedelta(7))
        assert near_day(today - timedelta(2)) == day_short(today - timedelta(2))


def test_thousands_are_set_apart_as_the_reader_does() -> None:
    assert in_threes(1044) == "1,044"
    with translation.override("fr"):
        assert in_threes(1044) == "1\u202f044"
