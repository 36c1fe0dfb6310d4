"""Forms of guests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from invitations.models import Level


class GuestForm(forms.Form):
    """Whom to let into something, what they may, until when and why."""

    email = forms.EmailField(label=_("E-mail address"))
    level = forms.ChoiceField(label=_("May"), choices=Level, initial=Level.COMMENT)
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("A guest sees this and nothing else: no lists, no names, no search. No position is asked of them."),
    )
