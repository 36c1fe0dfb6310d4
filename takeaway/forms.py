"""Forms of imports and erasure."""

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _


class CopyForm(forms.Form):
    """A whole copy to bring in."""

    file = forms.FileField(
        label=_("Copy of a project (ZIP)"),
        help_text=_("One with everything. Here at most 12 MB; larger ones by script/manage import_project."),
        validators=[FileExtensionValidator(["zip"])],
        widget=forms.ClearableFileInput({"accept": ".zip"}),
    )
    with_letters = forms.BooleanField(
        label=_("Write to its people how they set a password here"), required=False, initial=True
    )
