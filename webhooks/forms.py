"""The form of a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from webhooks.models import Webhook, known_types


def choices(chosen: list[str]) -> list[tuple[str, str]]:
    """Return what can be chosen: all events of a thing, and single ones that a program chose."""
    things = {f"{one.partition('.')[0]}.*" for one in known_types()}
    return [(one, one) for one in sorted(things | set(chosen))]


class WebhookForm(forms.ModelForm[Webhook]):
    """Where a program is, and what it hears of."""

    url = forms.URLField(
        label=_("Address"),
        max_length=600,
        assume_scheme="https",
        widget=forms.URLInput({"placeholder": "https://"}),
        help_text=_("Events are sent to this address by POST."),
    )
    types = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all."),
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "types")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["types"]
        field.choices = choices(self.instance.types)


class SinceForm(forms.Form):
    """From when on to send again."""

    since = forms.DateTimeField(label=_("Since"), widget=forms.DateTimeInput({"type": "datetime-local"}))
