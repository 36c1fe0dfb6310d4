"""Forms of public links."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.documents.workflows.public_links import SHORTEST_PASSWORD

LONGEST_PASSWORD = 128


class PublicLinkForm(forms.Form):
    """Until when a link works, and its password, if it is to have one."""

    ends_on = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput({"type": "date", "class": "input"}, format="%Y-%m-%d"),
        help_text=_("On that day the link stops by itself."),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        min_length=SHORTEST_PASSWORD,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Send it by another way than the link."),
    )


class LinkPasswordForm(forms.Form):
    """The password of a public link."""

    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off", "autofocus": True}),
    )
