"""Cursor pagination of pages and of the API: the same cost on page 1 and page 1,000.

In the API the body is the rows, and a header says where more follow (RFC 8288):
`Link: <https://…?after=…>; rel="next"`.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

PAGE = 50
DIGITS = 18
"""As many as every database holds."""
YEARS = range(1900, 2200)
"""Beyond them the hours of a zone may lead out of any calendar."""


@dataclass(frozen=True)
class CursorPage[T]:
    """Rows and the cursor of the next page (empty on the last one)."""

    rows: list[T]
    next: str


def number_in(words: str) -> int | None:
    """Return the number that an address says, or None for what is none or larger than any of ours."""
    return int(words) if words.isdecimal() and len(words) <= DIGITS else None


def uuid_in(words: str) -> UUID | None:
    """Return the id that an address or a program says, or None for what is none."""
    try:
        return UUID(words)
    except ValueError:
        return None


def day_in(words: str) -> date | None:
    """Return the day that an address says (2026-11-24), or None for what is none of ours."""
    with suppress(ValueError):
        found = date.fromisoformat(words)
        return found if len(words) == 10 and found.year in YEARS else None
    return None


def time_in(words: str) -> time | None:
    """Return the time of day that a form says (09:15), or None for what is none."""
    with suppress(ValueError):
        return time.fromisoformat(words) if len(words) == 5 else None
    return None


def moment_in(words: str) -> datetime | None:
    """Return the instant that an address says, with its zone, or None for what is none of ours."""
    with suppress(ValueError):
        found = datetime.fromisoformat(words)
        return found if found.tzinfo and found.year in YEARS else None
    return None


def page_of[T: models.Model](found: models.QuerySet[T], after: str, *, key: str, size: int = PAGE) -> CursorPage[T]:
    """Return the rows after a cursor, by `key` then primary key ascending; the cursor is `key value|pk`.

    One of which a half can be none of theirs is ignored.
    """
    value, bar, pk = after.rpartition("|")
    if bar and is_key(found, pk) and is_value(found, key, value):
        found = found.filter(models.Q(**{f"{key}__gt": value}) | models.Q(**{key: value, "pk__gt": pk}))
    rows = list(found.order_by(key, "pk")[: size + 1])
    last = cast(Any, rows[size - 1]) if len(rows) > size else None
    return CursorPage(rows[:size], f"{getattr(last, key)}|{last.pk}" if last is not None else "")


def latest_page_of[T: models.Model](
    found: models.QuerySet[T], before: str, *, key: str, size: int = PAGE
) -> CursorPage[T]:
    """Return the rows before a cursor, by an instant then primary key, the latest first; the cursor is a primary key.

    The database compares with that row's own instant, for SQLite keeps fewer digits than an address would say. One
    that is none of theirs is ignored.
    """
    if before and is_key(found, before):
        edge = found.filter(pk=before).values(key)[:1]
        found = found.filter(models.Q(**{f"{key}__lt": edge}) | models.Q(**{key: edge, "pk__lt": before}))
    rows = list(found.order_by(f"-{key}", "-pk")[: size + 1])
    return CursorPage(rows[:size], str(rows[size - 1].pk) if len(rows) > size else "")


def seq_page_of[T: models.Model](
    found: models.QuerySet[T], before: str, *, key: str = "seq", size: int = PAGE
) -> CursorPage[T]:
    """Return the rows before a number, highest first; a cursor that is no number is ignored."""
    if (number := number_in(before)) is not None:
        found = found.filter(**{f"{key}__lt": number})
    rows = list(found.order_by(f"-{key}")[: size + 1])
    last = getattr(rows[size - 1], key) if len(rows) > size else ""
    return CursorPage(rows[:size], str(last))


def is_value(found: models.QuerySet[Any], key: str, words: str) -> bool:
    """Return whether the words can be a value of what such rows are in the order of; an annotation may be anything."""
    if key == "pk":
        return is_key(found, words)
    try:
        field = found.model._meta.get_field(key)
    except FieldDoesNotExist:
        return True
    try:
        return cast(Any, field).to_python(words) is not None
    except ValidationError:
        return False


def is_key(found: models.QuerySet[Any], words: str) -> bool:
    """Return whether the words can be a primary key of such rows."""
    try:
        return found.model._meta.pk.to_python(words) is not None
    except ValidationError:
        return False


AT_ONCE = 200


def listed[T](request: HttpRequest, response: HttpResponse, page: CursorPage[T]) -> list[T]:
    """Return the rows of a page, and say in the answer's head where the next one is."""
    if page.next:
        asked = request.GET.copy()
        asked["after"] = page.next
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{asked.urlencode()}>; rel="next"'
    return page.rows


def found_after[T: Model](
    request: HttpRequest, response: HttpResponse, found: QuerySet[T], after: str, *, key: str
) -> list[T]:
    """Return the rows after a cursor, by `key` (see `page_of`)."""
    return listed(request, response, page_of(found, after, key=key, size=AT_ONCE))


def rows_after[T](
    request: HttpRequest, response: HttpResponse, rows: Sequence[T], after: str, *, name: Callable[[T], Any]
) -> list[T]:
    """Return the rows after the one of that name, of rows that are read as a whole; from the first for another name."""
    begins = next((place + 1 for place, row in enumerate(rows) if str(name(row)) == after), 0)
    page = list(rows[begins : begins + AT_ONCE])
    more = len(rows) > begins + AT_ONCE
    return listed(request, response, CursorPage(page, str(name(page[-1])) if more else ""))
