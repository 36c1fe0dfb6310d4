"""Forms about oneself."""

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from web.unicode_safety import validate_name


class ProfileAtSignupForm(forms.Form):
    """What signing up asks beside address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        validators=[validate_name],
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: object, user: User) -> None:
        """Keep the name, and the language in which the page was read."""
        user.name = self.cleaned_data["name"]
        user.language = "fr" if (translation.get_language() or "").startswith("fr") else "en"
        user.save()


class TokenForm(forms.Form):
    """What a new token is for."""

    name = forms.CharField(label=_("What it is for"), max_length=80)


class PreferencesForm(forms.ModelForm[User]):
    """How one likes to read."""

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "scheme")
