"""Imported minutes of a meeting: what was written down there, and nothing of ours."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Item, ThingQuerySet


class ImportedMinutesQuerySet(ThingQuerySet["ImportedMinutes"]):
    """Imported minutes."""

    def of_group(self, group: str) -> Self:
        """Keep those of a group, named as its source names it; all where none is given."""
        return self.filter(group=group) if group else self

    def naming(self, words: str) -> Self:
        """Keep those whose title or file has these words."""
        return self.filter(models.Q(title__icontains=words) | models.Q(source__icontains=words)) if words else self

    def for_lists(self) -> Self:
        """Fetch what a row shows, and leave the long text where it is."""
        return self.select_related("project", "circle").defer("text")


class ImportedMinutes(Item):
    """Imported minutes, as Markdown. They belong to no sync of ours and carry no seal.

    `number` only orders them, the earliest meeting of an import first. No history: they are never edited.
    """

    source = models.CharField(_("file"), max_length=300)
    group = models.CharField(_("group"), max_length=120, blank=True)
    title = models.CharField(_("title"), max_length=300)
    held_on = models.DateField(_("held"), null=True)
    text = models.TextField(_("text"))

    objects = ImportedMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes from elsewhere")
        verbose_name_plural = _("minutes from elsewhere")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_imported_minutes_per_number"),
            models.UniqueConstraint(fields=["project", "source"], name="one_imported_minutes_per_source"),
        ]
        indexes: ClassVar = [models.Index(fields=["circle", "-number"], name="imported_minutes_of_circle")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of their page."""
        return reverse("meetings:past_minutes", args=[self.project.slug, self.number])

    @property
    def reference(self) -> str:
        """Nothing: no sync of ours has them."""
        return ""
