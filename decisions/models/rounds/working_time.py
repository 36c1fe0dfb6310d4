"""A project's working time, with the public holidays of its country."""

from decisions.deadlines import Calendar
from projects.models import Project
from web.public_holidays import holidays_in


def calendar(project: Project) -> Calendar:
    """Return the project's working time, with the public holidays of its country."""
    return Calendar(project.time_zone, project.weekdays or frozenset(range(5)), holidays_in(project.country))
