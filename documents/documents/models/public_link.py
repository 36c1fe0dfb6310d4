"""A link by which whoever has it reads one document, without an account, until a day or until it is ended."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from documents.documents.models.document import Document
from documents.documents.models.restriction import Restriction

MOST_DAYS = 366
USUAL_DAYS = 30
SIGNER = signing.Signer(salt="documents.public_link", sep=".")


class PublicLinkQuerySet(models.QuerySet["PublicLink"]):
    """Finds public links."""

    def standing(self) -> Self:
        """Keep those that nobody ended; the day of one may have come."""
        return self.filter(ended_at=None)

    def lapsed(self) -> Self:
        """Keep those whose day has come, and whose end nobody has written yet."""
        return self.standing().filter(ends_at__lte=Now())

    def open_now(self) -> Self:
        """Keep those that may show their document at this instant, by the database's clock: the link has not ended, its
        project allows public links and is not archived, the document is a plain one, neither archived nor restricted,
        and who made the link has an account still. Whether they could make it today is for `permissions` to say.
        """
        return self.standing().filter(
            ~Restriction.objects.in_force().holding("document"),
            ends_at__gt=Now(),
            document__archived_at=None,
            document__genre=Document.Genre.PLAIN,
            document__project__public_links=True,
            document__project__archived_at=None,
            made_by__is_active=True,
        )

    def by_secret(self, secret: str) -> Self:
        """Keep the one of an address; none for an address that was not made here."""
        try:
            return self.filter(key=SIGNER.unsign(secret))
        except signing.BadSignature:
            return self.none()


class PublicLink(models.Model):
    """A way to read one document for whoever has the address, which is made of `key` and of this server's own secret:
    nobody who reads the database knows it. A document has one at a time.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="public_links")
    key = models.CharField(max_length=32, unique=True, editable=False)
    password = models.CharField(max_length=128, blank=True, editable=False)
    ends_on = models.DateField(_("until"), help_text=_("On this day it ends by itself."))
    ends_at = models.DateTimeField(editable=False)
    readers = models.PositiveIntegerField(_("opened by"), default=0, help_text=_("Browsers, each counted once."))
    tries = models.PositiveSmallIntegerField(_("wrong passwords"), default=0, editable=False)
    tries_since = models.DateTimeField(_("wrong passwords since"), null=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    made_at = models.DateTimeField(_("made"), db_default=Now())
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ended by")
    )

    objects = PublicLinkQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["key", "password", "readers", "tries", "tries_since"])

    class Meta:
        verbose_name = _("public link")
        verbose_name_plural = _("public links")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document"], condition=models.Q(ended_at=None), name="one_public_link")
        ]
        indexes: ClassVar = [
            models.Index(fields=["ends_at"], condition=models.Q(ended_at=None), name="public_links_that_end")
        ]

    def __str__(self) -> str:
        return self.document.title

    @property
    def secret(self) -> str:
        """Return what its address ends with."""
        return SIGNER.sign(self.key)

    @property
    def address(self) -> str:
        """Return the whole address; of this server as it is set up, whatever host a request named."""
        return f"{settings.BASE_URL}{reverse('shared:shared', args=[self.secret])}"

    @property
    def asks_password(self) -> bool:
        """Whether it opens with a password only."""
        return bool(self.password)
