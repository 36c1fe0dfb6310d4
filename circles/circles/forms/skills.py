"""Skills: what a person can do, or what a circle needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.skills import MOST_TEXT, Trade, skills_in, text_of
from foundation.web.exceptions import Refused


class SkillsForm(forms.Form):
    """Trades to tick, and words of one's own; `skills` has both once it is valid."""

    trades = forms.MultipleChoiceField(
        label=_("Trades"), choices=Trade.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("Other skills"),
        help_text=_("One on each line: a tool, a standard, a language, a machine."),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, skills: str = "", **kwargs: Any) -> None:
        known = skills_in(skills)
        start = {
            "trades": [one for one in known if one in Trade],
            "words": "\n".join(one for one in known if one not in Trade),
        }
        kwargs["initial"] = start | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Put both together."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            given["skills"] = skills_in(text_of([*given.get("trades", ()), *given.get("words", "").splitlines()]))
        except Refused as refused:
            self.add_error("words", refused.sentence)
        return given
