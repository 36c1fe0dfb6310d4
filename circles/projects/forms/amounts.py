"""Amounts of money as people write and read them; their fields name the currency, and cents where there are some."""

import re
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from babel.numbers import NumberFormatError, parse_decimal
from django import forms

from circles.projects.models import Project
from foundation.web.formatting import babel_locale, currency_sign, in_figures

BY_POINT, BY_COMMA = "en", "de"
"""Locales in which decimals begin with a point, and with a comma."""
FIGURES = re.compile(r"-?[0-9][0-9.,]{0,30}")


def plain(words: str) -> str:
    """Write as a machine reads it what people write as 6,850.50 or 6 850,50, whichever their language; what is no
    amount stays what it is not.
    """
    bare = "".join(words.split())
    if FIGURES.fullmatch(bare):
        for locale in ways_to_write(bare):
            with suppress(NumberFormatError):
                return str(parse_decimal(bare, locale, strict=True))
    return bare


def ways_to_write(amount: str) -> Sequence[str]:
    """Return the locales in which to read an amount. Of two kinds of separators the last one begins the decimals. A
    comma alone sets thousands apart where the reader's language does so; elsewhere it begins decimals, and of three
    figures these are too many: nothing is guessed.
    """
    if "," in amount and "." in amount:
        return [BY_POINT] if amount.rfind(".") > amount.rfind(",") else [BY_COMMA]
    return [babel_locale(), BY_COMMA] if "," in amount else [BY_POINT]


class AmountField(forms.DecimalField):
    """An amount that is not negative. `unit` is the sign of its currency, once its form knows the project."""

    unit = ""
    # A browser's own field for numbers would show 6850.00, and refuse what is written otherwise.
    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"min_value": Decimal(0), "max_digits": 14, "decimal_places": 2}
        super().__init__(**usual | kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask a phone for figures; whatever the widget, no browser offers amounts typed elsewhere."""
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        """Read it in any way that people write one; -0 is 0."""
        amount = super().to_python(plain(value) if isinstance(value, str) else value)
        return amount if amount is None else amount or Decimal(0)

    def prepare_value(self, value: Any) -> Any:
        """Write it as the reader does; what was typed stays as it was."""
        return in_figures(value) if isinstance(value, Decimal | int) and Decimal(value).is_finite() else value


def say_currency[Form: forms.BaseForm](form: Form, project: Project) -> Form:
    """Let the project's currency stand beside each amount that a form asks for; returns the form."""
    for field in form.fields.values():
        if isinstance(field, AmountField):
            field.unit = currency_sign(project.currency)
    return form
