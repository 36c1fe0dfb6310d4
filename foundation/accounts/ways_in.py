"""What lets a person into an account, or reads of it, beside the password: seen at once, and ended at once."""

from dataclasses import dataclass, field

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.adapter import get_adapter as sessions_adapter
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.accounts.models import PersonChanged, Token, User
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish


@dataclass(frozen=True)
class WaysIn:
    """Passkeys and linked services sign in, tokens speak for a person, other devices are signed in."""

    passkeys: list[Authenticator] = field(default_factory=list)
    services: list[SocialAccount] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    devices: list[UserSession] = field(default_factory=list)

    @property
    def without_password(self) -> str:
        """Name what signs in without the password, in a few words; nothing where there is nothing."""
        passkeys, services = len(self.passkeys), len(self.services)
        words = [
            ngettext("one passkey", "%(number)s passkeys", passkeys) % {"number": passkeys} if passkeys else "",
            ngettext("one linked service", "%(number)s linked services", services) % {"number": services}
            if services
            else "",
        ]
        return _(" and ").join(one for one in words if one)


def ways_into(user: User, *, but: str | None = None) -> WaysIn:
    """Return what lets into an account now, beside the session with the key `but`."""
    return WaysIn(
        list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk")),
        list(SocialAccount.objects.filter(user=user).order_by("pk")),
        list(Token.objects.held_by(user).speaking().order_by("pk")),
        list(UserSession.objects.filter(user=user).exclude(session_key=but).order_by("-last_seen_at")),
    )


def end_ways_into(user: User, *, but: str | None) -> None:
    """End all of it, and give the calendars new addresses. What stays is the password with its second step, the app,
    and the session with the key `but`.

    :raises Refused: for who has no password, and so would be shut out.
    """
    if not user.has_usable_password():
        raise Refused(_("Set a password first: without one, you could no longer sign in."))
    with transaction.atomic():
        found = ways_into(user, but=but)
        for one in (*found.passkeys, *found.services):
            one.delete()
        if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            Authenticator.objects.filter(user=user).delete()  # recovery codes, which only help out
        for token in found.tokens:
            token.end()
        user.renew_calendars()
        sessions_adapter().end_sessions(found.devices)
    account_adapter().send_notification_mail("account/email/ways_in_ended", user)


def end_sessions(person: User) -> None:
    """End a person's sessions on every device, and close their live connections."""
    person.end_access()
    sessions_adapter().end_sessions(UserSession.objects.filter(user=person))


def sign_out_everywhere(person: User, *, by: User) -> None:
    """Sign a person out, as an administrator does; the records of their projects say so."""
    with transaction.atomic():
        end_sessions(person)
        publish(PersonChanged(person=person, by=by, changed=("sessions",)))


def set_active(person: User, *, active: bool, by: User) -> None:
    """Let a person in again, or no more, as an administrator does; the records of their projects say so.

    :raises Refused: for one's own account, where it is so already, and for who was erased.
    """
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if locked.is_erased:
            raise Refused(_("This person’s data has already been erased."))
        if locked == by:
            raise Refused(_("You cannot deactivate your own account."))
        if locked.is_active == active:
            raise Refused(_("This account is already active.") if active else _("This account is already deactivated."))
        locked.is_active = active
        locked.save(update_fields=["is_active"])
        end_sessions(locked)
        publish(PersonChanged(person=locked, by=by, changed=("is_active",)))
