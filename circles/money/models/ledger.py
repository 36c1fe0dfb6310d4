"""The facts of a circle's money: what was handed on, and what decisions have reserved."""

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models.circle import Circle
from circles.circles.models.item import Item
from circles.projects.models.project import Project


class Amount[Given, Read](models.BigIntegerField[Given, Read]):
    """Money with two places, kept as whole hundredths: exact on every database, in sums and in checks as well.

    Reads and takes `Decimal`; more than two places are refused.
    """

    # What the type checker reads of a field; nothing of it is there when the code runs. It is silenced because the
    # whole numbers underneath never show.
    _pyi_private_set_type: Decimal | int  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int  # type: ignore[assignment]

    def get_prep_value(self, value: Any) -> Any:
        """Write hundredths."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        hundredths = Decimal(value) * 100
        if hundredths != int(hundredths):
            raise ValueError(f"{value} has more than two places")
        return int(hundredths)

    def from_db_value(self, value: Any, *_: Any) -> Decimal | None:
        """Read hundredths."""
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value: Any) -> Any:
        """Take what people write."""
        return None if value is None else Decimal(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Write it as people do, where rows are dumped."""
        return str(self.value_from_object(obj))

    @property
    def validators(self) -> list[Any]:
        """Leave out what the database's whole numbers would ask of a decimal."""
        return []


class Allotment(models.Model):
    """Money that went from a circle to one inside it; below zero, what came back. Append-only: it went."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="allotments")
    given_by = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="allotments_given")
    given_to = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="allotments")
    amount = Amount(_("amount"))
    why = models.CharField(_("why"), max_length=300, blank=True)
    decision = models.CharField(_("for the decision"), max_length=20, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("budget allocation")
        verbose_name_plural = _("budget allocations")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(amount=0), name="allotted_something")]

    def __str__(self) -> str:
        return f"{self.amount}"


class ReservationQuerySet(models.QuerySet["Reservation"]):
    """Finds reservations."""

    def held(self) -> Self:
        """Keep those of decisions in force of which something is left to draw."""
        return self.filter(freed_at=None, amount__gt=models.F("drawn"))

    def of(self, project: Project, reference: str) -> "Reservation | None":
        """Return what a decision (D-12) has reserved, or None."""
        return self.filter(project=project, reference=reference).first()


class Reservation(models.Model):
    """What an adopted decision holds ready in its circle, and how much of it expenses have drawn.

    Names its decision loosely: `circles` knows nothing of `decisions`.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reservations")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="reservations")
    reference = models.CharField(_("decision"), max_length=20)
    title = models.CharField(_("title"), max_length=200)
    address = models.CharField(max_length=400)
    amount = Amount(_("reserved"))
    drawn = Amount(_("drawn"), default=Decimal(0))
    reserved_at = models.DateTimeField(_("since"), db_default=Now())
    freed_at = models.DateTimeField(_("freed"), null=True, blank=True)

    objects = ReservationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "reference"], name="one_reservation_per_decision"),
            models.CheckConstraint(
                condition=models.Q(drawn__gte=0, amount__gt=0, drawn__lte=models.F("amount")),
                name="drawn_within_reserved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def rest(self) -> Decimal:
        """Return what is left to draw; nothing once it is freed."""
        return self.amount - self.drawn if self.freed_at is None else Decimal(0)

    @classmethod
    def make(cls, thing: Item, circle: Circle, amount: Decimal, at: Any) -> "Reservation":
        """Write what a decision reserves; the caller holds the lock and has taken it from the purse."""
        return cls.objects.create(
            project=circle.project,
            circle=circle,
            reference=thing.reference,
            title=thing.headline[:200],
            address=thing.get_absolute_url(),
            amount=amount,
            **({"reserved_at": at} if at else {}),
        )
