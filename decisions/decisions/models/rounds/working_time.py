"""A project's working time, with the public holidays of its country."""

from circles.projects.models import Project
from decisions.decisions.deadlines import Calendar
from foundation.web.public_holidays import holidays_in


def calendar(project: Project) -> Calendar:
    """Return the project's working time, with the public holidays of its country."""
    return Calendar(project.time_zone, project.weekdays or frozenset(range(5)), holidays_in(project.country))
