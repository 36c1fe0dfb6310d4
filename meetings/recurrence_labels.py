"""How often something recurs, in words."""

from collections.abc import Collection

from babel.dates import get_day_names
from babel.lists import format_list
from django.utils.translation import gettext as _

from web.formatting import babel_locale

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rhythm(recurrence: str, weekdays: Collection[int]) -> str:
    """Say how often an RRULE is: every working day (on all of `weekdays`), on Tuesdays and Thursdays; nothing for a
    rule that is not of days of the week.
    """
    parts = dict(part.split("=", 1) for part in recurrence.upper().split(";") if "=" in part)
    days = [day for day in DAYS if day in parts.get("BYDAY", "").split(",")]
    every = parts.get("INTERVAL", "1")
    if set(parts) - {"FREQ", "BYDAY", "INTERVAL", "WKST"} or parts.get("FREQ") != "WEEKLY" or not days:
        return ""
    names = get_day_names("wide", locale=babel_locale())
    listed = format_list([names[DAYS.index(day)] for day in days], locale=babel_locale())
    if every != "1":
        return _("every %(number)s weeks, %(days)s") % {"number": every, "days": listed}
    if {DAYS.index(day) for day in days} == set(weekdays):
        return _("every working day")
    return _("every week, %(days)s") % {"days": listed}
