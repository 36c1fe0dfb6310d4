"""What allauth asks of us about second steps and devices."""

from collections.abc import Iterable

from allauth.core import context as asked
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.db import transaction

from foundation.accounts.models import User
from foundation.accounts.templatetags.devices import device


class SecondStepAdapter(DefaultMFAAdapter):
    """Allauth's passkeys, apps and codes."""

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the site as the device shows it beside the passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Ronde"}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 allauth's name
        """Name a passkey after the device on which it is made."""
        return device(asked.request.headers.get("User-Agent", ""))


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Allauth's list of devices."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """End sessions with the sockets and tickets that came of them."""
        sessions = list(sessions)
        with transaction.atomic():
            super().end_sessions(sessions)
            for user in User.objects.filter(pk__in={session.user_id for session in sessions}):
                user.end_access()
