"""Allauth's forms in our words: one word for one thing, and no placeholder that repeats a label."""

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context as asked
from allauth.core import ratelimit
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.forms import BooleanField, HiddenInput
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User

SECOND_STEP = "second_step"
"""What tries of a code count as: settings.ACCOUNT_RATE_LIMITS."""
LABELS = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Current password"),
    "password1": _("Password"),
    "password2": _("Repeat the password"),
    "code": _("Code"),
}
NEW_PASSWORD = _("At least ten characters. Avoid common passwords, your name and your address.")


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
        self.fields["password"].help_text = format_html('<a href="{}">{}</a>', way, _("Forgot password?"))


class SignupForm(Ours, forms.SignupForm):
    """Making an account."""


class AddEmailForm(Ours, forms.AddEmailForm):
    """Another address of one's own. Allauth takes none for an account with a second step before it is confirmed; ours
    `waits` for that (see `foundation.accounts.new_address`).
    """

    waits = False

    def clean_email(self) -> str:
        """Check it as allauth does, whose last check is for a second step."""
        try:
            found: str = super().clean_email()
        except ValidationError as refusal:
            if refusal.code != "add_email_blocked":
                raise
            self.waits = True
            found = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return found


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


class AddPasskeyForm(Ours, webauthn.AddWebAuthnForm):
    """One passkey more; each signs in alone, so the device must have seen its owner."""

    passwordless = BooleanField(widget=HiddenInput, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")


class RenamePasskeyForm(Ours, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")


class ActivateTOTPForm(Ours, totp.ActivateTOTPForm):
    """An app that shows digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Six-digit code from the app")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class FewTries:
    """Six digits are soon guessed: few are tried at one account, from wherever. Who tries knows its password; its owner
    chooses another one, and can try again.
    """

    user: User

    def clean_code(self) -> str:
        """Count the try, and forget it where the code is right."""
        tries = {"action": SECOND_STEP, "key": str(self.user.pk)}
        if not ratelimit.consume(asked.request, **tries):
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]
        ratelimit.clear(asked.request, **tries)
        return code


class SecondStepForm(FewTries, Ours, second_step.AuthenticateForm):
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app, or a recovery code")


class SecondStepAgainForm(FewTries, Ours, second_step.ReauthenticateForm):
    """The second step once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app, or a recovery code")
