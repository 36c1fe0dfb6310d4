"""What templates say of tracks."""

from datetime import date
from decimal import Decimal

from babel.numbers import format_currency
from django import template

from decisions.tracks.contexts.timeline_rows import TrackStand, state_of
from decisions.tracks.models import Track
from foundation.web.formatting import babel_locale, in_figures

register = template.Library()


@register.simple_tag
def stand_of(track: Track, today: date) -> TrackStand:
    """Say where a track stands, as a sign and a word."""
    return state_of(track, today)


@register.filter
def to_the_cent(amount: Decimal | None, currency: str) -> str:
    """Write an amount with its cents, also where there are none."""
    return "" if amount is None else str(format_currency(amount, currency, locale=babel_locale()))


register.filter("in_figures", in_figures)
