"""Fields for amounts of money: the project's currency stands beside, and cents only where there are some."""

from decimal import Decimal
from typing import Any

from django import forms

from circles.models import Project
from circles.templatetags.ronde import currency_sign


class AmountField(forms.DecimalField):
    """An amount that is not negative. `unit` is the sign of its currency, once its form knows the project."""

    unit = ""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"min_value": Decimal(0), "max_digits": 14, "decimal_places": 2}
        super().__init__(**usual | kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write whole amounts without cents."""
        return int(value) if isinstance(value, Decimal) and value.is_finite() and value == int(value) else value


def say_currency[Form: forms.BaseForm](form: Form, project: Project) -> Form:
    """Let the project's currency stand beside each amount that a form asks for; gives the form."""
    for field in form.fields.values():
        if isinstance(field, AmountField):
            field.unit = currency_sign(project.currency)
    return form
