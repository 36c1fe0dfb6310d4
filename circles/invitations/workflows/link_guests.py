"""Guests who have no account: the link in an e-mail lets them in each time, under the name that they gave.

A row for them is made as for everyone who writes here, without a password and without any other way in; its session
reaches the pages of guests alone (`circles/invitations/middleware.py`).
"""

from typing import cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from circles.invitations.models import Guest
from circles.invitations.workflows.guests import accept, thing_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.languages import SOURCE

BY_LINK = "guest_by_link"
"""In a session: whoever has it came by an e-mail's link."""


def is_link_guest(user: User) -> bool:
    """Return whether a person has no way in but links of e-mails: no password, no passkey, no other service, no
    administration. An account is never entered by a link.
    """
    if user.has_usable_password() or user.is_staff or user.is_superuser or not user.is_active:
        return False
    has_ways = Authenticator.objects.filter(user=user).exists() or SocialAccount.objects.filter(user=user).exists()
    came_so = Guest.objects.of(user).filter(by_link=True).exists()
    return came_so and not has_ways and not user.memberships.exists()


def opens_to(guest: Guest) -> bool:
    """Return whether the link lets in now: the invitation waits and its address has no account, or who came by it is
    in still and has made none since.
    """
    if guest.user:
        return guest.is_current(clock.now()) and is_link_guest(guest.user)
    known = User.objects.filter(email=guest.email).first()
    return guest.is_waiting and (known is None or is_link_guest(known))


def enter(guest: Guest, name: str) -> User:
    """Let a guest in by the link of their e-mail; the first time they are called `name` from then on. Returns who they
    are, to be signed in.

    :raises Refused: where the link does not let in any more.
    """
    with transaction.atomic():
        thing_of(guest).locked()  # who presses twice comes in twice, as one person
        guest = guest.locked()
        if not opens_to(guest):
            raise Refused(_("This invitation no longer works; ask for a new one."))
        if guest.user is None:
            guest = accept(guest, by=_person_at(guest.email, name, guest.project.time_zone))
    return cast("User", guest.user)


def _person_at(email: str, name: str, time_zone: str) -> User:
    """Return who came by a link to this address before, or make them; the e-mail confirms the address."""
    known = User.objects.filter(email=email).first()
    if known:
        return known
    user = User.objects.create_user(
        email, name=" ".join(name.split()), language=get_language() or SOURCE.code, time_zone=time_zone
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
