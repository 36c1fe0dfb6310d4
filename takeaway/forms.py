"""Forms of imports and erasure."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class CopyForm(forms.Form):
    """A whole copy to bring in."""

    file = forms.FileField(
        label=_("Copy of a project (ZIP)"),
        help_text=_("A copy of everything, of at most 12 MB here; larger ones with script/manage import_project."),
        validators=[FileExtensionValidator(["zip"])],
        widget=forms.ClearableFileInput({"accept": ".zip"}),
    )
    with_emails = forms.BooleanField(
        label=_("E-mail its people how to set a password here"), required=False, initial=True
    )


class ErasureForm(forms.Form):
    """What has to be typed before somebody's data is erased: it cannot be undone."""

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
