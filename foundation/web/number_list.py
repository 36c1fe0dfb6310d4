"""A list of numbers that comes as one parameter, however many there are: so the statement stays the same."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Func
from django.db.models.sql.compiler import SQLCompiler


class NumberList(Func):
    """The whole numbers of a JSON list, for `pk__in`."""

    output_field = BigIntegerField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Read it by SQLite's table of a JSON list."""
        template = "(SELECT value FROM json_each(%(expressions)s))"
        return super().as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Read it by PostgreSQL's function for the elements of a JSON list."""
        template = "(SELECT jsonb_array_elements_text(CAST(%(expressions)s AS jsonb))::bigint)"
        return super().as_sql(compiler, connection, template=template, **extra)
