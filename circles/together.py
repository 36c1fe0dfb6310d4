"""Several lists read with one question: each query becomes a JSON array of its rows, and all of them one statement.

A round trip to the database costs as much as many a short list. So a page hands the querysets it is about to read to
`read_together`; afterwards each is read as usual, and asks nothing more.
"""

# ruff: noqa: SLF001 it stands where Django itself fetches what a queryset asks for

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.fields import DateField, DecimalField, TimeField, UUIDField
from django.db.models.fields.json import JSONField
from django.db.models.sql.compiler import SQLCompiler

ROWS = {
    "sqlite": "(SELECT json_group_array(json_array({arrays})) FROM ({query}) AS a_row)",
    "postgresql": "(SELECT json_agg(a_row) FROM ({query}) AS a_row)::text",
}
"""Rows as an array, in the query's order: on PostgreSQL of objects, on SQLite of arrays of `AT_ONCE` columns each, as
no function takes many more.
"""
AT_ONCE = 100
WRITTEN_AS_TEXT = (DateField, DecimalField, TimeField, UUIDField)
"""What JSON has no type for: PostgreSQL writes it as text. (SQLite stores it so, and Django reads it from there.)"""


def read_together(*wanted: QuerySet[Any, Any] | None) -> None:
    """Fill these querysets with one question; None, and what was read already, is passed over.

    For short lists: each row travels as JSON, in which there are no bytes.
    """
    asked: list[tuple[QuerySet[Any, Any], SQLCompiler]] = []
    columns, params = [], []
    for found in wanted:
        if found is None or found._result_cache is not None:
            continue
        compiler = found.query.get_compiler(connection=connection)
        try:
            query, given = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            _fill(found, compiler, [])
            continue
        names = [connection.ops.quote_name(str(name)) for _column, _sql, name in compiler.select]
        arrays = ", ".join(f"json_array({', '.join(some)})" for some in _at_once(names))
        columns.append(ROWS[connection.vendor].format(arrays=arrays, query=query))
        params += given
        asked.append((found, compiler))
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(columns)}", params)
            answers = cursor.fetchone()
        for (found, compiler), answer in zip(asked, answers, strict=True):
            _fill(found, compiler, _rows(compiler, answer))


def read_onto(thing: Model, *others: QuerySet[Any, Any] | None, **related: QuerySet[Any, Any]) -> None:
    """Read what hangs at a thing, so that `thing.rounds.all()` asks no more; and others along. One question."""
    read_together(*related.values(), *others)
    vars(thing).setdefault("_prefetched_objects_cache", {}).update(related)


def querysets_in(contexts: Iterable[Mapping[str, Any]]) -> list[QuerySet[Any, Any]]:
    """Give the querysets among what templates are given."""
    return [value for context in contexts for value in context.values() if isinstance(value, QuerySet)]


def _at_once(names: list[str]) -> list[list[str]]:
    return [names[start : start + AT_ONCE] for start in range(0, len(names), AT_ONCE)]


def _rows(compiler: SQLCompiler, answer: str | None) -> Iterable[list[Any]]:
    """Give rows as the database's driver would have; what a distinct question is only sorted by stands behind."""
    rows = json.loads(answer or "[]", parse_float=Decimal if connection.vendor == "postgresql" else None)
    if connection.vendor == "sqlite":
        return [list(chain.from_iterable(row)) for row in rows]
    fields = [getattr(column, "output_field", None) for column, _sql, _name in compiler.select]
    return [[_value(field, value) for field, value in zip(fields, row.values(), strict=False)] for row in rows]


def _value(field: Any, value: Any) -> Any:
    """Turn a value of PostgreSQL's JSON back into what it was."""
    if value is None:
        return None
    if isinstance(field, JSONField):
        return json.dumps(value, default=float)
    return field.to_python(value) if isinstance(field, WRITTEN_AS_TEXT) else value


def _fill(found: Any, compiler: Any, rows: Iterable[list[Any]]) -> None:
    """Let Django make of the rows what it makes of an answer: the compiler says that it has asked already."""
    compiler.setup_query(with_col_aliases=True)
    compiler.execute_sql = lambda *_args, **_options: [rows]
    query = found._query
    found._query = query.clone()  # `found.query = …` would also change what rows become
    found._query.get_compiler = lambda *_args, **_options: compiler
    try:
        found._result_cache = list(found._iterable_class(found))
    finally:
        found._query = query
    found._fetch_all()  # what is to be prefetched
