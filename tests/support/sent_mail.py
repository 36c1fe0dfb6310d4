"""What has been sent to an address: the outbox keeps no words of what let a person in."""

from typing import cast

from django.core import mail
from django.core.mail import EmailMultiAlternatives


def last_sent(to: str | None) -> EmailMultiAlternatives:
    """Return the e-mail sent last to an address."""
    return cast(EmailMultiAlternatives, [email for email in mail.outbox if email.to == [to]][-1])


def html_of(email: EmailMultiAlternatives) -> str:
    """Return an e-mail as it looks."""
    return str(email.alternatives[0][0])
