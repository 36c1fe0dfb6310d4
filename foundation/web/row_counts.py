"""Counting the rows of several querysets in one statement."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class RowCount(Subquery):
    """The number of rows of a queryset, as a value in another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk"))


def counted(beside: QuerySet[Any], **rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Return a queryset of one row: how many rows each queryset has, in this order; `beside` is the row that is read
    for it.
    """
    # A name of the caller's may be that of a field of `beside`
    named = {f"{name}_rows": RowCount(some) for name, some in rows.items()}
    numbers: QuerySet[Any, Any] = beside.annotate(**named).values_list(*named)
    return numbers


def count_rows(beside: QuerySet[Any], **rows: QuerySet[Any]) -> dict[str, int]:
    """Return how many rows each queryset has, by the same names; `beside` is the one row that is read for it."""
    return dict(zip(rows, counted(beside, **rows).get(), strict=True))
