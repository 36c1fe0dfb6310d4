"""Send allauth's mails (confirmation, reset) through our outbox; end what a changed password or signing out ends."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as asked
from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation

from accounts.models import User
from inbox.models import OutgoingEmail


class AccountAdapter(DefaultAccountAdapter):
    """Allauth with our outbox and our fields."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post instead of sending while the person waits; in their own language, where they are known."""
        with translation.override(getattr(context.get("user"), "language", None) or translation.get_language()):
            mail = self.render_mail(template_prefix, email, {**context, "address": email})
        html = ""
        if isinstance(mail, EmailMultiAlternatives):
            html = next((str(part) for part, kind in mail.alternatives if kind == "text/html"), "")
        email_out = OutgoingEmail.post(
            f"account:{uuid.uuid4()}", to=email, subject=str(mail.subject), text=str(mail.body), html=html
        )
        email_out.deliver()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed tries by address and account together: nobody locks somebody out from elsewhere."""
        return f"{ratelimit.get_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse too many tries; of many addresses at one account too, but for those where its owner is signed in."""
        super().pre_authenticate(request, **credentials)
        account = super()._get_login_attempts_cache_key(request, **credentials)
        if not knows(credentials.get("email", ""), self.get_client_ip(request)):
            rate = {"app": "allauth.account", "action": "login_failed_from_elsewhere", "key": account}
            self._elsewhere = ratelimit.consume(request, **rate)
            if not self._elsewhere:
                raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """Let a sign-in that succeeds count as no failure."""
        super()._rollback_login_failed_rl_usage()
        if elsewhere := getattr(self, "_elsewhere", None):
            elsewhere.rollback()

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Begin to count anew for whoever has shown by an e-mail that the account is theirs."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        account = super()._get_login_attempts_cache_key(request, **credentials)
        ratelimit.clear(request, app="allauth.account", action="login_failed_from_elsewhere", key=account)

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
            person.end_access()

    def logout(self, request: HttpRequest) -> None:
        """Sign out; tickets that this person was given for sockets end as well."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            user.end_access()


def confirm_by_email(person: User) -> None:
    """End what else was given in the name of who could not sign in. Somebody may have made the account with an address
    of another's, before its owner was asked in: where nobody has shown yet that it is theirs, further addresses go too.
    """
    for token in person.tokens.speaking():
        token.end()
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


def knows(email: str, address: str) -> bool:
    """Whether the owner of an account is signed in from this network address somewhere."""
    return bool(UserSession.objects.filter(user__email=email.lower(), ip=address).exists())
