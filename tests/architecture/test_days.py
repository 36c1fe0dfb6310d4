"""A day is that of the project, or of who reads; the server counts in UTC, whose day may be the one before or after."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import calls, functions, modules

UTC_DAYS = {
    "foundation/accounts/models/token.py: Token.note_used": "written once a day, and no person's day is meant",
    "decisions/actions/workflows/csv_table.py: TableReader._day": (
        "the cell has a day, of which `strptime` makes a moment"
    ),
    "decisions/actions/workflows/reminders.py: around": "two days around it, of which the owner's calendar chooses",
    "circles/navigation/nav_counts.py: numbers_for": "without a project nothing is counted by days",
    "across/sample/days.py: Days.on": "noon, which is one day in UTC and where the sample is",
    "across/search/candidates.py: times_between": "a year ahead of anything that is written",
    "across/search/contexts/suggestions.py: suggestions": "months of candidates, a day wider at both ends",
    "across/search/ranking.py: freshness": "so many times 24 hours, by which what is new comes first",
    "across/search/text_search.py: Search._of_many": "months of candidates, a day wider at both ends",
    "across/search/text_search.py: Search._rows": "months of candidates, a day wider at both ends",
    "daily/syncs/models/recurring_sync.py: RecurringSync._by_rule": "the rule counts in the project’s zone, unsaid",
    "decisions/tracks/tasks.py: watch_gates": "a day ahead, of which the project's zone chooses",
}
"""Where a moment is made a day of UTC, each with why nobody is told a wrong day by it."""
MOMENT = re.compile(r"(^|[._])now(\(.*\))?$|_at$")
"""How a moment is written, of which another is taken away: the days of that are times of 24 hours."""
IN_A_ZONE = re.compile(r"astimezone|localtime|\.local\(|\.zone\b")


def names_in_a_zone(function: ast.AST) -> set[str]:
    """Return what a function calls the moments that it brought into a zone, and what it made of these."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and is_in_a_zone(node.value, found):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def is_in_a_zone(expression: ast.AST, names: set[str]) -> bool:
    """Return whether the zone is said in it, or it is made of such a name."""
    used = {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}
    return bool(IN_A_ZONE.search(ast.unparse(expression)) or used & names)


def days_of_utc(function: ast.AST) -> Iterator[str]:
    """Yield where a moment, whatever it is called, is made a day, and nothing says in which zone; and where the days
    between two moments are counted.
    """
    names = names_in_a_zone(function)
    for _called, call in calls(function):
        said = ast.unparse(call.func)
        is_day = isinstance(call.func, ast.Attribute) and call.func.attr == "date" and not call.args
        if said.endswith(("date.today", "datetime.today")) or (is_day and not is_in_a_zone(call.func, names)):
            yield ast.unparse(call)
    for node in ast.walk(function):
        if not isinstance(node, ast.Attribute) or node.attr != "days" or not isinstance(node.value, ast.BinOp):
            continue
        if any(MOMENT.search(ast.unparse(one)) for one in (node.value.left, node.value.right)):
            yield ast.unparse(node)


def utc_days() -> set[str]:
    """Return the functions that make such a day."""
    return {f"{path}: {name}" for path in modules() for name, function in functions(path) if any(days_of_utc(function))}


def test_no_moment_is_made_a_day_of_utc_unseen() -> None:
    assert utc_days() - set(UTC_DAYS) == set(), "project.day_of(…), or the reader's localtime(…)"
    assert set(UTC_DAYS) - utc_days() == set(), "these are gone"


@pytest.mark.parametrize(
    "written",
    [
        "def age(made: datetime, today: date): return (today - made.date()).days",
        "def age(thing): return thing.created_at.date()",
        "def age(made, now): return (now - made).days",
        "def age(thing): return (clock.now() - thing.made).days",
        "def today(): return date.today()",
        "def age(thing, zone): local = thing.made.astimezone(zone); return local.date() - thing.seen.date()",
    ],
)
def test_a_day_of_utc_is_found_whatever_the_moment_is_called(written: str) -> None:
    assert len(list(days_of_utc(ast.parse(written)))) == 1


@pytest.mark.parametrize(
    "written",
    [
        "def age(made, zone): local = made.astimezone(zone); later = local + HOUR; return later.date()",
        "def age(made): return localtime(made).date()",
        "def age(made, calendar): return calendar.local(made).date()",
        "def age(made, project): return project.day_of(made)",
        "def left(thing, project, now): return (thing.ends_on - project.day_of(now)).days",
    ],
)
def test_a_day_in_a_zone_is_none_of_utc(written: str) -> None:
    assert list(days_of_utc(ast.parse(written))) == []
