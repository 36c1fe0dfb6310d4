"""Send allauth's mails (confirmation, reset) through our outbox."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMultiAlternatives

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
