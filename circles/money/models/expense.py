"""What a circle has spent: each expense a fact that can be called back, drawing on a decision or on what is in hand."""

from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models.circle import Circle
from circles.money.models.ledger import Amount, Reservation
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject


class ExpenseQuerySet(models.QuerySet["Expense"]):
    """Finds expenses."""

    def counted(self) -> Self:
        """Leave out those that were called back."""
        return self.filter(called_back_at=None)

    def of_circle(self, circle: Circle) -> Self:
        """Keep a circle's."""
        return self.filter(circle=circle)

    def for_lists(self) -> Self:
        """Fetch what a row shows."""
        return self.select_related("circle", "project", "reservation", "paid_by", "recorded_by")


class Expense(Subject):
    """Money that a circle has spent; `drawn` of it came from what a decision had reserved."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="expenses")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="expenses", verbose_name=_("circle"))
    amount = Amount(_("amount"))
    drawn = Amount(_("drawn from what was reserved"), default=Decimal(0))
    spent_on = models.DateField(_("day"))
    what = models.CharField(_("what for"), max_length=200)
    receipt = models.CharField(_("receipt"), max_length=400, blank=True)
    reservation = models.ForeignKey(
        Reservation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expenses",
        verbose_name=_("decision"),
    )
    paid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("paid by")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    called_back_at = models.DateTimeField(_("called back"), null=True, blank=True)
    called_back_because = models.CharField(_("called back because"), max_length=300, blank=True)

    objects = ExpenseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, drawn__gte=0, drawn__lte=models.F("amount")), name="spent_something"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["circle", "-id"], name="expenses_of_circle")]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """Lead to the circle's money."""
        return reverse("circles:money", args=[self.project.slug, self.circle.key])
