"""The account of who takes an invitation: a name and a password; the address is that which was invited."""

from typing import Any

from circles.invitations.models import Invitation
from foundation.accounts.allauth_forms import SignupForm


class InvitedForm(SignupForm):
    """An account for the invited address, whatever is sent."""

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        if kwargs.get("data") is not None:
            kwargs["data"] = kwargs["data"].copy()
            kwargs["data"]["email"] = invitation.email
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.initial = invitation.email
        email.widget.attrs |= {"readonly": True, "autocomplete": "username"}
