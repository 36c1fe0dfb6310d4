"""The sample's texts say the same in both languages, with every name filled in; its calendar never ends tomorrow."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from across.sample.days import Days
from across.sample.proposals import OBJECTION, PLANS, name_of
from across.sample.syncs import SYNC_SERIES as MEETINGS
from across.sample.syncs import TENSIONS
from across.sample.tasks import TASKS
from across.sample.texts import FOLDER, Texts, read_table
from decisions.decisions.deadlines import Calendar

FRANCE = Calendar("Europe/Paris", frozenset(range(5)), frozenset({date(2026, 5, 1), date(2026, 5, 8)}))
TABLES = ("circles", "decisions", "talk", "direct", "actions", "details", "syncs", "money", "files", "margins")


def keys_of(value: Any) -> Any:
    """Return the shape of a table: its keys, the lengths of its lists, and the names its texts fill in."""
    if isinstance(value, dict):
        return {key: keys_of(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [keys_of(inner) for inner in value]
    return sorted(part.partition("}")[0] for part in str(value).split("{")[1:])


def flat(value: Any) -> list[str]:
    """Return every text of a table."""
    if isinstance(value, str):
        return [value]
    return [text for inner in (value.values() if isinstance(value, dict) else value) for text in flat(inner)]


@pytest.mark.parametrize("table", TABLES)
def test_both_languages_have_the_same_texts(table: str) -> None:
    french, english = (read_table(FOLDER / language / table) for language in ("fr", "en"))
    assert keys_of(french) == keys_of(english)


def test_both_languages_have_the_same_documents_and_fill_in_every_name() -> None:
    names = [{path.name for path in (FOLDER / language / "documents").iterdir()} for language in ("fr", "en")]
    assert names[0] == names[1]
    for language in ("fr", "en"):
        texts = Texts(language, name_of, lambda _day: date(2026, 11, 24))
        for name in names[0]:
            title, body = texts.document(name.removesuffix(".md"))
            assert title
            assert "{" not in body, name
        for table in TABLES:
            assert not [text for text in flat(texts[table]) if "{" in text], table


@pytest.mark.parametrize(
    ("now", "zero"),
    [
        (datetime(2026, 11, 24, 8, 46, tzinfo=UTC), date(2026, 11, 24)),  # a Tuesday, 9:46 in Valence
        (datetime(2026, 11, 24, 8, 30, tzinfo=UTC), date(2026, 11, 23)),  # its sync is not over yet
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), date(2026, 11, 20)),  # a Sunday
        (datetime(2026, 5, 4, 6, 0, tzinfo=UTC), date(2026, 4, 30)),  # early on a Monday after a Friday of holiday
    ],
)
def test_the_last_sync_is_in_the_past_whatever_the_day(now: datetime, zero: date) -> None:
    days = Days(FRANCE, now)
    assert days.zero == zero
    assert days.at(0, "09:45") <= now < days.at(1, "09:45")
    assert days.on(-1) == FRANCE.day_before(zero)
    assert FRANCE.day_before(days.on(1)) == zero


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_proposal_and_action_has_its_texts_and_no_text_is_unused(language: str) -> None:
    written = read_table(FOLDER / language / "decisions")
    assert written.keys() == PLANS.keys()
    for key, plan in PLANS.items():
        assert ("text2" in written[key]) == (plan.revised is not None)
        assert ("text0" in written[key]) == bool(plan.reworded)
        assert written[key].get("lifted", {}).keys() == plan.lifts.keys()
        assert written[key].get("unanswered", {}).keys() == {by for by, _, _ in plan.unanswered.values()}
        assert written[key].get("reopened", {}).keys() == plan.reopens.keys()
        objects = OBJECTION in {*plan.says.values(), *plan.first.values()}
        said = {**written[key].get("words", {}), **written[key].get("first", {})}
        assert ("harm" in said) == objects
        silent = said.keys() & {*plan.silent, plan.by}
        assert not silent, f"{silent} say nothing about {key}"
    actions = read_table(FOLDER / language / "actions")
    assert actions.keys() == {task.key for task in TASKS if task.source != "tension"}
    for task in TASKS:
        ends = {"how": task.done, "blocked": task.blocked, "why": task.dropped}
        found = {name for name, day in ends.items() if day is not None}
        assert actions.get(task.key, {"what": ""}).keys() == {"what", *found}, task.key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_minutes_are_of_days_on_which_a_sync_was_held(language: str) -> None:
    written = read_table(FOLDER / language / "syncs")
    for table in MEETINGS:
        found = {-int(day) for day in written["infos"][table.circle]}
        assert found <= set(table.days)
        assert len(found) >= len(table.days) - 2
    assert written["tensions"].keys() == {tension.key for tension in TENSIONS}
    assert {tension.day for tension in TENSIONS} <= set(MEETINGS[0].days)


def test_amounts_do_not_break_over_lines() -> None:
    for table in ("decisions", "actions", "details", "syncs", "circles"):
        for text in flat(read_table(FOLDER / "fr" / table)):
            assert not re.search(r"\d (?:€|%|\d{3}(?!\d)|m³)| [;:!?»]|« ", text), text
