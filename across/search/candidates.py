"""Asks the full-text index of either database for the newest texts that contain everything that is looked for.

Beside the words of a text, the index holds tokens of ours for its project, circle, kind, author, state and date; each
has an underscore, which no indexed word has. So filters are applied in the index itself, without reading rows. Where
most texts are of one project, its token is left out: reading its long list would cost more than it saves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection

from across.search.models import Text, index_query
from foundation.audit import clock
from foundation.web.repeated_query import uuid_of

type Group = frozenset[str]
"""Words of the index, of which a text has at least one."""

TOKENS = {"circle": "c", "author": "a", "state": "s", "has_file": "f", "holder": "h"}
"""The columns of `Text` whose values stand in the index as words, by which filters find them there (`token`)."""
LETTERS = {**TOKENS, "project": "p", "kind": "k", "whole": "w", "title": "t", "year": "y", "month": "m"}
"""How each word of ours begins, by what it says; no two in the same way, or one would be found for the other."""
ENOUGH = {"sqlite": 600, "postgresql": 300}
"""So many of the texts written last are enough at first; SQLite's index is in that order, and stops at them."""
SAMPLED = 64
MOST = 0.5
"""Of so many places among the rows, more than this share must be of a project, before its word is left alone."""
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
    """Return the word that stands in the index for a value of one of `LETTERS`."""
    return f"{LETTERS[name]}_{value.hex[:12] if isinstance(value, UUID) else value}".lower()


def tokens_of_time(moment: datetime) -> list[str]:
    """Return the words that stand in the index for year and month."""
    day = moment.astimezone(UTC)
    return [token("year", day.year), token("month", f"{day.year}{day.month:02}")]


@dataclass(frozen=True)
class Latest:
    """The texts of every kind that were written last, the last first, with their kinds: all that answer, or enough."""

    kinds: dict[int, str]
    next_stage: int | None = None
    """By which statement of `newest` there may be more of some kind; None where these are all, or enough of each."""


def latest(ask: Ask, today: date) -> Latest:
    """Return the texts written last: all, where they are few; of PostgreSQL `most` of each kind, or enough."""
    enough, found = ENOUGH[connection.vendor], dict[int, str]()
    stages = _stages(replace(ask, most=max(ask.most, enough)), today)
    for number, one in enumerate(stages):
        found = dict(sorted(_rows(*_with_kinds(one, today)), reverse=True))
        if len(found) >= enough and connection.vendor == "sqlite":
            return Latest(found, 0)  # it has stopped at so many, whatever their kinds
        if len(found) >= enough and number + 1 < len(stages):
            return Latest(found, number + 1)
    return Latest(found)


def _with_kinds(ask: Ask, today: date) -> tuple[str, list[Any]]:
    """Return what asks for texts and their kinds; of PostgreSQL, which reads all rows that answer, so many of each."""
    table = Text._meta.db_table
    if connection.vendor == "sqlite":
        statement, values = _statement(replace(ask, most=ENOUGH["sqlite"]), today)
        return f"SELECT id, kind FROM {table} WHERE id IN ({statement})", values  # noqa: S608 names of ours
    every, values = _every(ask, today, "id, kind")
    placed = f"SELECT *, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place FROM ({every}) AS every"  # noqa: S608
    return f"SELECT id, kind FROM ({placed}) AS placed WHERE place <= %s", [*values, ask.most]  # noqa: S608 names of ours


def _rows(statement: str, values: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def newest(asks: Sequence[Ask], today: date, *, stage: int = 0) -> list[list[int]]:
    """Return for each the ids of the texts written last, the last first, in three statements at most; `stage` is the
    first of these, where those before it hold too few.
    """
    found: list[set[int]] = [set() for _ask in asks]
    last: Sequence[Ask | None] = [None] * len(asks)
    for stages in islice(zip(*(_stages(ask, today) for ask in asks), strict=True), stage, None):
        open_ = [at for at, ask in enumerate(asks) if len(found[at]) < ask.most and stages[at] != last[at]]
        for at, keys in zip(open_, _read([stages[at] for at in open_], today), strict=True):
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
    years = date((end - LATER).year, 1, 2)  # of whole years, an index that compares lists of rows has fewer to compare
    soon = end - (SOON if ask.before is None else LATER)
    times = []
    for start, last in ((soon, end), (years, date(end.year, 12, 30)), (ask.since, None)):
        since = max(start, ask.since) if start and ask.since else start
        times.append(times_between(since, ask.until or last))
    return [replace(ask, groups=(*ask.groups, group)) if group else ask for group in times]


def _read(asks: Sequence[Ask], today: date) -> list[list[int]]:
    if not asks:
        return []
    parts, params = [], list[Any]()
    for place, ask in enumerate(asks):
        statement, values = _statement(ask, today)
        parts.append(f"SELECT {place} AS ask, id FROM ({statement}) AS part_{place}")  # noqa: S608 names of ours
        params += values
    found: list[list[int]] = [[] for _ask in asks]
    for place, key in _rows(" UNION ALL ".join(parts), params):
        found[place].append(key)
    return found


@lru_cache(maxsize=10_000)
def _is_most_of_index(project: UUID, today: date) -> bool:
    """Whether most texts are of a project: the list of these is as long as the index then, and is better not read. A
    sample of the rows says so, once a day; where it is wrong by now, searches take longer and find the same.
    """
    table, places = Text._meta.db_table, ", ".join(f"({place})" for place in range(1, SAMPLED + 1))
    spread = (
        f"SELECT last.id * place.column1 / {SAMPLED}"  # noqa: S608 names of ours
        f" FROM (SELECT max(id) AS id FROM {table}) AS last, (VALUES {places}) AS place"
    )
    rows = _rows(f"SELECT project_id FROM {table} WHERE id IN ({spread})", ())  # noqa: S608 names of ours
    found = [uuid_of(row[0]) for row in rows]
    return len(found) >= SAMPLED / 4 and found.count(project) > MOST * len(found)


def _statement(ask: Ask, today: date) -> tuple[str, list[Any]]:
    """Return what asks for the texts written last."""
    every, values = _every(ask, today)
    if connection.vendor == "sqlite":
        return f"{every} ORDER BY rowid DESC LIMIT %s", [*values, ask.most]
    return f"SELECT id FROM ({every}) AS every ORDER BY id DESC LIMIT %s", [*values, ask.most]  # noqa: S608 names of ours


def _every(ask: Ask, today: date, columns: str = "id") -> tuple[str, list[Any]]:
    """Return what asks for all texts that answer; whether they are of the project says the index, or their rows."""
    is_sqlite, table = connection.vendor == "sqlite", Text._meta.db_table
    in_index = not ask.groups or not _is_most_of_index(ask.project, today)
    groups = [*ask.groups, frozenset((token("project", ask.project),))] if in_index else ask.groups
    words = index_query(list(groups), connection.vendor)
    first, end = (moment and connection.ops.adapt_datetimefield_value(moment) for moment in ask.moments)
    project = ask.project.hex if is_sqlite else ask.project
    bounds = {
        "happened_at >= %s": first,
        "happened_at < %s": end,
        "project_id = %s": None if in_index else project,
    }
    exact = "".join(f" AND {bound}" for bound, value in bounds.items() if value)
    row = "rowid" if is_sqlite else "id + 0"  # a sum: else PostgreSQL walks from the last row
    earlier = f" AND {row} < %s" if ask.before is not None else ""
    values = [words, *(value for value in (ask.before, *bounds.values()) if value is not None)]
    if is_sqlite:
        inside = f" AND EXISTS (SELECT 1 FROM {table} WHERE id = {Text.INDEX}.rowid{exact})" if exact else ""  # noqa: S608
        found = f"SELECT rowid AS id FROM {Text.INDEX} WHERE {Text.INDEX} MATCH %s{earlier}{inside}"  # noqa: S608 ours
        return found, values
    # OFFSET 0: else it walks through the rows from the last one, in the hope to come upon enough of them soon.
    found = f"SELECT {columns} FROM {table} WHERE {Text.LEXEMES} @@ %s::tsquery{earlier}{exact} OFFSET 0"  # noqa: S608 ours
    return found, values


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
        whole = len(months) == 12
        found |= {token("year", year)} if whole else {token("month", f"{year}{month:02}") for month in months}
    return frozenset(found or {token("month", 0)})
