"""Forms of what happens outside an ordinary round: an act that could not wait, and undoing it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.models import Circle, Reversibility
from decisions.forms import ProposalForm

NOT_ASKED = ("effect", "review_months", "replaces", "revokes", "carries_out")
OPEN = ("text", "tension", "acted_at")


class UrgentForm(ProposalForm):
    """What was done, when, and why it could not wait; the rest has defaults."""

    acted_at = forms.DateTimeField(
        label=_("When it was done"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, circle: Circle, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, circle=circle, initial={"acted_at": now, "reversibility": "easy"}, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in NOT_ASKED:
            del fields[name]
        fields["text"].label, fields["tension"].label = _("What was done"), _("Why it could not wait")
        fields["tension"].help_text = _("What would have happened, by when.")
        fields["reversibility"].choices = [one for one in Reversibility.choices if one[0] != Reversibility.IRREVERSIBLE]

    @property
    def folded(self) -> list[Any]:
        """Give the fields that have defaults."""
        return [field for field in self if field.name not in OPEN]

    def deeds(self) -> dict[str, Any]:
        """Give what `UrgentAct.report` takes."""
        return {name: value for name, value in self.cleaned_data.items() if value or name not in ("title", "owner")}


class UndoingForm(forms.Form):
    """How what was done was undone."""

    how = forms.CharField(label=_("What was undone, and how"), max_length=2000, widget=forms.Textarea({"rows": 3}))
