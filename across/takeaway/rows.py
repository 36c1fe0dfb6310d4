"""Rows of any table as lines of JSON, and back."""

import base64
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from foundation.web.former_layout import column_of_copy

HIGHEST = {"AutoField": 2**30, "BigAutoField": 2**62}
"""Of the numbers that the database counts up by itself: what comes next is for everyone on the server."""

MOST_PARTS = 1_000_000
"""Lists and objects in a row: each takes many times the memory that it takes in the file."""


class InvalidRow(Exception):
    """A line that is no row of its table: the sentence says why."""


class RowEncoder(DjangoJSONEncoder):
    """Writes times with all their digits, and bytes in base64."""

    def default(self, o: Any) -> Any:
        """Write what JSON has no form for."""
        if isinstance(o, bytes | memoryview):
            return base64.b64encode(bytes(o)).decode()
        if hasattr(o, "isoformat"):
            return o.isoformat()
        return super().default(o)


ENCODER = RowEncoder(ensure_ascii=False, separators=(",", ":"))


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the attributes that are stored, in the order of the table."""
    return [field.attname for field in model._meta.concrete_fields]


def line_of(values: Mapping[str, Any]) -> str:
    """Write a row."""
    return ENCODER.encode(dict(values)) + "\n"


def read_line(model: type[models.Model], line: str | bytes, *, only: Collection[str] | None = None) -> models.Model:
    """Read a row of a table, with no other columns than `only`; columns that came since get their default.

    :raises InvalidRow: for what is no such row: no JSON, unknown columns, values that do not fit.
    """
    raw = line.encode() if isinstance(line, str) else line
    if raw.count(b"[") + raw.count(b"{") > MOST_PARTS:
        raise InvalidRow("it has too many parts")
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise InvalidRow(str(error)) from error
    fields = {one.attname: one for one in model._meta.concrete_fields if only is None or one.attname in only}
    if isinstance(values, dict):
        values = {column_of_copy(name): value for name, value in values.items()}
    if not isinstance(values, dict) or (unknown := set(values) - set(fields)):
        raise InvalidRow(f"unknown columns {sorted(unknown) if isinstance(values, dict) else '?'}")
    try:
        return model(**{name: value_in(fields[name], value) for name, value in values.items()})
    except (ValidationError, ValueError, TypeError, ArithmeticError) as error:
        raise InvalidRow(f"{type(error).__name__}: {error}") from error


def value_in(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return a value as its field has it; text is bounded as the field says, on databases that do not mind as well.

    :raises ValidationError, ValueError, TypeError: where it does not fit.
    """
    if value is None:
        if not field.null:
            raise ValidationError(f"{field.attname} is empty")
        return None
    found = field.to_python(value)
    if isinstance(field, models.CharField) and field.max_length and len(found) > field.max_length:
        raise ValidationError(f"{field.attname} is too long")
    if isinstance(field, models.CharField) and not leads_to_us(field, found):
        raise ValidationError(f"{field.attname} leads elsewhere")
    if isinstance(field, models.AutoField) and not 0 < found <= HIGHEST[field.get_internal_type()]:
        raise ValidationError(f"{field.attname} leaves no number for anyone else")
    return bytes(found) if isinstance(field, models.BinaryField) else found


def leads_to_us(field: "models.CharField[Any, Any]", value: str) -> bool:
    """Return whether a page may link to what stands there: addresses are paths of ours, or of the web."""
    if isinstance(field, models.URLField):
        return not value or value.startswith(("https://", "http://"))
    return not value or not field.attname.endswith("address") or (value[0] == "/" and not value.startswith("//"))
