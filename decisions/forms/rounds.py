"""The form of a position: one button, and words for a concern."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PositionForm(forms.Form):
    """A position; a concern has words."""

    kind = forms.ChoiceField(choices=[])
    words = forms.CharField(
        label=_("Your concern"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say your concern in a sentence: it is kept with the decision.")},
    )

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = kinds
        # Asked without a kind it is the page of a concern.
        self.fields["words"].required = self.data.get("kind", "concern") == "concern"
