"""The forms of a review: three questions, each concern with what became of it, and what comes of it all."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.decisions.models import ConcernLook
from decisions.decisions.models.register.concerns import KeptConcern
from decisions.decisions.models.register.review import ReviewOutcome

CAME_TRUE = ConcernLook.CameTrue.choices
NEEDS = {
    ReviewOutcome.AMENDED: ("better", _("Say it in a line or two: the proposal that amends it begins with that.")),
    ReviewOutcome.REVOKED: ("drop", _("Say it in a line or two: the proposal that revokes it begins with that.")),
}


class ReviewForm(forms.Form):
    """What a review finds. The concerns are fields of their own, by their position: `came_true_12`, `words_12`."""

    helped = forms.CharField(label=_("Did it help?"), max_length=4000, widget=forms.Textarea({"rows": 2}))
    drop = forms.CharField(
        label=_("Is there a reason to drop it?"), max_length=4000, required=False, widget=forms.Textarea({"rows": 2})
    )
    better = forms.CharField(
        label=_("How could it be better?"), max_length=4000, required=False, widget=forms.Textarea({"rows": 2})
    )
    next_on = forms.DateField(
        label=_("If it is kept, looked at again on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    outcome = forms.ChoiceField(choices=ReviewOutcome.choices)

    def __init__(self, *args: Any, kept: list[KeptConcern], today: date, next_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept, self.today = kept, today
        fields: dict[str, Any] = self.fields
        fields["next_on"].initial = next_on
        for one in kept:
            fields[f"came_true_{one.position.pk}"] = forms.ChoiceField(
                label=_("Did it come true?"),
                choices=CAME_TRUE,
                widget=forms.RadioSelect,
                initial=one.look.came_true if one.look else None,
            )
            fields[f"words_{one.position.pk}"] = forms.CharField(
                label=_("In one line"), max_length=300, required=False, initial=one.look.words if one.look else ""
            )

    @property
    def concerns(self) -> Iterator[tuple[KeptConcern, forms.BoundField, forms.BoundField]]:
        """Return each concern with its two fields."""
        for one in self.kept:
            yield one, self[f"came_true_{one.position.pk}"], self[f"words_{one.position.pk}"]

    def clean_next_on(self) -> date:
        """Take a day to come."""
        day: date = self.cleaned_data["next_on"]
        if day <= self.today:
            raise forms.ValidationError(_("The next review is on a day to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for the answer that a proposal begins with."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        name, why = NEEDS.get(given.get("outcome", ""), ("", ""))
        if name and name not in self.errors and not given.get(name):
            self.add_error(name, why)
        return given

    def arguments(self) -> dict[str, Any]:
        """Return what `Decision.review` takes."""
        given = self.cleaned_data
        concerns = {
            one.position.pk: (given[f"came_true_{one.position.pk}"], given[f"words_{one.position.pk}"])
            for one in self.kept
        }
        return {name: given[name] for name in ("outcome", "helped", "drop", "better", "next_on")} | {
            "concerns": concerns
        }


class LookForm(forms.Form):
    """What became of one concern."""

    came_true = forms.ChoiceField(label=_("Did it come true?"), choices=CAME_TRUE, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In one line"), max_length=300, required=False)
