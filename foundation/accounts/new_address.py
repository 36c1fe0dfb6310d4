"""Another address for an account with a second step: it is part of the account only once it is confirmed.

An unconfirmed address keeps its owner from signing up with it, and with a second step they could not even take the
account over: so nothing is kept of it but what the link in its e-mail says.
"""

from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from foundation.accounts.models import User
from foundation.web.exceptions import Refused

SALT = "a new address of an account"
LIFE = timedelta(days=1)


def _fragment(user: User) -> str:
    return salted_hmac(SALT, user.get_session_auth_hash(), algorithm="sha256").hexdigest()[:16]


def confirmation_address(user: User, email: str) -> str:
    """Return the link that makes an address the person's: theirs alone, for a day, until they change their password."""
    secret = signing.dumps([str(user.pk), _fragment(user), email], salt=SALT)
    return settings.BASE_URL + reverse("confirm_new_address", args=[secret])


def address_in(secret: str, user: User) -> str | None:
    """Return the address that a link confirms for this person; None for a false or old one, and another person's."""
    try:
        pk, fragment, email = signing.loads(secret, salt=SALT, max_age=LIFE)
        is_theirs = UUID(pk) == user.pk and constant_time_compare(fragment, _fragment(user))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(email) if is_theirs else None


def take_address(user: User, email: str) -> None:
    """Make a confirmed address one of the person's.

    :raises Refused: where it is confirmed by another account.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        known = EmailAddress.objects.filter(email__iexact=email)
        accounts = User.objects.filter(email__iexact=email)
        if known.filter(verified=True).exclude(user=user).exists() or accounts.exclude(pk=user.pk).exists():
            raise Refused(_("This address is already confirmed by another account."))
        own = known.filter(user=user).first() or EmailAddress(user=user, email=email)
        own.verified = True
        own.save()
