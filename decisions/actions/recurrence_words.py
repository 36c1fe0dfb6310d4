"""How often something recurs, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def often(every: int, unit: str) -> str:
    """Say it: every day, every 2 weeks, every 3 months."""
    if unit == "day":
        found = ngettext("every day", "every %(number)s days", every)
    elif unit == "month":
        found = ngettext("every month", "every %(number)s months", every)
    elif unit == "week":
        found = ngettext("every week", "every %(number)s weeks", every)
    else:
        return _("from time to time")
    return found % {"number": every}
