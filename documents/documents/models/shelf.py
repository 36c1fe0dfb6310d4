"""The documents that a person marked as favourites, and those that they opened last."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from documents.documents.models.document import Document
from foundation.accounts.models import User
from foundation.audit import clock


class Favourite(models.Model):
    """A document that a person marked; nobody else sees it. No history: it is there, or it is not."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="favourites")
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "document"], name="one_favourite_a_document")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"

    @classmethod
    def mark(cls, document: Document, *, by: User, is_on: bool) -> None:
        """Let a document be a favourite of a person, or be none."""
        if is_on:
            cls.objects.get_or_create(user=by, document=document)
        else:
            cls.objects.filter(user=by, document=document).delete()


class VisitQuerySet(models.QuerySet["Visit"]):
    """Finds visits."""

    def latest_of(self, user: User) -> Self:
        """Keep a person's, the last one first."""
        return self.filter(user=user).order_by("-visited_at", "-pk")


class Visit(models.Model):
    """When a person opened a document last, and up to which place of its log they have read it (0: not known); nobody
    else sees it. No history: only the last time counts.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField(_("opened"))
    read_seq = models.PositiveIntegerField(_("read up to"), default=0, db_default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("document visit")
        verbose_name_plural = _("document visits")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "document"], name="one_visit_a_document")]
        indexes: ClassVar = [models.Index(fields=["user", "-visited_at"], name="visits_latest_first")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.document_id}"

    @staticmethod
    def note(document: Document, *, by: User, at: datetime | None = None) -> None:
        """Note that a person opened a document: one statement, whether they did before or not. The first time it is
        read as it is now; later ones leave what was read to `note_read`.
        """
        Visit.objects.bulk_create(
            [Visit(user=by, document=document, visited_at=at or clock.now(), read_seq=document.log.seq)],
            update_conflicts=True,
            unique_fields=["user", "document"],
            update_fields=["visited_at"],
        )

    @staticmethod
    def read_up_to(document: Document, *, by: User) -> int:
        """Return up to which place of its log a person has read a document: 0 where that is not known."""
        return Visit.objects.filter(user=by, document=document).values_list("read_seq", flat=True).first() or 0

    @staticmethod
    def note_read(document: Document, *, by: User, seq: int | None = None) -> None:
        """Note that a person has read a document up to a place of its log (None: all of it); nothing is written where
        that is known. A program that reads for them notes no visit.
        """
        last = document.log.seq
        reached = last if seq is None else min(seq, last)
        visits = Visit.objects.filter(user=by, document=document)
        # Beyond the end it was before a backup was restored.
        visits.filter(models.Q(read_seq__lt=reached) | models.Q(read_seq__gt=last)).update(read_seq=reached)
