"""Days that people can mean: what is typed as 1999, 1900 or 9999 is a slip, and none of them."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from circles.projects.models import Project
from foundation.web.exceptions import Refused
from foundation.web.formatting import day as in_words

BEFORE = timedelta(days=2 * 366)
"""So long before a project was made here may what was done in it lie: it may have begun elsewhere."""
AHEAD = timedelta(days=10 * 366)


def refuse_slip(project: Project, on: date | None, today: date) -> None:
    """Raise `Refused` where a day is years before the project or many years ahead; None is no day.

    `today` is the day it is said on: history may be older than the row of its project, so what it says is measured
    from then.

    :raises Refused: with the sentence that says which day.
    """
    if on is None:
        return
    first = min(project.day_of(project.created_at), today) - BEFORE
    if not first <= on <= today + AHEAD:
        raise Refused(_("%(day)s cannot be meant here: look at the year.") % {"day": in_words(on)})
