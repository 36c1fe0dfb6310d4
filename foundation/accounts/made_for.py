"""What a person made an account for: a click on a page of ours, which is done once they are signed in."""

from datetime import timedelta
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest

from foundation.accounts.models import User

LASTS = timedelta(days=3)
"""As long as the link that confirms an address."""
SIGNER = signing.TimestampSigner(salt="foundation.accounts.made_for", sep=".")
MARK = "made_for"
SESSION_KEY = "account_made_for"


def note_page(request: HttpRequest) -> None:
    """Keep in the session that an account is about to be made for what was clicked on this page."""
    request.session[SESSION_KEY] = request.path


def marked(request: HttpRequest, path: str | None, user: User) -> str | None:
    """Return the address on which a new account goes on; where it was made for that, with a mark that says so. Only
    this account can use it, in any browser, so it may be e-mailed.
    """
    if path is None or request.session.get(SESSION_KEY) != path:
        return path
    signed = SIGNER.sign(_value(path, user))
    return f"{path}?{urlencode({MARK: signed.removeprefix(_value(path, user) + SIGNER.sep)})}"


def is_marked(request: HttpRequest) -> bool:
    """Return whether who asks for this page made their account for it."""
    if not isinstance(request.user, User) or MARK not in request.GET:
        return False
    signed = f"{_value(request.path, request.user)}{SIGNER.sep}{request.GET[MARK]}"
    try:
        SIGNER.unsign(signed, max_age=LASTS)
    except signing.BadSignature:
        return False
    return True


def _value(path: str, user: User) -> str:
    return f"{user.pk}:{path}"
