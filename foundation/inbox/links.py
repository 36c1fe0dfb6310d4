"""Links in e-mails that act for their reader without signing in, each for one thing only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from foundation.accounts.models import User
from foundation.inbox.kinds import NoticeKind
from foundation.inbox.models import NotificationChoice, NotificationSettings

UNSUBSCRIBE = "unsubscribe from e-mails"
DIGEST = "digest"


def fragment_of(user: User) -> str:
    """Return what a link holds of its person's session hash: it dies when they change their password."""
    return salted_hmac("link in an e-mail", user.get_session_auth_hash(), algorithm="sha256").hexdigest()[:16]


def signed(salt: str, user: User, *values: Any) -> str:
    """Return the secret part of an address for one person, which ends with their password."""
    return signing.dumps([str(user.pk), fragment_of(user), *values], salt=salt, compress=True)


def opened(salt: str, secret: str, *, max_age: int | None = None) -> tuple[User, list[Any]] | None:
    """Return whom such an address speaks for and what it holds; None for a false one, one that is too old, and one from
    before its person changed their password or was shut out.
    """
    try:
        pk, fragment, *values = signing.loads(secret, salt=salt, max_age=max_age)
        user = User.objects.filter(pk=UUID(pk), is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if user is None or not constant_time_compare(fragment, fragment_of(user)):
        return None
    return user, values


def unsubscribe_address(user: User, kinds: Iterable[str]) -> str:
    """Return where one press ends e-mails of these kinds, or the digest."""
    return settings.BASE_URL + reverse("unsubscribe", args=[signing.dumps([str(user.pk), *kinds], salt=UNSUBSCRIBE)])


def unsubscriber(secret: str) -> tuple[User, list[str]] | None:
    """Return whom such an address is for, and what it ends. It needs no password: it can only make silence."""
    try:
        pk, *kinds = signing.loads(secret, salt=UNSUBSCRIBE)
        user = User.objects.filter(pk=UUID(pk)).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (user, [kind for kind in kinds if kind == DIGEST or kind in NoticeKind.values]) if user else None


def unsubscribe(user: User, kinds: Iterable[str]) -> None:
    """End e-mails of these kinds, or the digest; they stay in the inbox, and push as it was."""
    for kind in kinds:
        if kind == DIGEST:
            NotificationSettings.change(user, digest=NotificationSettings.Digest.NEVER)
        else:
            NotificationChoice.silence(user, NoticeKind(kind))
