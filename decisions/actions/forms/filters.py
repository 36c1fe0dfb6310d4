"""What a list of actions is narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.projects.forms.autocomplete import offer_people
from circles.projects.models import Project
from decisions.actions.filters import LONGEST
from decisions.actions.models import Label
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical


class FilterForm(forms.Form):
    """Words, a person, a circle, a label; what is none of those counts as not said."""

    text = forms.CharField(
        label=_("Filter actions"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput({"type": "search", "placeholder": _("Filter by word")}),
    )
    person = forms.ModelChoiceField(
        label=_("Who does it"), queryset=User.objects.none(), required=False, empty_label=_("Everyone")
    )
    circle = forms.ModelChoiceField(
        label=_("Circle"),
        queryset=Circle.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("All circles"),
    )
    label = forms.ModelChoiceField(
        label=_("Label"), queryset=Label.objects.none(), required=False, empty_label=_("All labels")
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "person", project)
        circles = Circle.objects.in_project(project).open().order_by(Alphabetical("name"))
        self._offer("circle", circles)
        self._offer("label", Label.objects.in_project(project).order_by(Alphabetical("name")))

    def _offer(self, name: str, found: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = found
