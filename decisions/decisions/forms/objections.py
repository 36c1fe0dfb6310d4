"""Forms of an objection: its five answers, a fact of it to check, what lifts it, why it stands after all."""

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Fundamental
from circles.projects.forms.amounts import AmountField
from circles.projects.forms.offers import offer
from circles.projects.models import Project
from decisions.decisions.forms.autocomplete import DecisionField
from decisions.decisions.forms.elements import NONE, ElementField, offer_elements
from decisions.decisions.models import Decision, Objection, Proposal
from foundation.accounts.models import User

MOST = 2000


class ObjectionForm(forms.ModelForm[Objection]):
    """Five short answers; or a decision in force that the proposal would break, quoted."""

    class Meta:
        model = Objection
        fields = Objection.TEST_FIELDS
        field_classes: ClassVar = {"fix_cost": AmountField, "element": ElementField}
        widgets: ClassVar = {
            "element": forms.Select({"class": "input"}),
            "harm": forms.Textarea({"rows": 2, "class": "input", "placeholder": _("What would happen to it")}),
            "fix_days": forms.NumberInput({"class": "input input--num", "min": 0}),
            "fix_cost": forms.TextInput({"class": "input input--num"}),
            "danger": forms.RadioSelect,
            "certainty": forms.RadioSelect,
            "evidence": forms.Textarea({"rows": 2, "class": "input"}),
            "quote": forms.Textarea({"rows": 2}),
        }

    def __init__(self, data: Any = None, *, proposal: Proposal, instance: Objection | None = None) -> None:
        super().__init__(data, instance=instance or Objection(proposal=proposal))
        project = proposal.project
        fields: dict[str, Any] = self.fields
        fields["element"].error_messages["invalid_choice"] = _("This element is no longer on the list.")
        named = Q(removed_at=None) | Q(pk=self.instance.element_id)  # one that stands keeps the element it named
        offer_elements(self, Fundamental.objects.filter(named, project=project))
        if self.instance.pk and self.instance.element_id is None:
            self.initial["element"] = NONE
        fields["against"] = DecisionField(
            Decision.objects.in_project(project).in_force(),
            project=project,
            label=fields["against"].label,
            required=False,
            help_text=_("Its number, or words of it."),
        )
        fields["danger"].choices = Objection.Danger.choices
        fields["certainty"].choices = Objection.Certainty.choices

    def clean(self) -> dict[str, Any]:
        """Ask for something to weigh."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not (given.get("harm") or given.get("quote")):
            self.add_error("harm", _("Say what could go wrong."))
        typed = Objection(proposal=self.instance.proposal, against=given.get("against"), quote=given.get("quote", ""))
        if why := typed.misquoted():
            self.add_error("quote", why)
        return given


class CheckForm(forms.Form):
    """Which fact of an objection is to be checked, and by whom."""

    what = forms.CharField(label=_("Which fact is to be checked?"), max_length=200)
    owner = forms.ModelChoiceField(
        label=_("Who checks it"), queryset=User.objects.none(), required=False, empty_label=_("Me")
    )

    def __init__(self, data: Any = None, *, project: Project) -> None:
        super().__init__(data)
        offer(self, "owner", project.people())


class LiftingForm(forms.Form):
    """How an objection was lifted; whoever lifts another person's says why."""

    because = forms.CharField(
        label=_("What lifts it"), required=False, max_length=MOST, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].required = not is_own


class ObjectionReopeningForm(forms.Form):
    """Why an objection stands after all."""

    because = forms.CharField(label=_("Why it stands"), max_length=MOST, widget=forms.Textarea({"rows": 2}))
