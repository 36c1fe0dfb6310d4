"""An imported decision process: what it was, in the words of its source."""

from functools import cached_property
from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Item, ThingQuerySet
from decisions.decisions.models.register.process_content import Process


class ImportedProcessQuerySet(ThingQuerySet["ImportedProcess"]):
    """Imported processes."""

    def in_final_state(self, state: str) -> Self:
        """Keep those that ended in a state, named by the source's word; all where none is given."""
        return self.filter(final_state=state) if state else self

    def naming(self, words: str) -> Self:
        """Keep those whose title or name at their source has these words."""
        return self.filter(models.Q(title__icontains=words) | models.Q(key__icontains=words)) if words else self

    def for_lists(self) -> Self:
        """Fetch what a row shows, and leave the long content where it is."""
        return self.select_related("project", "circle").defer("content")


class ImportedProcess(Item):
    """An imported process. It has no number of ours that people use, and no verdict of ours.

    `number` only orders it and leads to its page. No history: it comes in as it was and is never edited.
    `content` is a `Process` as JSON; the other fields repeat of it what lists show and filter by.
    """

    source = models.CharField(_("source"), max_length=300)
    key = models.CharField(_("name at its source"), max_length=300)
    title = models.CharField(_("title"), max_length=300)
    sort = models.CharField(_("sort"), max_length=120)
    team = models.CharField(_("team"), max_length=120, blank=True)
    proposer = models.CharField(_("proposed by"), max_length=120, blank=True)
    final_state = models.CharField(_("state, in its own word"), max_length=120)
    first_seen = models.DateField(_("first seen"), null=True)
    last_seen = models.DateField(_("last seen"), null=True)
    content = models.JSONField(_("content"))

    objects = ImportedProcessQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision from elsewhere")
        verbose_name_plural = _("decisions from elsewhere")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_imported_process_per_number"),
            models.UniqueConstraint(fields=["project", "source", "key"], name="one_imported_process_per_key"),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "final_state"], name="imported_processes_by_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("decisions:past_process", args=[self.project.slug, self.number])

    @property
    def reference(self) -> str:
        """Nothing: it is none of our decisions."""
        return ""

    @cached_property
    def process(self) -> Process:
        """Return all that its source says."""
        return Process.model_validate(self.content)
