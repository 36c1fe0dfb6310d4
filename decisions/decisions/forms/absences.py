"""The form about being away: the days, and who speaks for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.projects.forms.offers import offer
from circles.projects.models import Project
from foundation.accounts.models import User


class AbsenceForm(forms.Form):
    """From which day to which one is away, and who speaks for one."""

    from_on = forms.DateField(label=_("Away from"), widget=forms.DateInput({"type": "date"}))
    until_on = forms.DateField(label=_("Until, this day included"), widget=forms.DateInput({"type": "date"}))
    deputy = forms.ModelChoiceField(
        label=_("Who speaks for you"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody"),
        help_text=_("In the rounds that ask you, while you are away. You are told, and may say otherwise."),
    )

    def __init__(self, *args: Any, project: Project, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "deputy", project.people().exclude(pk=user.pk))
