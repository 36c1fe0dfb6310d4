"""The form of a position: one button, and words for a concern. Page and API ask the same by it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Position


class PositionForm(forms.Form):
    """A position without answers; a concern has words. Asked without a kind it is the page of `asks_first`."""

    asks_first: ClassVar[str] = Position.Kind.CONCERN

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in Position.WITHOUT_ANSWERS])
    words = forms.CharField(
        label=_("Your concern"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say your concern in a sentence: it is kept with the decision.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = self.data.get("kind", self.asks_first) == Position.Kind.CONCERN


class VoiceForm(PositionForm):
    """What a deputy says for who is away."""

    asks_first = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].label, fields["kind"].widget = _("Position"), forms.RadioSelect(choices=fields["kind"].choices)
        fields["words"].label = _("In your words")
        fields["words"].help_text = _("A concern needs them: they are kept with the decision.")
