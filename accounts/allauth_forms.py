"""Allauth's forms in our words: one word for one thing, and no placeholder that repeats a label."""

from typing import Any

from allauth.account import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

LABELS = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Present password"),
    "password1": _("Password"),
    "password2": _("The same again"),
}
NEW_PASSWORD = _("Ten characters or more; not one that many have, nor your own name or address.")


class Ours:
    """Names the fields as the rest of Ronde does."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
        if "password1" in self.fields:
            self.fields["password1"].help_text = NEW_PASSWORD


class LoginForm(Ours, forms.LoginForm):
    """Signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = reverse("account_reset_password")
        self.fields["password"].help_text = format_html('<a href="{}">{}</a>', way, _("Forgot the password?"))


class SignupForm(Ours, forms.SignupForm):
    """Making an account."""


class AddEmailForm(Ours, forms.AddEmailForm):
    """Another address of one's own."""


class ResetPasswordForm(Ours, forms.ResetPasswordForm):
    """A link for who has forgotten the password."""


class ReauthenticateForm(Ours, forms.ReauthenticateForm):
    """The password once more, before something that matters."""


class NewPassword(Ours):
    """Names a password that takes the place of another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")


class ChangePasswordForm(NewPassword, forms.ChangePasswordForm):
    """Another password."""


class SetPasswordForm(NewPassword, forms.SetPasswordForm):
    """A first password, for who signs in another way."""


class ResetPasswordKeyForm(NewPassword, forms.ResetPasswordKeyForm):
    """A new password, for who came by the link."""
