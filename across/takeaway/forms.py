"""Forms of imports and erasure."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from across.takeaway.models import IMPORT
from foundation.accounts.models import User
from foundation.files.models import Upload


class CopyForm(forms.Form):
    """A whole copy to bring in."""

    file = forms.FileField(label=_("Copy of a project (ZIP)"), widget=forms.ClearableFileInput({"accept": ".zip"}))
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    with_emails = forms.BooleanField(
        label=_("E-mail its people how to set a password here"), required=False, initial=True
    )

    sent: Any = None
    """The file, or the upload, that was sent."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        most = filesizeformat(settings.MAX_IMPORT_BYTES)
        self.fields["file"].help_text = _("One with everything, of up to %(most)s.") % {"most": most}
        self.fields["file"].required = not self.data.get("upload")

    def clean(self) -> dict[str, Any]:
        """Find the file: one that was sent in pieces, or a small one with the form, where there is no script."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        keys: list[Any] = [key for key in [given.get("upload")] if key]
        whole = (one for one in Upload.objects.of(self.by).filter(pk__in=keys, on_kind=IMPORT) if one.is_whole)
        self.sent = next(whole, given.get("file"))
        if self.sent is None and "file" not in self.errors:
            self.add_error("file", _("This file is not here yet: wait until all of it has come."))
        elif self.sent and not str(self.sent).lower().endswith(".zip"):
            self.add_error("file", _("A copy of a project is a ZIP file."))
        return given


class ErasureForm(forms.Form):
    """What has to be typed before a person's data is erased: it cannot be undone."""

    confirmation = forms.CharField(max_length=200, strip=True)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        field = self.fields["confirmation"]
        field.label = _("Type “%(name)s” to confirm") % {"name": person.name}
        field.widget.attrs |= {"autocomplete": "off", "autofocus": True}

    def clean_confirmation(self) -> str:
        """Compare it with the name, letter by letter."""
        typed = str(self.cleaned_data["confirmation"])
        if typed != self.person.name:
            raise ValidationError(_("This is not their name."))
        return typed
