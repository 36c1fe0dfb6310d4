"""Send allauth's mails (confirmation, reset) through our outbox; end what a changed password or signing out ends."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as asked
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest

from accounts.models import User
from inbox.models import Letter


class AccountAdapter(DefaultAccountAdapter):
    """Allauth with our outbox and our fields."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Post instead of sending while the person waits."""
        mail = self.render_mail(template_prefix, email, context)
        html = ""
        if isinstance(mail, EmailMultiAlternatives):
            html = next((str(part) for part, kind in mail.alternatives if kind == "text/html"), "")
        letter = Letter.post(
            f"account:{uuid.uuid4()}", to=email, subject=str(mail.subject), text=str(mail.body), html=html
        )
        letter.deliver()

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Keep a new password, and end every other session with its sockets: the old one may be in foreign hands."""
        with transaction.atomic():
            super().set_password(user, password)
            here = asked.request.session.session_key if asked.request else None
            for session in UserSession.objects.filter(user=user.pk).exclude(session_key=here):
                session.end()
            User.objects.get(pk=user.pk).end_access()

    def logout(self, request: HttpRequest) -> None:
        """Sign out; tickets that this person was given for sockets end as well."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            user.end_access()
