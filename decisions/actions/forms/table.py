"""A CSV file of actions, as a file or as its text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.web.unicode_safety import replace_nul

MOST = 1_000_000


class TableForm(forms.Form):
    """The file that is looked at first; its text is sent again to be carried out."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": _("Choose a file.")},
    )
    text = forms.CharField(required=False, widget=forms.HiddenInput, max_length=MOST, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("text")

    def clean(self) -> dict[str, Any]:
        """Read the file, where there is one, as text."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        file = given.get("file")
        if file and file.size > MOST:
            self.add_error("file", _("This file is larger than 1 MB."))
        elif file:
            given["text"] = text_of(file.read())
        return given


def text_of(data: bytes) -> str:
    """Read a file as UTF-8, or as spreadsheets on Windows write it."""
    try:
        return replace_nul(data.decode("utf-8-sig"), by="")
    except UnicodeDecodeError:
        return replace_nul(data.decode("cp1252", errors="replace"), by="")
