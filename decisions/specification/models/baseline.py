"""Baselines: what decisions ratified, numbered, each clause's text as it was agreed."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle, ThingQuerySet
from circles.projects.models import Project, Subject
from documents.documents.models import Document
from foundation.accounts.models import User


class BaselineQuerySet(ThingQuerySet["Baseline"]):
    """Finds baselines."""

    def in_order(self) -> Self:
        """Order from the first."""
        return self.order_by("whole", "part")


class Baseline(Subject):
    """The agreed text as a whole, from a decision on: 1.0, 1.1 … No history: it grows while its sync lasts, by
    decisions of the record, and never again.

    Only what changed in it is kept with it: any other clause is as the baselines before have it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="baselines")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="+", verbose_name=_("ratified in"))
    whole = models.PositiveIntegerField(_("whole number"))
    part = models.PositiveIntegerField(_("part"))
    made_at = models.DateTimeField(_("ratified"))
    sync = models.CharField(_("sync"), max_length=400, blank=True, help_text=_("Empty: a decision inside a scope."))

    objects = BaselineQuerySet.as_manager()

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "whole", "part"], name="one_baseline_a_number"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("decisions:baseline", args=[self.project.slug, self.number])

    @property
    def number(self) -> str:
        """Return its number: 1.2."""
        return f"{self.whole}.{self.part}"

    def text_ids(self) -> dict[int, int]:
        """Return by clause the id of its text in this baseline; retired ones are left out. One query."""
        before = models.Q(baseline__whole__lt=self.whole)
        until = before | models.Q(baseline__whole=self.whole, baseline__part__lte=self.part)
        rows = RatifiedText.objects.filter(until, baseline__project=self.project_id).order_by("pk")
        found: dict[int, int] = {}
        for clause, pk, retires in rows.values_list("clause", "pk", "retires"):
            found[clause] = pk
            if retires:
                del found[clause]
        return found

    @property
    def place(self) -> tuple[int, int]:
        """Return its place among all."""
        return (self.whole, self.part)

    @property
    def headline(self) -> str:
        """Return its number."""
        return self.number


class RatifiedText(models.Model):
    """The text of a clause as a decision ratified it. Append-only.

    One that `retires` its clause has the text that the clause had last.
    """

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="texts")
    clause = models.ForeignKey("specification.Clause", on_delete=models.PROTECT, related_name="ratifications")
    title = models.CharField(_("title"), max_length=160)
    nodes = models.JSONField(_("nodes"))
    words = models.TextField(_("words"), blank=True)
    digest = models.CharField(max_length=64)
    retires = models.BooleanField(_("retires it"), default=False)

    class Meta:
        verbose_name = _("ratified text")
        verbose_name_plural = _("ratified texts")
        indexes: ClassVar = [models.Index(fields=["clause", "-id"], name="ratified_latest_first")]

    def __str__(self) -> str:
        return self.title


class BaselineLayout(models.Model):
    """How a document with clauses was laid out in a baseline, in order: headings (`level`, `words`), clauses (`clause`,
    an id) and what stood between them (`text`, a frozen block). Nobody agreed to such a text: it goes out as ReqIF,
    which says what is no requirement, and stands in no other form of the baseline. No history: see `Baseline`.
    """

    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="layouts")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    rows = models.JSONField(_("rows"), default=list)

    class Meta:
        verbose_name = _("layout of a baseline")
        verbose_name_plural = _("layouts of baselines")
        constraints: ClassVar = [models.UniqueConstraint(fields=["baseline", "document"], name="one_layout_a_document")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of(cls, baseline: Baseline, user: User) -> "list[BaselineLayout]":
        """Return how each document that the person may read was laid out when a baseline last held it, the
        specification first.
        """
        may_read = Document.objects.in_project(baseline.project).readable_by(user)
        rows = cls.objects.filter(document__in=may_read, baseline__project=baseline.project_id)
        found = rows.select_related("baseline", "document").order_by("baseline__whole", "baseline__part")
        last = {row.document_id: row for row in found if row.baseline.place <= baseline.place}
        return sorted(last.values(), key=lambda row: (not row.document.is_specification, row.document.number))
