"""Numbers of rows, and those of the rail, asked for together in one question."""

from functools import reduce
from operator import add
from typing import Any

from django.db.models import Exists, IntegerField, QuerySet, Subquery

from accounts.models import User
from circles.extension_points import NavCount, nav_status, nav_tallies
from circles.models import Circle, Project
from circles.project_cache import cached, cached_already, now_in, per_request
from circles.together import read_together

KEPT_S = 3600


class RowCount(Subquery):
    """The number of rows of another query, as a value in this one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk"))


def numbers_beside(circle: Circle, **rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Give how many rows each of these has, unread: one row, by the same names, to read along with what a part of the
    circle's page shows.
    """
    counted = {name: RowCount(some) for name, some in rows.items()}
    return Circle.objects.filter(pk=circle.pk).values(**counted)


def numbers_for(user: User, project: Project | None = None) -> dict[str, NavCount]:
    """Give the numbers beside the links of the rail, with one question; asked once in a request."""
    if project is None:
        numbers = User.objects.filter(pk=user.pk).values(inbox=RowCount(user.notices.unread()))
        return {"inbox": NavCount(numbers[0]["inbox"])}
    return per_request(project, ("numbers", user.pk), lambda: _read(project, user))


def _read(project: Project, user: User) -> dict[str, NavCount]:
    """NavCount what is not kept (hung on the person's own row), and read along what the other links tell from."""
    name = f"numbers:{user.pk}:{project.day_of(now_in(project)):%Y%m%d}"
    told = {key: tell(project, user) for key, tell in nav_status().items()}
    known: dict[str, NavCount] | None = cached_already(project, name)
    found = {key: tally(project, user) for key, tally in nav_tallies().items()} if known is None else {}
    asked: dict[str, Any] = {f"number_{key}": _sum(tally.rows) for key, tally in found.items()}
    asked |= {f"new_{key}": Exists(tally.new) for key, tally in found.items() if tally.new is not None}
    numbers: Any = User.objects.filter(pk=user.pk).values(inbox=RowCount(user.notices.unread()), **asked)
    read_together(numbers, *(rows for one in told.values() for rows in one.rows))

    def counted() -> dict[str, NavCount]:
        row = numbers[0]
        return {
            key: NavCount(row[f"number_{key}"], is_new=tally.is_new or bool(row.get(f"new_{key}")))
            for key, tally in found.items()
        }

    counts = cached(project, name, counted, seconds=KEPT_S) if known is None else known
    counts |= {"inbox": NavCount(numbers[0]["inbox"])}
    return counts | {key: count for key, one in told.items() if (count := one.count())}


def _sum(rows: QuerySet[Any] | tuple[QuerySet[Any], ...]) -> Any:
    """Give the number of all these rows as one value."""
    first, *others = rows if isinstance(rows, tuple) else (rows,)
    return reduce(add, map(RowCount, others), RowCount(first))
