"""Tickets for clients that can send neither cookie nor header."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Token, User, digest
from foundation.audit import clock

TICKET_LIFE = timedelta(minutes=10)


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Finds tickets."""

    def outdated(self) -> Self:
        """Keep those that have run out."""
        return self.filter(ends_at__lte=clock.now())


class Ticket(models.Model):
    """Lets a client that can send neither cookie nor header open one document's socket, for ten minutes.

    It remembers the session or the token that it was given to, and ends with it, as its sockets do.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    document = models.ForeignKey(settings.COEDITED_MODEL, on_delete=models.CASCADE, related_name="tickets")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    access_epoch = models.PositiveIntegerField()
    session = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    token = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    ends_at = models.DateTimeField(_("ends"))

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")

    def __str__(self) -> str:
        return f"{self.user} {self.document}"

    @classmethod
    def issue(cls, user: User, document: uuid.UUID, *, session: str = "", token: str = "") -> str:
        """Make a ticket for whoever came with a session (its key) or a token (its digest) and return its secret.

        Only a hash of the secret is kept.
        """
        secret = secrets.token_urlsafe(32)
        cls.objects.create(
            digest=digest(secret),
            document_id=document,
            user=user,
            access_epoch=user.access_epoch,
            session=session,
            token=token,
            ends_at=clock.now() + TICKET_LIFE,
        )
        return secret

    @classmethod
    def shown(cls, secret: str, document: uuid.UUID) -> Ticket | None:
        """Find the ticket with this secret; None when it, what it came from or the person's access then has ended."""
        found = cls.objects.select_related("user").filter(
            digest=digest(secret),
            document=document,
            ends_at__gt=clock.now(),
            access_epoch=models.F("user__access_epoch"),
            user__is_active=True,
        )
        ticket = found.first()
        return ticket if ticket and ticket.origin_lives() else None

    @classmethod
    def bearer(cls, secret: str, document: uuid.UUID) -> User | None:
        """Find whom a ticket speaks for at this document."""
        ticket = cls.shown(secret, document)
        return ticket.user if ticket else None

    def origin_lives(self) -> bool:
        """Whether the session or token that it came from has not ended."""
        if self.token and not Token.objects.speaking().filter(digest=self.token).exists():
            return False
        return not self.session or Session.objects.filter(pk=self.session, expire_date__gt=Now()).exists()
