"""Forms of guests."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.invitations.models import Level
from circles.invitations.workflows.guests import may_come_by_link
from foundation.web.unicode_safety import validate_name


class GuestForm(forms.Form):
    """Whom to let into something, what they may, until when and why."""

    email = forms.EmailField(label=_("E-mail address"))
    level = forms.ChoiceField(label=_("Can"), choices=Level, initial=Level.COMMENT)
    ends_on = forms.DateField(label=_("Until"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("A guest sees this and nothing else: no lists, no names, no search. No position is asked of them."),
    )
    by_link = forms.BooleanField(
        label=_("Without an account"),
        required=False,
        help_text=_("The link in the e-mail opens it each time, under the guest’s name, until the day above."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_come_by_link(kind):
            del self.fields["by_link"]


class GuestNameForm(forms.Form):
    """What a guest who has no account is called."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[validate_name],
        widget=forms.TextInput({"autocomplete": "name", "autofocus": True}),
        help_text=_("What you write and comment is shown under it."),
    )
