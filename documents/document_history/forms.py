"""Forms of versions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.documents.models import MAX_NAME, MAX_REASON


class VersionForm(forms.Form):
    """How a version is called, and why there is one; without a name it goes by its number."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON, required=False)


class MomentForm(VersionForm):
    """A version of what the document says now, or said at a place of its log."""

    seq = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)


class RestoreForm(forms.Form):
    """How far a person had read who restores a version: what others wrote since stays."""

    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)


class RestoreMomentForm(RestoreForm):
    """Which place of the log is restored."""

    seq = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
