"""What several actions are changed to at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle
from circles.circles.models.shared_word import MAX_WORD
from circles.projects.forms.autocomplete import offer_people
from circles.projects.models import Project
from decisions.actions.forms.actions import DAY
from decisions.actions.models import MAX_WORDS
from decisions.actions.workflows.bulk import BulkChange
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical


class BulkForm(forms.Form):
    """An owner, a day, a circle, a label; what is empty stays as it is. `how` is read where `done` is pressed."""

    owner = forms.ModelChoiceField(
        label=_("Who does it"), queryset=User.objects.none(), required=False, empty_label=_("Same owner")
    )
    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)
    circle = forms.ModelChoiceField(
        label=_("Circle"),
        queryset=Circle.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("Same circle"),
    )
    label = forms.CharField(label=_("Add a label"), required=False, max_length=MAX_WORD)
    how = forms.CharField(label=_("What came of it? A link or a sentence"), required=False, max_length=MAX_WORDS)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", project)
        circle: Any = self.fields["circle"]
        circle.queryset = Circle.objects.in_project(project).open().order_by(Alphabetical("name"))
        for name in ("label", "how"):
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].label

    @property
    def change(self) -> BulkChange:
        """Return what is to change."""
        return BulkChange(**self.cleaned_data)
