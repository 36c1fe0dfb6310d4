"""How values stand in a backup, and how they come back into either database.

A backup belongs to no database: numbers, texts and JSON stand as JSON, bytes as base64, all else as the text that
ISO 8601 or Python has for it.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from django.db import connection, models

type Convert = Callable[[Any], Any]

PLAIN = {
    "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "FileField", "FloatField",
    "GenericIPAddressField", "IntegerField", "PositiveBigIntegerField", "PositiveIntegerField",
    "PositiveSmallIntegerField", "SlugField", "SmallAutoField", "SmallIntegerField", "TextField",
}  # fmt: skip


class Kind(Enum):
    """What a column holds, as far as databases differ about it."""

    PLAIN = "plain"
    BYTES = "BinaryField"
    DATE = "DateField"
    DECIMAL = "DecimalField"
    DURATION = "DurationField"
    INSTANT = "DateTimeField"
    JSON = "JSONField"
    TIME = "TimeField"
    UUID = "UUIDField"


def kind_of(field: "models.Field[Any, Any]") -> Kind:
    """Return what its column holds; of a reference, what it refers to holds.

    :raises ValueError: for a kind of field that backups do not know.
    """
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    name = field.get_internal_type()
    return Kind.PLAIN if name in PLAIN else Kind(name)


def stored_value(field: "models.Field[Any, Any]") -> "str | models.ExpressionWrapper[models.F]":
    """Return what reads the value of its column as the database has it: a field may read it in a way of its own."""
    if kind_of(field) is Kind.PLAIN and hasattr(field, "from_db_value"):
        plain: type[models.Field[Any, Any]] = getattr(models, field.get_internal_type())
        return models.ExpressionWrapper(models.F(field.attname), output_field=plain())
    return field.attname


def as_it_is(value: Any) -> Any:
    """Return the value."""
    return value


TO_JSON: dict[Kind, Convert] = {
    Kind.PLAIN: as_it_is,
    Kind.BYTES: lambda value: b64encode(value).decode(),
    Kind.DATE: date.isoformat,
    Kind.DECIMAL: str,
    Kind.DURATION: lambda value: value // timedelta(microseconds=1),
    Kind.INSTANT: lambda value: value.astimezone(UTC).isoformat(),
    Kind.JSON: as_it_is,
    Kind.TIME: time.isoformat,
    Kind.UUID: str,
}
"""What Django reads from a column, as a backup has it."""


def to_json(fields: "list[models.Field[Any, Any]]") -> Convert:
    """Return what writes a row of these fields as a list for JSON."""
    converts = [TO_JSON[kind_of(field)] for field in fields]
    special = [(place, convert) for place, convert in enumerate(converts) if convert is not as_it_is]

    def convert_row(row: tuple[Any, ...]) -> list[Any]:
        values = list(row)
        for place, convert in special:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values

    return convert_row


def to_sqlite(field: "models.Field[Any, Any]") -> Convert:
    """Return what makes a parameter for SQLite of a value in a backup, as Django would."""
    ops = connection.ops
    digits, places = getattr(field, "max_digits", None), getattr(field, "decimal_places", None)
    converts: dict[Kind, Convert] = {
        Kind.PLAIN: as_it_is,
        Kind.BYTES: lambda value: b64decode(value, validate=True),
        Kind.DATE: as_it_is,
        Kind.DECIMAL: lambda value: ops.adapt_decimalfield_value(Decimal(value), digits, places),
        Kind.DURATION: as_it_is,
        Kind.INSTANT: lambda value: str(datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)),
        Kind.JSON: json.dumps,
        Kind.TIME: as_it_is,
        Kind.UUID: lambda value: value.replace("-", ""),
    }
    return _or_null(converts[kind_of(field)], field)


def to_copy_text(field: "models.Field[Any, Any]") -> Convert:
    """Return what writes a value in a backup as PostgreSQL's COPY reads it."""
    converts: dict[Kind, Convert] = {
        Kind.PLAIN: lambda value: _escape(value) if type(value) is str else str(value),
        Kind.BYTES: lambda value: "\\\\x" + b64decode(value, validate=True).hex(),
        Kind.DURATION: lambda value: f"{value} microseconds",
        Kind.JSON: lambda value: _escape(json.dumps(value)),
    }
    return _or_null(converts.get(kind_of(field), _escape), field, null="\\N")


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _or_null(convert: Convert, field: "models.Field[Any, Any]", null: str | None = None) -> Convert:
    """Leave None what it is; in a JSON column that is never NULL it is JSON's own null."""
    if kind_of(field) is Kind.JSON and not field.null:
        return convert
    if convert is as_it_is:
        return convert
    return lambda value: null if value is None else convert(value)
