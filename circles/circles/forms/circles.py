"""Forms of projects and circles."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, Fundamental
from circles.circles.models.fundamental import USUAL_DAYS, usual_cost
from circles.projects.forms.amounts import AmountField, say_currency
from circles.projects.forms.offers import offer
from circles.projects.forms.working_days import WEEK
from circles.projects.models import Project
from foundation.web.collation import Alphabetical
from foundation.web.field_lengths import length_of
from foundation.web.formatting import money


class ProjectForm(forms.ModelForm[Project]):
    """What making a project asks."""

    working_days = forms.MultipleChoiceField(
        label=_("Working days"), choices=WEEK, initial=list("01234"), widget=forms.CheckboxSelectMultiple
    )
    with_elements = forms.BooleanField(
        label=_("Begin with five fundamental elements that I can edit"),
        initial=True,
        required=False,
        help_text=_("What no decision may endanger: safety, compliance, unit cost, date and cash."),
    )

    class Meta:
        model = Project
        fields = ("name", "purpose", "language", "time_zone", "currency", "budget")
        field_classes: ClassVar = {"budget": AmountField}
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2})}
        labels: ClassVar = {"purpose": _("What are you making?")}
        help_texts: ClassVar = {
            "budget": _("May stay empty."),
            "purpose": _("One or two sentences: what it is, and for whom."),
        }

    def clean_working_days(self) -> str:
        """Keep the days as digits."""
        return "".join(sorted(self.cleaned_data["working_days"]))


class LimitsForm(forms.ModelForm[Circle]):
    """What a circle decides alone."""

    class Meta:
        model = Circle
        fields = Circle.LIMITS
        field_classes: ClassVar = {"unit_limit": AmountField, "small_limit": AmountField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_usual(self, self.instance.project, self.instance.in_hand)


def say_usual(form: forms.BaseForm, project: Project, in_hand: Decimal | None) -> None:
    """Say beside the limit what an empty one means, and in which money."""
    say_currency(form, project)
    field = form.fields["unit_limit"]
    field.help_text = _("Empty: what is in hand, %(amount)s now.") % {"amount": money(in_hand, project.currency)}
    if project.budget is None:
        field.help_text = _("Empty: no limit in money, as the project has no budget.")


class CircleWordsForm(forms.ModelForm[Circle]):
    """Name and purpose."""

    class Meta:
        model = Circle
        fields = ("name", "purpose")
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2})}


def answers_of(element: Fundamental) -> dict[str, Any]:
    """Return what the form of an element begins with: what it says now."""
    days, cost = element.acceptable_fix_days, element.acceptable_fix_cost
    words = {"statement": element.statement, "sort": element.sort, "measure": element.measure}
    holder = "" if element.holder.is_general else element.holder.key
    return {**words, "days": days, "cost": cost, "threshold": element.threshold, "holder": holder}


class FundamentalForm(forms.Form):
    """A fundamental element and what counts as an acceptable correction."""

    statement = forms.CharField(label=_("What must not be endangered"), max_length=length_of(Fundamental, "statement"))
    sort = forms.ChoiceField(label=_("Kind"), choices=Fundamental.Kind.choices)
    days = forms.IntegerField(
        label=_("Acceptable days to correct"), min_value=0, max_value=32767, required=False, initial=USUAL_DAYS
    )
    cost = AmountField(
        label=_("Acceptable cost to correct"),
        required=False,
        help_text=_("Empty, as with the days: that half is not asked of an objection."),
    )
    measure = forms.CharField(label=_("Measured by"), required=False, max_length=length_of(Fundamental, "measure"))
    threshold = forms.CharField(label=_("Threshold"), required=False, max_length=length_of(Fundamental, "threshold"))
    holder = forms.ModelChoiceField(
        label=_("Held by"), queryset=Circle.objects.none(), to_field_name="key", required=False
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_currency(self, project)
        fields: dict[str, Any] = self.fields
        fields["cost"].initial = usual_cost(project.budget)
        fields["holder"].empty_label = project.circles.general().name
        offer(
            self,
            "holder",
            Circle.objects.in_project(project).open().exclude(parent=None).order_by(Alphabetical("name")),
        )
