"""Tickets for clients that can send neither cookie nor header."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, digest
from audit import clock
from documents.models.document import Document

TICKET_LIFE = timedelta(minutes=10)


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Finds tickets."""

    def outdated(self) -> Self:
        """Keep those that have run out."""
        return self.filter(ends_at__lte=clock.now())


class Ticket(models.Model):
    """Lets a client that can send neither cookie nor header open one document's socket, for ten minutes."""

    digest = models.CharField(max_length=64, primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="tickets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    access_epoch = models.PositiveIntegerField()
    ends_at = models.DateTimeField(_("ends"))

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")

    def __str__(self) -> str:
        return f"{self.user} {self.document}"

    @classmethod
    def issue(cls, user: User, document: Document) -> str:
        """Make a ticket and give its secret; only a hash is kept."""
        secret = secrets.token_urlsafe(32)
        cls.objects.create(
            digest=digest(secret),
            document=document,
            user=user,
            access_epoch=user.access_epoch,
            ends_at=clock.now() + TICKET_LIFE,
        )
        return secret

    @classmethod
    def bearer(cls, secret: str, document: uuid.UUID) -> User | None:
        """Find whom a ticket speaks for at this document; None when it ended, or their access did since."""
        found = cls.objects.select_related("user").filter(
            digest=digest(secret),
            document=document,
            ends_at__gt=clock.now(),
            access_epoch=models.F("user__access_epoch"),
            user__is_active=True,
        )
        ticket = found.first()
        return ticket.user if ticket else None
