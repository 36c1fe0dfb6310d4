"""Forms of suggestions."""

import base64
import binascii
import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from documents.coediting.sync import MAX_MESSAGE_ID, MAX_UPDATE
from documents.documents.models import VerdictKind
from documents.documents.models.suggestion import MAX_SUGGESTION_REASON


class SuggestionForm(forms.Form):
    """What suggest mode sends: an update in base64, the sender's name for it, and the suggestion it goes on with."""

    key = forms.CharField(max_length=MAX_MESSAGE_ID)
    suggestion = forms.IntegerField(min_value=1, max_value=2**53, required=False)
    update = forms.CharField(max_length=MAX_UPDATE * 4 // 3 + 4)

    def clean_update(self) -> bytes:
        """Read the update."""
        try:
            return base64.b64decode(self.cleaned_data["update"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise forms.ValidationError(_now("This is not base64.")) from error


class VerdictForm(forms.Form):
    """What deciding takes: one change by its key (none: all), and the places of both logs that were read."""

    change = forms.CharField(max_length=100, required=False)
    seen = forms.CharField(max_length=30, required=False)


SEEN = re.compile(r"(\d{1,15}):(\d{1,12}\.\d{1,12})")


def seen_places(values: Iterable[str]) -> dict[int, str]:
    """Return which suggestions were read, each with the places of both logs: `12:40.3` as the page wrote it."""
    read = (SEEN.fullmatch(value) for value in values)
    return {int(found[1]): found[2] for found in read if found}


CHANGE = re.compile(r"(\d{1,15}):(.{1,100})")


def chosen_changes(values: Iterable[str]) -> dict[int, list[str]] | None:
    """Return which changes are decided on, by their suggestions: `12:changed-b4` as the page wrote it; None: all."""
    found: dict[int, list[str]] = {}
    read = [CHANGE.fullmatch(value) for value in values]
    for one in read:
        if one:
            found.setdefault(int(one[1]), []).append(one[2])
    return found if read else None


class BatchForm(forms.Form):
    """How suggestions are decided on by one press."""

    verdict = forms.ChoiceField(choices=VerdictKind.choices)


class UndoBatchForm(forms.Form):
    """Which press is taken back."""

    batch = forms.UUIDField()


class SuggestionReasonForm(forms.Form):
    """Why something is suggested."""

    reason = forms.CharField(label=_("Reason"), max_length=MAX_SUGGESTION_REASON, required=False)
