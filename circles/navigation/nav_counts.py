"""The numbers beside the links of the sidebar."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from circles.navigation.entries import NavCount, NavTally, nav_status, nav_tallies
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.repeated_query import RepeatedQuery
from foundation.web.row_counts import counted


def numbers_for(user: User, project: Project | None = None) -> dict[str, NavCount]:
    """Return the numbers by link; of an archived project none but what waits elsewhere."""
    now = now_in(project) if project else clock.now()
    if project is None or project.is_archived:
        return _counts(of_project=False).read(user=user.pk, now=now, today=now.date())
    found = _counts(of_project=True).read(user=user.pk, project=project.pk, now=now, today=project.day_of(now))
    return found | {link: number for link, count in nav_status().items() if (number := count(project, user))}


class _Counts:
    """Counts the rows of tallies in one statement. Every page asks it."""

    def __init__(self, *names: str) -> None:
        self._tallies: Mapping[str, NavTally] = {}
        self._query = RepeatedQuery(self._compose, *names, of_now=True)

    def _compose(self, user: UUID, now: datetime, today: date, project: UUID | None = None) -> QuerySet[User, Any]:
        one = _stand_in(project, now, today) if project else None
        self._tallies = _tallies_of(User(pk=user), one, now)
        rows = {
            f"{link}_{place}": some
            for link, tally in self._tallies.items()
            for place, some in enumerate(_all_of(tally))
        }
        return counted(User.objects.filter(pk=user), **rows)

    def read(self, **asked: Any) -> dict[str, NavCount]:
        """Return the numbers by link."""
        [row] = self._query.rows(**asked)
        numbers, found = iter(row), dict[str, NavCount]()
        for link, tally in self._tallies.items():
            total = sum(next(numbers) for _rows in tally.rows)
            is_new = tally.is_new if tally.new is None else next(numbers) > 0
            found[link] = NavCount(total, is_new=is_new)
        return found


@cache
def _counts(*, of_project: bool) -> _Counts:
    return _Counts("user", "project") if of_project else _Counts("user")


def _stand_in(project: UUID, now: datetime, today: date) -> Project:
    """Return a project of which nothing is known but its id and what time it is: no tally may look at more."""
    one = Project(pk=project)
    one.request_cache = {"now": now}
    vars(one)["day_of"] = lambda _moment: today
    return one


def _tallies_of(user: User, project: Project | None, now: datetime) -> Mapping[str, NavTally]:
    waiting = user.notices.waiting(now)
    found = {"inbox": NavTally([waiting.last_of_things()], new=waiting.unread())}
    return found | {link: tally(project, user) for link, tally in nav_tallies().items()} if project else found


def _all_of(tally: NavTally) -> list[QuerySet[Any]]:
    """Return all that is counted of a tally."""
    return [*tally.rows, *([] if tally.new is None else [tally.new])]
