"""Forms of the shared floor."""

from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from circles.models import Circle, Fundamental, Project, Role

WEEK = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]


def offer(form: forms.BaseForm, name: str, found: QuerySet[Any]) -> None:
    """Let a field of a form choose among these rows: what a form offers depends on where it is asked."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = found


class ProjectForm(forms.ModelForm[Project]):
    """What making a project asks."""

    working_days = forms.MultipleChoiceField(
        label=_("Working days"), choices=WEEK, initial=list("01234"), widget=forms.CheckboxSelectMultiple
    )
    with_elements = forms.BooleanField(
        label=_("Begin with five fundamental elements that I can edit"), initial=True, required=False
    )

    class Meta:
        model = Project
        fields = ("name", "purpose", "language", "time_zone", "currency", "budget")
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2})}
        help_texts: ClassVar = {"budget": _("May stay empty.")}

    def clean_working_days(self) -> str:
        """Keep the days as digits."""
        return "".join(sorted(self.cleaned_data["working_days"]))


class CircleForm(forms.ModelForm[Circle]):
    """What opening a circle asks; the limits have defaults."""

    class Meta:
        model = Circle
        fields = ("name", "purpose", "unit_limit", "max_reversibility")
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2})}


class CircleWordsForm(forms.ModelForm[Circle]):
    """Name and purpose."""

    class Meta:
        model = Circle
        fields = ("name", "purpose")
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2})}


class InvitationForm(forms.Form):
    """Whom to invite into which circle."""

    email = forms.EmailField(label=_("E-mail address"))


class AdmissionForm(forms.Form):
    """Whom of the project to let into a circle."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", circle.project.people().exclude(pk__in=circle.memberships.current().values("user")))


class RoleForm(forms.Form):
    """Which role to give."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[choice for choice in Role.Kind.choices if choice[0] != Role.Kind.OWN]
    )


class FundamentalForm(forms.Form):
    """A fundamental element and what counts as an acceptable correction."""

    statement = forms.CharField(label=_("What must not be endangered"), max_length=300)
    sort = forms.ChoiceField(label=_("Kind"), choices=Fundamental.Kind.choices)
    days = forms.IntegerField(
        label=_("Acceptable days to correct"), min_value=0, max_value=32767, required=False, initial=10
    )
    cost = forms.DecimalField(
        label=_("Acceptable cost to correct"), min_value=Decimal(0), max_digits=14, decimal_places=2, required=False
    )
