"""Numbers of rows, asked for together in one query."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

from accounts.models import User
from circles.registries import Count, Tally


class RowCount(Subquery):
    """The number of rows of another query, as a value in this one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk"))


def count_together(tallies: dict[str, Tally], user: User) -> dict[str, Count]:
    """Count the rows of each tally, in one query (hung on the person's own row)."""
    asked = {key: RowCount(tally.rows) for key, tally in tallies.items()}
    asked |= {f"{key}_new": RowCount(tally.new) for key, tally in tallies.items() if tally.new is not None}
    values: Any = User.objects.filter(pk=user.pk).values
    numbers = values(**{f"number_{key}": count for key, count in asked.items()})[0]
    return {
        key: Count(numbers[f"number_{key}"], is_new=tally.is_new or bool(numbers.get(f"number_{key}_new")))
        for key, tally in tallies.items()
    }
