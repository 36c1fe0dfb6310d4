"""Forms of who does what in a circle: roles and their terms, time, and who looks after equipment."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Equipment, Role
from circles.circles.models.membership import WEEK_PERCENT
from circles.projects.forms.autocomplete import offer_people
from foundation.web.day_widget import DAY

LINES = 4000
"""How long what can be expected of a role may be, all its lines together."""


class OwnWordsForm(forms.Form):
    """What a role of one's own is for."""

    purpose = forms.CharField(label=_("What it is for"), max_length=300, required=False)
    accountabilities = forms.CharField(
        label=_("What can be expected of it"),
        help_text=_("One on each line."),
        max_length=LINES,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class TermForm(forms.Form):
    """Until when a role is held."""

    ends_on = forms.DateField(
        label=_("Last day of the term"),
        help_text=_("Empty: it has no end. A week before, the person and the pilot hear of it."),
        required=False,
        widget=DAY,
    )


class RoleForm(OwnWordsForm, TermForm):
    """Which role to give: one that every circle knows, or one in the circle's own words."""

    role = forms.ChoiceField(label=_("Role"))
    name = forms.CharField(label=_("What it is called"), max_length=120, required=False)
    field_order = ("role", "name", "purpose", "accountabilities", "ends_on")

    def __init__(self, *args: Any, givable: Sequence[Role.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {Role.Kind.OWN: _now("a custom role")}
        choices = [(kind.value, names.get(kind, kind.label)) for kind in givable]
        self.fields["role"].choices = choices  # type: ignore[attr-defined] # a choice field of ours
        if Role.Kind.OWN not in givable:
            for name in ("name", "purpose", "accountabilities"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Put the own words in place of the kind, and refuse words for a role that every circle knows."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        name = given.pop("name", "")
        if given.get("role") == Role.Kind.OWN:
            if not name or name in Role.Kind.values:
                self.add_error("name", _("Give it a name that is not one of the roles above."))
            given["role"] = name
        elif name or given.get("purpose") or given.get("accountabilities"):
            self.add_error("role", _("A description is only for a custom role; choose that, or leave it empty."))
        return given


class TimeForm(forms.Form):
    """How much of their week a person has for a circle."""

    share = forms.IntegerField(
        label=_("Share of the week, in percent"),
        help_text=_("Empty: not said. More than a whole week in all is shown, and not refused."),
        min_value=1,
        max_value=WEEK_PERCENT,
        required=False,
    )


class EquipmentForm(forms.ModelForm[Equipment]):
    """What something is, and who looks after it."""

    class Meta:
        model = Equipment
        fields = ("name", "note", "keeper")
        widgets: ClassVar = {"note": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keeper"].empty_label = _("nobody in particular")  # type: ignore[attr-defined] # a choice of rows
        offer_people(self, "keeper", circle.project)
