"""Every "why", promotion and "born from": one thing leads to another, with the words that did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from circles.projects.models.translated_name import as_written
from foundation.accounts.models import User
from foundation.web.extension_registry import DomainEvent, publish


class LinkQuerySet(models.QuerySet["Link"]):
    """Finds links."""

    def out_of(self, thing: Subject) -> Self:
        """Keep what was born from a thing."""
        return self.filter(project=thing.record_id, source_kind=thing.kind, source=str(thing.pk))

    def out_of_each(self, project: UUID, kind: str, keys: Iterable[Any]) -> "dict[str, list[Link]]":
        """Return what was born from each of several things of one kind, by their id: one query."""
        sources: Any = [str(key) for key in keys]
        found: dict[str, list[Link]] = {}
        for link in self.filter(project=project, source_kind=kind, source__in=sources).order_by("pk"):
            found.setdefault(link.source, []).append(link)
        return found

    def into(self, thing: Subject) -> Self:
        """Keep where a thing was born."""
        return self.filter(project=thing.record_id, target_kind=thing.kind, target=str(thing.pk))


class Link(models.Model):
    """From one thing to another. Append-only: where a thing came from does not change; of its words only a name can be
    erased.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="links")
    source_kind = models.CharField(max_length=40)
    source = models.CharField(max_length=64)
    source_words = models.CharField(max_length=300)
    source_address = models.CharField(max_length=400)
    target_kind = models.CharField(max_length=40)
    target = models.CharField(max_length=64)
    target_words = models.CharField(max_length=300)
    target_address = models.CharField(max_length=400)
    quote = models.TextField(_("quoted words"), blank=True)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes: ClassVar = [
            models.Index(fields=["source_kind", "source"], name="links_out"),
            models.Index(fields=["target_kind", "target"], name="links_in"),
        ]

    def __str__(self) -> str:
        return f"{self.source_words} → {self.target_words}"

    @classmethod
    def tie(cls, project: Project, source: Subject, target: Subject, *, by: User | None, quote: str = "") -> "Link":
        """Say that `target` came from `source`.

        :raises Refused: where only some people may read the source.
        """
        source.refuse_spreading()
        link = cls.objects.create(
            project=project,
            source_kind=source.kind,
            source=str(source.pk),
            source_words=words_for(source),
            source_address=source.get_absolute_url(),
            target_kind=target.kind,
            target=str(target.pk),
            target_words=words_for(target),
            target_address=target.get_absolute_url(),
            quote=quote,
            made_by=by,
        )
        publish(LinkCreated(link=link))
        return link


def words_for(thing: Subject) -> str:
    """Name a thing, as the database keeps it: reference and headline."""
    return f"{thing.reference} {as_written(thing.headline)}".strip()[:300]


@dataclass(frozen=True, kw_only=True)
class LinkCreated(DomainEvent):
    """One thing was linked to another."""

    link: Link
