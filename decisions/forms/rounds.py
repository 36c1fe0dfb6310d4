"""The form of a position: one press, and words for a concern."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PositionForm(forms.Form):
    """A position; a concern has words."""

    kind = forms.ChoiceField(choices=[])
    words = forms.CharField(
        label=_("Your concern"), required=False, max_length=4000, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = kinds

    def clean(self) -> dict[str, Any]:
        """Ask for the words of a concern."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") == "concern" and not given.get("words"):
            self.add_error("words", _("Say your concern in a sentence: it is kept with the decision."))
        return given
