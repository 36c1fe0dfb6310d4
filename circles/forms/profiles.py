"""What one says of oneself."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class ProfileForm(forms.ModelForm[User]):
    """One's name, a few words, and a picture."""

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        help_text=_("It is resized, and the place where it was taken is removed."),
    )

    class Meta:
        model = User
        fields = ("name", "about")
        widgets: ClassVar = {"about": forms.Textarea({"rows": 4})}
        help_texts: ClassVar = {"about": _("What you do, what people can ask you about. Visible in your projects.")}
