"""What becomes of the session of a guest who came by an e-mail's link, and is a member from now on."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from circles.invitations.workflows.link_guests import BY_LINK


def whole_session(request: HttpRequest, address: str, *, lets_in: bool) -> HttpResponseBase | None:
    """Give who has just become a member a session that reaches all, where the link of an e-mail showed that they read
    that address and there was no account behind it (`lets_in`); else they sign in at once, on their way to `address`: a
    guest's link lets into no account. None where they go on.
    """
    user = request.user
    if not user.is_authenticated or not request.session.get(BY_LINK):
        return None
    if not lets_in:
        return _signed_out(request, address)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    del request.session[BY_LINK]
    request.session.set_expiry(None)
    said = _(
        "You are now a member. To sign in next time, choose a password with “Forgot password?” on the sign-in page."
    )
    messages.success(request, said)
    return None


def _signed_out(request: HttpRequest, address: str) -> HttpResponseBase:
    logout(request)
    said = _("You are now a member. Sign in to continue; if you have no password yet, use “Forgot password?”.")
    messages.success(request, said)
    return redirect_to_login(address)
