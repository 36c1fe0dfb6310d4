"""Send allauth's mails (confirmation, reset) through our outbox; end what a changed password or signing out ends."""

import time
import uuid
from collections.abc import Iterator
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core import context as asked
from allauth.core import ratelimit
from allauth.core.exceptions import ReauthenticationRequired
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from foundation.accounts.allauth_forms import SECOND_STEP
from foundation.accounts.made_for import marked
from foundation.accounts.models import Token, User
from foundation.accounts.ways_in import ways_into
from foundation.inbox.email_html import letter
from foundation.inbox.models import OutgoingEmail, PushSubscription
from foundation.inbox.workflows.sending import deliver

SIGNED_IN_JUST_NOW_S = 300
CHANGES = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_reset": _("The password of your account was changed by a link in an e-mail."),
    "account/email/password_set": _("Your account was given a password."),
    "account/email/ways_in_ended": _("All access to your account except its password was revoked."),
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
    "mfa/email/totp_activated": _("An authenticator app was added to your account."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were created for your account."),
    "socialaccount/email/account_connected": _("Your account was linked to another sign-in service."),
    "socialaccount/email/account_disconnected": _("Your account was unlinked from a sign-in service."),
}
"""What allauth tells of a change of an account, in our words."""
BUTTONS = {
    "activate_url": _("Confirm the address"),
    "password_reset_url": _("Choose a new password"),
    "signup_url": _("Create an account"),
    "ways_in": _("See all access"),
    "reset": _("Choose a new password"),
}
"""What leads to the addresses in these e-mails, by their names in the templates."""


class AccountAdapter(DefaultAccountAdapter):
    """Allauth with our outbox and our fields."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post instead of sending while the person waits; in their own language, where they are known."""
        known = getattr(context.get("user"), "language", None) or User.language_of(email)
        with translation.override(known or translation.get_language()):
            mail = self.render_mail(template_prefix, email, {**context, "address": email})
            subject, text = str(mail.subject), str(mail.body)
            buttons = {context[key]: str(words) for key, words in BUTTONS.items() if key in context}
            html = letter(subject, text, to=email, buttons=buttons)
        email_out = OutgoingEmail.post(f"account:{uuid.uuid4()}", to=email, subject=subject, text=text, html=html)
        deliver(email_out)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell who owns an account what was changed of how one signs in to it, when, and from where."""
        what = CHANGES.get(template_prefix)
        if what is not None and isinstance(user, User):
            with translation.override(user.language):
                told = {"user": user, "what": str(what), "reset": settings.BASE_URL + reverse("account_reset_password")}
                if template_prefix == "account/email/password_reset":
                    told |= {"still": ways_into(user).without_password, "is_reset": True}
                    told["ways_in"] = settings.BASE_URL + reverse("ways_in")
                super().send_notification_mail("account/email/account_changed", user, told, email)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Let the words of a message depend on whether this server sends e-mail."""
        words = {**(message_context or {}), "sends_mail": settings.SENDS_MAIL}
        super().add_message(request, level, message_template, words, extra_tags, message)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Let the link that confirms the address of a new account go on where it was to go."""
        address: str = super().get_email_confirmation_url(request, emailconfirmation)
        goes_on = marked(request, get_next_redirect_url(request), emailconfirmation.email_address.user)
        return f"{address}?{urlencode({'next': goes_on})}" if goes_on else address

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Go on where a new account was to go."""
        if kwargs["signup"] and isinstance(user, User):
            kwargs["redirect_url"] = marked(request, kwargs["redirect_url"], user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how a person shows that it is them: who has neither password nor passkey signs in anew, where they
        always do.
        """
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if methods or not SocialAccount.objects.filter(user=user.pk).exists():
            return methods
        return [{"id": "sign_in_again", "description": str(_("Sign in again")), "url": reverse("sign_in_again")}]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask also who signs in by another service only, whom allauth believes for as long as the session lasts."""
        request = asked.request
        if request is not None and isinstance(request.user, User):
            methods = [one["id"] for one in self.get_reauthentication_methods(request.user)]
            signed_in = [one["at"] for one in get_authentication_records(request, request.user)]
            if methods == ["sign_in_again"] and time.time() - max(signed_in, default=0) > SIGNED_IN_JUST_NOW_S:
                raise ReauthenticationRequired
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse too many tries, by the limits of settings.ACCOUNT_RATE_LIMITS: of one network address at one account,
        of all others at one account, and of one network address at all accounts (as allauth does). An office shares an
        address: what one person there tries in vain is stopped at their own account, and counts little for the others.
        """
        for tries in self.tries_of(request, credentials):
            if not ratelimit.consume(request, **tries, dry_run=True):
                raise self.validation_error("too_many_login_attempts")
        if not knows(str(credentials.get("email", "")), self.get_client_ip(request)):
            super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try that failed."""
        for tries in self.tries_of(request, credentials):
            ratelimit.consume(request, **tries)

    def tries_of(self, request: HttpRequest, credentials: dict[str, Any]) -> Iterator[dict[str, str]]:
        """Yield what a try counts as, where nobody locks a person out from elsewhere: one of a network address at an
        account; and one of all addresses at it, but for those where its owner is signed in.
        """
        email, address = str(credentials.get("email", "")).lower(), network_of(self.get_client_ip(request))
        yield {"action": "login_failed_here", "key": f"{address}:{email}"}
        if not knows(email, self.get_client_ip(request)):
            yield {"action": "login_failed_from_elsewhere", "key": email}

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a new password, and end every other session with its sockets: the old one may be in foreign hands."""
        with transaction.atomic():
            super().set_password(user, password)
            here = asked.request.session.session_key if asked.request else None
            for session in UserSession.objects.filter(user=user.pk).exclude(session_key=here):
                session.end()
            person = User.objects.get(pk=user.pk)
            if asked.request is None or asked.request.user != user:
                confirm_by_email(person)
                self.count_anew(person)
            person.end_access()

    def count_anew(self, person: User) -> None:
        """Forget failed tries at the account of who has shown by an e-mail that it is theirs."""
        if asked.request is not None:
            ratelimit.clear(asked.request, action=SECOND_STEP, key=str(person.pk))
            for address in EmailAddress.objects.filter(user=person):
                for tries in self.tries_of(asked.request, {"email": address.email}):
                    ratelimit.clear(asked.request, **tries)

    def logout(self, request: HttpRequest) -> None:
        """Sign out; tickets that this person was given for sockets end as well."""
        user, session = request.user, request.session.session_key
        super().logout(request)
        PushSubscription.objects.filter(session_key=session or "").delete()
        if isinstance(user, User):
            user.end_access()


def confirm_by_email(person: User) -> None:
    """End what else was given in the name of who could not sign in: tokens, and the addresses of calendars. A person
    may have made the account with an address of another's, before its owner was asked in: where nobody has shown yet
    that it is theirs, further addresses go too.
    """
    for token in Token.objects.held_by(person).speaking():
        token.end()
    person.renew_calendars()
    addresses = EmailAddress.objects.filter(user=person)
    if addresses.filter(email=person.email, verified=True).exists():
        return
    others = list(addresses.exclude(email=person.email))
    for other in others:
        other.delete()
    if not others:  # else the e-mail may have come to one of them
        own, _is_new = EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"primary": True})
        own.verified = True
        own.save()


def network_of(address: str) -> str:
    """Return a network address; of one by IPv6 its network, in which whoever has it has all others."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Network((int(found), 64), strict=False)) if isinstance(found, IPv6Address) else address


def knows(email: str, address: str) -> bool:
    """Whether the owner of an account is signed in from this network address somewhere."""
    return bool(UserSession.objects.filter(user__email=email.lower(), ip=address).exists())
