"""The public holidays of countries, and which countries' are known."""

from datetime import date
from functools import lru_cache
from typing import Any

import holidays
from babel import Locale
from django.utils.translation import gettext_lazy as _

from foundation.web.collation import place_of
from foundation.web.formatting import babel_locale


@lru_cache
def holidays_in(country: str) -> frozenset[date]:
    """Return the public holidays of a country from 2015 to 2049; none for a country that is not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=range(2015, 2050))) if country else frozenset()
    except NotImplementedError:
        return frozenset()


def countries() -> list[tuple[str, Any]]:
    """Return the countries whose public holidays are known, by name in the reader's language, after "none"."""
    names = Locale.parse(babel_locale()).territories
    known = {code: names[code] for code in holidays.list_supported_countries() if len(code) == 2 and code in names}
    return [("", _("None")), *sorted(known.items(), key=lambda country: place_of(country[1]))]
