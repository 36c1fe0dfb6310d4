"""The form of a position: one button, and words for some. Page and API ask the same by it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.decisions.models.rounds.position_kind import WITHOUT_TESTS, PositionKind


class PositionForm(forms.Form):
    """A position without answers; a concern has words."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in WITHOUT_TESTS])
    words = forms.CharField(max_length=4000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words, self.fields["words"].required = self.fields["words"], False
        if self.asked and (asked := self.asked.facts.words):
            words.required, words.label = True, str(asked.label)
            words.error_messages["required"] = str(asked.missing)

    @property
    def asked(self) -> PositionKind | None:
        """Return the position that it takes; None where none is named, or one that is not taken so."""
        given = self.data.get("kind", self.initial.get("kind"))
        return PositionKind(given) if given in WITHOUT_TESTS else None

    @property
    def asks_words(self) -> bool:
        """Return whether it asks for words: only then it has a page."""
        return self.asked is not None and self.asked.facts.words is not None


class VoiceForm(PositionForm):
    """What a deputy says for who is away."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kind"].label, fields["kind"].widget = _("Position"), forms.RadioSelect(choices=fields["kind"].choices)
        fields["words"].label = _("In your words")
        fields["words"].help_text = _("A concern needs them: they are kept with the decision.")
