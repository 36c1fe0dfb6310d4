"""Forms of actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from actions.models import MAX_WORDS
from circles.forms.circles import offer
from circles.models import Circle, Project
from circles.navigation.autocomplete import offer_people
from web.collation import Alphabetical

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ActionForm(forms.Form):
    """What giving somebody something to do takes; `origin` names what it comes from (P-24, message-…)."""

    what = forms.CharField(label=_("What is to be done?"), max_length=MAX_WORDS)
    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none(), empty_label=None)
    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)
    circle = forms.ModelChoiceField(
        label=_("Circle"), queryset=Circle.objects.none(), to_field_name="key", empty_label=None
    )
    quote = forms.CharField(
        label=_("The words that led to it"), required=False, widget=forms.Textarea({"rows": 2}), max_length=20_000
    )
    origin = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", project)
        offer(self, "circle", Circle.objects.in_project(project).open().order_by(Alphabetical("name")))


class ReassignForm(forms.Form):
    """Whom an action goes to."""

    owner = forms.ModelChoiceField(label=_("Who does it"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_people(self, "owner", project)


class DayForm(forms.Form):
    """The day by which it is due."""

    due_on = forms.DateField(label=_("By when"), required=False, widget=DAY)
