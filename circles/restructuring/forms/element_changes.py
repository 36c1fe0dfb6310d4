"""Forms of what changes the fundamental elements."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.forms.circles import FundamentalForm, answers_of
from circles.circles.models import Circle, Fundamental
from circles.circles.models.fundamental import why_no_more, why_not_fewer
from circles.projects.forms.offers import offer
from circles.restructuring.changes import Element, ElementRemoval
from circles.restructuring.forms.change_form import GeneralCircleForm
from foundation.web.pagination import is_key


class ElementChoiceForm(GeneralCircleForm):
    """Asks for an element on the list; a change names it by its number."""

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, **kwargs)
        offer(self, "element", circle.project.fundamentals.current())

    def given(self) -> dict[str, Any]:
        """Return the answers, with the number of the element that was chosen."""
        given = super().given()
        element = given.pop("element", None)
        return {**given, "number": element.number} if element else given


SHOWS_CHOSEN = {"hx-get": "", "hx-trigger": "change", "hx-target": "#change-form", "hx-select": "#change-form"}
"""Choosing an element fills the form with what it says."""


def with_words(circle: Circle, given: Any) -> Any:
    """Return what a form is given; where an element was chosen and nothing else is answered, with its present words."""
    if not given or set(given) != {"element"}:
        return given
    found, chosen = circle.project.fundamentals.current().select_related("holder"), given["element"]
    element = found.filter(pk=chosen).first() if is_key(found, chosen) else None
    return {"element": chosen, **answers_of(element)} if element else given


class ElementForm(FundamentalForm, ElementChoiceForm):
    """A fundamental element in its new words; one that is there, or a new one."""

    change_class = Element
    needs = ("statement",)
    element = forms.ModelChoiceField(
        label=_("Which"),
        queryset=Fundamental.objects.none(),
        required=False,
        empty_label=_("A new one"),
        widget=forms.Select(SHOWS_CHOSEN),
    )
    field_order = ("element",)

    def __init__(self, data: Any = None, *args: Any, circle: Circle, initial: Any = None, **kwargs: Any) -> None:
        data, initial = with_words(circle, data), with_words(circle, initial)
        super().__init__(data, *args, circle=circle, project=circle.project, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse one more than a project may have."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not given.get("element") and (why := why_no_more(self.circle.project)):
            self.add_error("element", why)
        return given

    def stand_ins(self) -> dict[str, Any]:
        """No kind, days and cost, until they are said."""
        return {"sort": "", "days": None, "cost": None}


class ElementRemovalForm(ElementChoiceForm):
    """Which fundamental element leaves the list."""

    change_class = ElementRemoval
    needs = ("number",)
    element = forms.ModelChoiceField(label=_("Which"), queryset=Fundamental.objects.none())

    def clean(self) -> dict[str, Any]:
        """Refuse to leave fewer than a project keeps."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if why := why_not_fewer(self.circle.project):
            self.add_error("element", why)
        return given
