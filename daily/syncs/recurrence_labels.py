"""How often something recurs, in words."""

from collections.abc import Collection

from babel.dates import get_day_names
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.web.formatting import babel_locale

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def parts_of(recurrence: str) -> dict[str, str]:
    """Return the parts of an RRULE by name: {"FREQ": "WEEKLY", "BYDAY": "TU,TH"}."""
    return dict(part.split("=", 1) for part in recurrence.upper().split(";") if "=" in part)


def weekdays_in(recurrence: str) -> list[int]:
    """Return the days of the week that an RRULE names, Monday is 0."""
    named = parts_of(recurrence).get("BYDAY", "").split(",")
    return [place for place, day in enumerate(DAYS) if day in named]


def rhythm(recurrence: str, weekdays: Collection[int]) -> str:
    """Say how often an RRULE is: every working day (on all of `weekdays`), on Tuesdays and Thursdays, every third day;
    nothing for a rule that says more.
    """
    parts, days = parts_of(recurrence), weekdays_in(recurrence)
    every = parts.get("INTERVAL", "1")
    if parts.get("FREQ") == "DAILY" and not set(parts) - {"FREQ", "INTERVAL"}:
        return ngettext("every day", "every %(number)s days", int(every)) % {"number": every}
    if set(parts) - {"FREQ", "BYDAY", "INTERVAL", "WKST"} or parts.get("FREQ") != "WEEKLY" or not days:
        return ""
    names = get_day_names("wide", locale=babel_locale())
    listed = format_list([names[day] for day in days], locale=babel_locale())
    if every != "1":
        return _("every %(number)s weeks, %(days)s") % {"number": every, "days": listed}
    if set(days) == set(weekdays):
        return _("every working day")
    return _("every week, %(days)s") % {"days": listed}
