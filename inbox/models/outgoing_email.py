"""E-mails that wait to leave or have left."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar, Self

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SENDING_TAKES = timedelta(minutes=10)
"""After so long the worker that took an e-mail was killed on the way, and it is taken again."""

log = structlog.get_logger(__name__)


def one_line(subject: str) -> str:
    """Return a subject as one line that fits, whatever the names in it hold: more would be another header."""
    return " ".join(subject.split())[:300]


class OutgoingEmail(models.Model):
    """A mail that waits to leave or has left; its key keeps it from leaving twice."""

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes: ClassVar = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None), name="unsent_emails"),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"

    @classmethod
    def post(
        cls, key: str, *, to: str, subject: str, text: str, html: str = "", at: datetime | None = None
    ) -> "OutgoingEmail":
        """Put an e-mail in the outbox (in the caller's transaction); a known key posts nothing."""
        written = {"written_at": at} if at else {}
        email, _made = cls.objects.get_or_create(
            key=key, defaults={"to": to, "subject": one_line(subject), "text": text, "html": html, **written}
        )
        return email

    @classmethod
    def post_all(cls, emails: Iterable[Self]) -> None:
        """Put e-mails in the outbox at once (in the caller's transaction); a known key posts nothing."""
        cls.objects.bulk_create(emails, ignore_conflicts=True)

    def deliver(self) -> bool:
        """Send it; return whether it was sent. Two workers send once: one takes the e-mail, and sends outside of any
        transaction, as a mail server may take its time and SQLite lets one write at a time. A failure, whatever it is,
        is kept with the e-mail and tried again, so that it neither stops the others nor goes on for ever.
        """
        email = self.claim()
        if email is None:
            return False
        mail = EmailMultiAlternatives(email.subject, email.text, settings.DEFAULT_FROM_EMAIL, [email.to])
        if email.html:
            mail.attach_alternative(email.html, "text/html")
        try:
            mail.send()
            email.sent_at = timezone.now()
        except Exception as error:
            log.exception("an e-mail could not be sent", email=email.pk, attempts=email.attempts)
            email.error = f"{type(error).__name__}: {error}"[:300]
        email.taken_at = None
        email.save()
        return email.sent_at is not None

    def claim(self) -> "OutgoingEmail | None":
        """Take it for sending; None where it is sent, or another took it and may be at it still."""
        with transaction.atomic():
            email = type(self).objects.select_for_update().get(pk=self.pk)
            now = timezone.now()
            if email.sent_at or (email.taken_at and email.taken_at > now - SENDING_TAKES):
                return None
            email.taken_at = now
            email.attempts += 1
            email.save()
        return email
