"""Forms of links to join."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Role

ROLES = (Role.Kind.FACILITATOR, Role.Kind.SECRETARY)


class JoinLinkForm(forms.Form):
    """Until when a link lets people in, and with which role."""

    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    role = forms.ChoiceField(
        label=_("Role"), required=False, help_text=_("People who join by the link get it right away.")
    )

    def __init__(self, *args: Any, roles: list[Role.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("none")), *((role.value, role.label) for role in ROLES if role in roles)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
