"""Cursor paging: a page of rows and where the next begins, the same cost on page 1 and page 1,000."""

from dataclasses import dataclass
from typing import Any, cast

from django.db import models

PAGE = 50


@dataclass(frozen=True)
class Page[T]:
    """Rows and the cursor of the next page (empty on the last one)."""

    rows: list[T]
    next: str


def page_of[T: models.Model](found: models.QuerySet[T], after: str, *, key: str, size: int = PAGE) -> Page[T]:
    """Give the rows after a cursor, by `key` then primary key ascending; the cursor is `key value|pk`."""
    value, _, pk = after.rpartition("|")
    if value and pk:
        found = found.filter(models.Q(**{f"{key}__gt": value}) | models.Q(**{key: value, "pk__gt": pk}))
    rows = list(found.order_by(key, "pk")[: size + 1])
    last = cast(Any, rows[size - 1]) if len(rows) > size else None
    return Page(rows[:size], f"{getattr(last, key)}|{last.pk}" if last is not None else "")


def seq_page_of[T: models.Model](
    found: models.QuerySet[T], before: str, *, key: str = "seq", size: int = PAGE
) -> Page[T]:
    """Give the rows before a number, highest first; a cursor that is no number is ignored."""
    if before.isdecimal():
        found = found.filter(**{f"{key}__lt": int(before)})
    rows = list(found.order_by(f"-{key}")[: size + 1])
    last = getattr(rows[size - 1], key) if len(rows) > size else ""
    return Page(rows[:size], str(last))
