"""Who may sign in by another service (OpenID Connect): nobody becomes a member by that alone.

In comes who has linked it to an account before, and who has an account here with the same address, if the service and
this server have both seen that the address is theirs. An account is made only for who comes by an invitation or a link
to join that still lets a person in; it is then for a click on that page to let them in.
"""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from circles.invitations.models import Guest, Invitation, JoinLink
from foundation.accounts.models import User
from foundation.web.languages import current_language
from foundation.web.unicode_safety import validate_name


def verified_addresses(login: SocialLogin) -> list[str]:
    """Return the addresses of which the service says that it has seen they are theirs."""
    return [one.email.lower() for one in login.email_addresses if one.verified is True]


def leads_in(path: str, addresses: list[str]) -> bool:
    """Return whether an address on this server lets in who has one of these e-mail addresses."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    secret = found.kwargs.get("secret", "")
    if found.view_name == "circles:join":
        link = JoinLink.objects.by_secret(secret).select_related("project", "circle", "made_by").first()
        return link is not None and link.is_open
    if found.view_name == "circles:invitation":
        invited = Invitation.objects.by_secret(secret).filter(email__in=addresses).select_related("project", "circle")
        return any(invitation.is_open for invitation in invited)
    guests = Guest.objects.by_secret(secret).waiting().filter(email__in=addresses)
    return found.view_name == "circles:guest_invitation" and guests.exists()


class OIDCAdapter(DefaultSocialAccountAdapter):
    """Allauth's other services, by our rule."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """Find the account whose own address, confirmed here, is one that the service has confirmed too."""
        own = EmailAddress.objects.filter(verified=True, user__is_active=True).select_related("user")
        found = own.filter(email__in=verified_addresses(sociallogin)).first()
        return (found.user, found.email) if found else None

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Make an account only on the way to an invitation or a link to join, and never beside one of that address."""
        addresses = verified_addresses(sociallogin)
        if not addresses or User.objects.filter(email__in=addresses).exists():
            return False
        if EmailAddress.objects.filter(email__in=addresses).exists():
            return False
        return leads_in((sociallogin.get_redirect_url(request) or "").partition("?")[0], addresses)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Fill a new account with the name that the service knows, in the language of the page."""
        user: User = sociallogin.user
        email = str(data.get("email") or "")
        parts = [str(data.get("first_name") or ""), str(data.get("last_name") or "")]
        user.name = usable_name(str(data.get("name") or ""), " ".join(parts).strip(), email.partition("@")[0])
        user.email = email.lower() or None
        user.language = current_language().code
        return user


def usable_name(*names: str) -> str:
    """Return the first of these that can be a name here."""
    for name in names:
        try:
            validate_name(name)
        except ValidationError:
            continue
        if name.strip():
            return name.strip()[:120]
    return "—"
