"""A day is that of the project, or of who reads; the server counts in UTC, whose day may be the one before or after."""

import ast
import re

from tests.architecture.sources import calls, functions, modules

UTC_DAYS = {
    "accounts/models/token.py: Token.note_used": "written once a day, and no person's day is meant",
    "actions/workflows/reminders.py: around": "two days around it, of which the owner's calendar chooses",
    "navigation/nav_counts.py: numbers_for": "without a project nothing is counted by days",
    "sample/days.py: Days.__init__": "`calendar.local` gives it in the project's zone",
    "search/candidates.py: times_between": "a year ahead of anything that is written",
    "search/contexts/suggestions.py: suggestions": "months of candidates, a day wider at both ends",
    "search/text_search.py: Search._of_many": "months of candidates, a day wider at both ends",
    "search/text_search.py: Search._rows": "months of candidates, a day wider at both ends",
    "tracks/tasks.py: watch_gates": "a day ahead, of which the project's zone chooses",
}
"""Where a moment is made a day of UTC, each with why nobody is told a wrong day by it."""
OF_A_MOMENT = re.compile(r"\bnow\b|_at\b")
IN_A_ZONE = re.compile(r"astimezone|localtime|\.zone\b")


def is_day_of_utc(call: ast.Call) -> bool:
    """Whether a moment is made a day here, and nothing says in which zone."""
    said = ast.unparse(call.func)
    is_day = said.endswith(".date") and not call.args
    return said == "date.today" or bool(is_day and OF_A_MOMENT.search(said) and not IN_A_ZONE.search(said))


def utc_days() -> set[str]:
    """Return the functions that make such a day."""
    return {
        f"{path}: {name}"
        for path in modules()
        for name, function in functions(path)
        for _called, call in calls(function)
        if is_day_of_utc(call)
    }


def test_no_moment_is_made_a_day_of_utc_unseen() -> None:
    assert utc_days() - set(UTC_DAYS) == set(), "project.day_of(…), or the reader's localtime(…)"
    assert set(UTC_DAYS) - utc_days() == set(), "these are gone"
