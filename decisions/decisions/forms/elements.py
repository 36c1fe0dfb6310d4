"""Which fundamental element an objection names: nothing before one chooses, and that it is none is an answer."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Fundamental
from circles.projects.forms.offers import offer

NONE = "none"


class ElementField(forms.ModelChoiceField[Fundamental]):
    """One of the project's elements, or none of them."""

    def to_python(self, value: Any) -> Fundamental | None:
        """Take the answer that it is none of them."""
        found: Fundamental | None = None if value == NONE else super().to_python(value)
        return found


def offer_elements(form: forms.BaseForm, found: QuerySet[Fundamental]) -> None:
    """Let a form's `element` choose among these, or say that it is none of them."""
    offer(form, "element", found.select_related("project"))
    fields: dict[str, Any] = form.fields
    fields["element"].choices = [*fields["element"].choices, (NONE, _("None of them"))]
