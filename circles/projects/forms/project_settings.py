"""The form of a project's settings."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from circles.projects.forms.working_days import WEEK
from circles.projects.models import Project
from circles.projects.workflows.project_settings import SETTINGS
from foundation.web.public_holidays import countries


class ProjectSettingsForm(forms.ModelForm[Project]):
    """What a project is called and how it counts."""

    working_days = forms.MultipleChoiceField(label=_("Working days"), choices=WEEK, widget=forms.CheckboxSelectMultiple)
    country = forms.ChoiceField(
        label=_("Public holidays in"),
        choices=lazy(countries, list),
        required=False,
        help_text=_("Rounds and deadlines count working days; these do not count."),
    )

    class Meta:
        model = Project
        fields = SETTINGS
        widgets: ClassVar = {"purpose": forms.Textarea({"rows": 2}), "cross_circle_by": forms.RadioSelect}

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.disabled = not may_change

    def clean_working_days(self) -> str:
        """Keep the days as digits."""
        return "".join(sorted(self.cleaned_data["working_days"]))
