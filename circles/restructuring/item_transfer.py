"""How an app lets its numbered items go to another circle, when circles close, merge or split."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from circles.circles.models import Circle
from circles.restructuring.transfers import Transfer
from foundation.accounts.models import User
from foundation.web.pagination import number_in


def transfer_of(
    key: str,
    found: "Callable[[Circle], QuerySet[Any]]",
    sentence: Callable[[int, Circle], str],
    *,
    offered: "Callable[[Circle], QuerySet[Any]] | None" = None,
    is_alive: bool = True,
) -> Transfer:
    """Return the transfer of the items that `found` gives of a circle, each by its `transfer_to`.

    Who splits a circle chooses from those `offered`, else from all that are found.
    """

    def chosen(circle: Circle, only: Collection[str] | None) -> "QuerySet[Any]":
        rows = found(circle)
        return rows if only is None else rows.filter(number__in=numbers_of(rows.model.letter, only))

    def choices(circle: Circle) -> list[tuple[str, str]]:
        return [(item.reference, f"{item.reference} {item.headline}") for item in (offered or found)(circle)]

    def count(circle: Circle, only: Collection[str] | None) -> int:
        return chosen(circle, only).count()

    def move(circle: Circle, to: Circle, only: Collection[str] | None, by: User | None, at: datetime | None) -> int:
        items = list(chosen(circle, only))
        for item in items:
            item.transfer_to(to, by=by, at=at)
        return len(items)

    return Transfer(key, choices, count, sentence, move, is_alive)


def numbers_of(letter: str, references: Collection[str]) -> list[int]:
    """Return the numbers of those references that have this letter: of P-24 and A-3, 24 for P."""
    parts = [reference.partition("-") for reference in references]
    numbers = [number_in(number) for known, _dash, number in parts if known == letter]
    return [number for number in numbers if number is not None]
