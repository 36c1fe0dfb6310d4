"""Validators of values that people type."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NOT_BROWSERS = frozenset(("Factory", "localtime"))
"""Names in the machine's list that say nothing of a place, and that browsers do not know."""


def is_time_zone(name: str) -> None:
    """Raise `ValidationError` for a name that is no IANA time zone."""
    if name in NOT_BROWSERS or name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})
