"""Whom and what documents mention, as far as the server has read them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project


class MentionQuerySet(models.QuerySet["Mention"]):
    """Finds mentions."""

    def of(self, project: Project, kind: str, target: str) -> Self:
        """Keep those of one person, circle or thing that still stand in their documents."""
        return self.filter(document__project=project, kind=kind, target=target, gone_at=None)

    def among(self, documents: models.QuerySet[Any]) -> Self:
        """Keep those in some documents."""
        return self.filter(document__in=documents)


class Mention(models.Model):
    """A person, circle or thing that a document names. It is kept when the words go: nobody is notified twice.

    No history: it can be read from the document at any time.
    """

    class Target(models.TextChoices):
        """What can be mentioned."""

        PERSON = "person", _("person")
        CIRCLE = "circle", _("circle")
        THING = "thing", _("thing")

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="mentions")
    kind = models.CharField(_("kind"), max_length=8, choices=Target)
    target = models.CharField(max_length=64, help_text=_("The id of a person, the key of a circle, or a reference."))
    block = models.CharField(max_length=24, blank=True, help_text=_("The id of the block that it first stood in."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(_("found"), db_default=Now())
    gone_at = models.DateTimeField(_("gone"), null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind", "target"], name="one_mention_per_document"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "target"], name="mentions_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"
