"""Finds people and circles of a project by name, and people by what they can do: few enough to be compared one by
one.
"""

from typing import Any

from circles.circles.models import Circle
from circles.circles.queries.people import people_answering
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical, place_of
from foundation.web.name_patterns import SearchQuery

AT_MOST = 6


def circles_named(project: Project, words: SearchQuery) -> list[tuple[int, Circle]]:
    """Return circles with how well their names answer (0 is best), the best first."""
    ranked = [(rank, circle) for circle in circles_of(project) if (rank := words.rank(circle.name)) is not None]
    return sorted(ranked, key=lambda one: (one[0], place_of(one[1].name)))[:AT_MOST]


def people_named(project: Project, words: SearchQuery) -> list[tuple[int, User]]:
    """Return people of the project with how well their names answer (0 is best), the best first; then who is found by
    what they can do.
    """
    if not words.terms:
        return []
    answering: Any = people_answering(project.people(), words)
    found = answering.order_by("rank", Alphabetical("name"))[:AT_MOST]
    return [(person.rank, person) for person in found]
