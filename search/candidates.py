"""Asks the full-text index of either database for the texts written last that have all that is looked for.

Besides people's words, the index has words of ours for where a text is, of what kind, by whom and of when; none of
people's has an underscore in it. So every filter narrows the search in the index itself, and reads no rows; but a word
that most texts have, as that of a project which is nearly alone on its server, costs more than it spares.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from audit import clock
from search.models import Text, index_query
from web.number_list import number_list

type Group = frozenset[str]
"""Words of the index, of which a text has at least one."""

ENOUGH = {"sqlite": 600, "postgresql": 300}
"""So many of the texts written last are asked for at first: SQLite's index is in that order, and stops at them."""
SAMPLED = 64
MOST = 0.5
"""Of so many rows, more than this share must be of a project, before its word in the index is left alone."""
DAY, SOON, LATER = timedelta(days=1), timedelta(days=45), timedelta(days=730)
EARLIEST = 1980


@dataclass(frozen=True)
class Ask:
    """What is asked of the index of a project: one of each group; the `most` written last, before a row where one is
    given. The days narrow it as far as the index knows, the moments (from, and before) keep exactly what is meant.
    """

    project: UUID
    groups: tuple[Group, ...]
    most: int
    since: date | None = None
    until: date | None = None
    before: int | None = None
    moments: tuple[datetime | None, datetime | None] = (None, None)


def token(name: str, value: object) -> str:
    """Return the word that stands in the index for a project, kind, circle, author or state."""
    return f"{name}_{value.hex[:12]}" if isinstance(value, UUID) else f"{name}_{value}"


def tokens_of_time(moment: datetime) -> list[str]:
    """Return the words that stand in the index for year and month."""
    day = moment.astimezone(UTC)
    return [f"y_{day.year}", f"m_{day.year}{day.month:02}"]


@dataclass(frozen=True)
class Latest:
    """The texts of every kind that were written last, the last first: all that answer, or as many as were asked for."""

    keys: list[int]
    stage: int | None = None
    """By which statement of `newest` there were as many; None where these are all."""

    def by_kind(self) -> dict[int, str]:
        """Read the kind of each."""
        kinds = dict(Text.objects.filter(pk__in=number_list(self.keys)).values_list("pk", "kind"))
        return {key: kinds[key] for key in self.keys if key in kinds}


def latest(ask: Ask, today: date) -> Latest:
    """Return the texts written last, `ENOUGH` of them at most."""
    keys, ask = list[int](), replace(ask, most=ENOUGH[connection.vendor])
    for number, one in enumerate(_stages(ask, today)):
        keys = sorted(_read([one])[0], reverse=True)
        if len(keys) >= ask.most:
            return Latest(keys, number)
    return Latest(keys)


def newest(asks: Sequence[Ask], today: date, *, stage: int = 0) -> list[list[int]]:
    """Return for each the ids of the texts written last, the last first, in three statements at most; `stage` is the
    first of these, where those before it hold too few.
    """
    found: list[set[int]] = [set() for _ask in asks]
    last: Sequence[Ask | None] = [None] * len(asks)
    for stages in islice(zip(*(_stages(ask, today) for ask in asks), strict=True), stage, None):
        open_ = [at for at, ask in enumerate(asks) if len(found[at]) < ask.most and stages[at] != last[at]]
        for at, keys in zip(open_, _read([stages[at] for at in open_]), strict=True):
            found[at].update(keys)
        last = stages
    return [sorted(keys, reverse=True) for keys in found]


def _stages(ask: Ask, today: date) -> list[Ask]:
    """Return what is asked for one after the other: the last weeks of the time asked for, two years, all of it.

    PostgreSQL's index knows no order: of a common word it would read every row. SQLite's is asked once.
    """
    if connection.vendor == "sqlite":
        asked = times_between(ask.since, ask.until)
        return [replace(ask, groups=(*ask.groups, asked)) if asked else ask]
    end = ask.until or today
    soon = end - (SOON if ask.before is None else LATER)
    starts = [soon, end - LATER, ask.since]
    times = []
    for start in starts:
        since = max(start, ask.since) if start and ask.since else start
        times.append(times_between(since, ask.until or (end if since else None)))
    return [replace(ask, groups=(*ask.groups, group)) if group else ask for group in times]


def _read(asks: Sequence[Ask]) -> list[list[int]]:
    if not asks:
        return []
    parts, params = [], list[Any]()
    by_rows = {one for one in {ask.project for ask in asks} if connection.vendor == "sqlite" and _has_most(one)}
    for place, ask in enumerate(asks):
        statement, values = _statement(ask, in_index=ask.project not in by_rows)
        parts.append(f"SELECT {place} AS ask, id FROM ({statement}) AS part_{place}")  # noqa: S608 names of ours
        params += values
    found: list[list[int]] = [[] for _ask in asks]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        for place, key in cursor.fetchall():
            found[place].append(key)
    return found


def _has_most(project: UUID) -> bool:
    """Whether most texts in SQLite's index are of a project, by a sample: their list is as long as the index."""
    table = Text._meta.db_table
    places = f"SELECT (SELECT max(id) FROM {table}) * value / {SAMPLED} FROM json_each(%s)"  # noqa: S608 names of ours
    share = f"SELECT avg(project_id = %s) FROM {table} WHERE id IN ({places})"  # noqa: S608 names of ours
    with connection.cursor() as cursor:
        cursor.execute(share, [project.hex, json.dumps(list(range(1, SAMPLED + 1)))])
        return (cursor.fetchone()[0] or 0) > MOST


def _statement(ask: Ask, *, in_index: bool) -> tuple[str, list[Any]]:
    """Return what asks for texts; whether they are of the project says the index, or their rows."""
    groups = [*ask.groups, frozenset((token("p", ask.project),))] if in_index or not ask.groups else ask.groups
    words = index_query(list(groups), connection.vendor)
    first, end = (moment and connection.ops.adapt_datetimefield_value(moment) for moment in ask.moments)
    row = "rowid" if connection.vendor == "sqlite" else "id + 0"  # a sum: else PostgreSQL walks from the last row
    bounds = {
        "happened_at >= %s": first,
        "happened_at < %s": end,
        "project_id = %s": None if in_index else ask.project.hex,
    }
    exact = "".join(f" AND {bound}" for bound, value in bounds.items() if value)
    earlier = f" AND {row} < %s" if ask.before is not None else ""
    values = [words, *(value for value in (ask.before, *bounds.values()) if value is not None), ask.most]
    table = Text._meta.db_table
    if connection.vendor == "sqlite":
        inside = f" AND EXISTS (SELECT 1 FROM {table} WHERE id = {Text.INDEX}.rowid{exact})" if exact else ""  # noqa: S608
        found = f"SELECT rowid AS id FROM {Text.INDEX} WHERE {Text.INDEX} MATCH %s{earlier}{inside}"  # noqa: S608 ours
        return f"{found} ORDER BY rowid DESC LIMIT %s", values
    # OFFSET 0: else it walks through the rows from the last one, in the hope to come upon enough of them soon.
    every = f"SELECT id FROM {table} WHERE {Text.LEXEMES} @@ %s::tsquery{earlier}{exact} OFFSET 0"  # noqa: S608 ours
    return f"SELECT id FROM ({every}) AS every ORDER BY id DESC LIMIT %s", values  # noqa: S608 names of ours


def times_between(first: date | None, last: date | None) -> Group | None:
    """Return the words for the months and whole years from a day to another, of which a text is of one; None where all
    are meant. They are a day wider at both ends, as they know of no zone. What they let in too much, the moments keep
    out.
    """
    if first is None and last is None:
        return None
    start = first - DAY if first else date(EARLIEST, 1, 1)
    end = last + DAY if last else clock.now().date() + 366 * DAY
    found = set[str]()
    for year in range(max(start.year, EARLIEST), end.year + 1):
        months = [
            month for month in range(1, 13) if (start.year, start.month) <= (year, month) <= (end.year, end.month)
        ]
        found |= {f"y_{year}"} if len(months) == 12 else {f"m_{year}{month:02}" for month in months}
    return frozenset(found or {"m_0"})
