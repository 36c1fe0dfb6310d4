"""What apps keep in circles as numbered things: counted and handed over in one way."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from circles.extension_points import Transfer
from circles.models import Circle
from web.pagination import number_in


def estate_of(
    key: str,
    found: "Callable[[Circle], QuerySet[Any]]",
    words: Callable[[int, Circle], str],
    *,
    offered: "Callable[[Circle], QuerySet[Any]] | None" = None,
    is_alive: bool = True,
) -> Transfer:
    """Let a change of circles hand on the things that `found` gives of a circle, each by its verb `go_on_in`; where a
    circle is cut in two, those `offered` are chosen from, else all.
    """

    def chosen(circle: Circle, only: Collection[str] | None) -> "QuerySet[Any]":
        rows = found(circle)
        return rows if only is None else rows.filter(number__in=numbers_of(rows.model.letter, only))

    def choices(circle: Circle) -> list[tuple[str, str]]:
        return [(thing.reference, f"{thing.reference} {thing.headline}") for thing in (offered or found)(circle)]

    def count(circle: Circle, only: Collection[str] | None) -> int:
        return chosen(circle, only).count()

    def hand_over(
        circle: Circle, to: Circle, only: Collection[str] | None, by: User | None, at: datetime | None
    ) -> int:
        things = list(chosen(circle, only))
        for thing in things:
            thing.go_on_in(to, by=by, at=at)
        return len(things)

    return Transfer(key, choices, count, words, hand_over, is_alive)


def numbers_of(letter: str, references: Collection[str]) -> list[int]:
    """Give the numbers of those references that have this letter: P-24 and A-3 are 24 for P."""
    parts = [reference.partition("-") for reference in references]
    numbers = [number_in(number) for known, _dash, number in parts if known == letter]
    return [number for number in numbers if number is not None]
