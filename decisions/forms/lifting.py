"""Forms about the end of an objection: what lifts it, why it stands after all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 2000


class LiftingForm(forms.Form):
    """How an objection was lifted; whoever lifts somebody else's says why."""

    because = forms.CharField(
        label=_("What lifts it"), required=False, max_length=MOST, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = not is_own


class ReopeningForm(forms.Form):
    """Why an objection stands after all."""

    because = forms.CharField(label=_("Why it stands"), max_length=MOST, widget=forms.Textarea({"rows": 2}))
