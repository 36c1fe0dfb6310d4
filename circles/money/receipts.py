"""Expenses as a page lists them, each with its receipts."""

from collections.abc import Sequence
from typing import Any

from circles.money.models import Expense
from circles.projects.models import Project
from foundation.files.contexts import files_by_thing


def with_receipts(expenses: Sequence[Expense], project: Project) -> list[dict[str, Any]]:
    """Return each expense with the files that are attached to it, in one query for all."""
    files = files_by_thing("expense", [one.pk for one in expenses], project.slug)
    return [{"expense": one, "files": files.get(str(one.pk), [])} for one in expenses]
