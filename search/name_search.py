"""Finds people and circles of a project by their names or handles: few enough to be compared one by one."""

from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from circles.models import Circle, Project
from circles.queries.tree import circles_of
from web.collation import Alphabetical, place_of
from web.name_patterns import SearchQuery

AT_MOST = 6


def circles_named(project: Project, words: SearchQuery) -> list[tuple[int, Circle]]:
    """Return circles with how well their names answer (0 is best), the best first."""
    ranked = [(rank, circle) for circle in circles_of(project) if (rank := words.rank(circle.name)) is not None]
    return sorted(ranked, key=lambda one: (one[0], place_of(one[1].name)))[:AT_MOST]


def people_named(project: Project, words: SearchQuery) -> list[tuple[int, User]]:
    """Return people of the project with how well their names answer (0 is best), the best first."""
    if not words.terms:
        return []
    found = _answering(project.people(), words, "name", "handle").order_by("rank", Alphabetical("name"))
    return [(person.rank, person) for person in found[:AT_MOST]]


def _answering(things: QuerySet[Any], words: SearchQuery, *fields: str) -> Any:
    """Keep what has all the words in one of the fields, with its `rank` as `SearchQuery.ranks` has it."""
    ranks = [When(_any_has(fields, patterns), then=Value(rank)) for rank, patterns in enumerate(words.ranks)]
    rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
    return things.filter(_any_has(fields, words.patterns)).annotate(rank=rank)


def _any_has(fields: tuple[str, ...], patterns: tuple[str, ...]) -> Q:
    return Q.create([Q(*((f"{field}__iregex", pattern) for pattern in patterns)) for field in fields], connector=Q.OR)
