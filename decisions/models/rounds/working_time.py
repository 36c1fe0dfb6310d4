"""A project's working time, with the public holidays of its country."""

from datetime import date
from functools import lru_cache

import holidays

from decisions.deadlines import Calendar
from projects.models import Project


def calendar(project: Project) -> Calendar:
    """Return the project's working time, with the public holidays of its country."""
    return Calendar(project.time_zone, project.weekdays or frozenset(range(5)), _holidays(project.country))


@lru_cache
def _holidays(country: str) -> frozenset[date]:
    """Return the public holidays of a country from 2015 to 2049; none for a country that is not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=range(2015, 2050))) if country else frozenset()
    except NotImplementedError:
        return frozenset()
