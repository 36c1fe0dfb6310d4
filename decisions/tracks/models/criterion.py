"""What would stop a track, and what would speak for it: measurable, with a unit and a day."""

from decimal import Decimal
from typing import ClassVar, Self

from babel.numbers import format_decimal
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Fundamental
from decisions.tracks.gates import Operator, Threshold, metric_key
from decisions.tracks.models.question import Question
from foundation.web.formatting import babel_locale

MAX_METRIC = 120
MAX_UNIT = 40
OPERATORS = [(one.value, one.sign) for one in Operator]


class CriterionQuerySet(models.QuerySet["Criterion"]):
    """Finds criteria."""

    def standing(self) -> Self:
        """Leave out what was removed."""
        return self.filter(removed_at=None)

    def killing(self) -> Self:
        """Keep those that stop a track."""
        return self.standing().filter(kind=Criterion.Kind.KILL)


class Criterion(models.Model):
    """One criterion: of one track, or, without one, of all tracks of its question. A kill criterion says what stops a
    track (leak > 0.2 ml/h), a go criterion what is asked of it.
    """

    class Kind(models.TextChoices):
        """What it does."""

        KILL = "kill", _("stops it")
        GO = "go", _("speaks for it")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="criteria")
    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, null=True, blank=True, related_name="criteria")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    metric = models.CharField(_("what is measured"), max_length=MAX_METRIC)
    unit = models.CharField(_("unit"), max_length=MAX_UNIT, blank=True)
    operator = models.CharField(_("is"), max_length=2, choices=OPERATORS)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6)
    due_on = models.DateField(_("by"), null=True, blank=True)
    element = models.ForeignKey(
        Fundamental, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("element")
    )
    clause = models.CharField(_("clause"), max_length=40, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CriterionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["question", "removed_at"], name="criteria_of_question")]

    def __str__(self) -> str:
        return f"{self.metric} {self.limit}"

    @property
    def kills(self) -> bool:
        """Return whether it stops a track."""
        return self.kind == self.Kind.KILL

    @property
    def key(self) -> str:
        """Return its metric's key."""
        return metric_key(self.metric, self.unit)

    @property
    def threshold(self) -> Threshold:
        """Return it as the rule reads it."""
        return Threshold(self.key, Operator(self.operator), self.value)

    @property
    def limit(self) -> str:
        """Say when it is met: > 0.2 ml/h."""
        return with_sign(Operator(self.operator), self.value, self.unit)

    @property
    def asked(self) -> str:
        """Say what is asked of a value, for a kill criterion the opposite of what kills: ≤ 0.2 ml/h."""
        operator = Operator(self.operator)
        return with_sign(operator.opposite if self.kills else operator, self.value, self.unit)


def with_sign(operator: Operator, value: Decimal, unit: str) -> str:
    """Write a limit with its sign: ≤ 0.2 ml/h."""
    return f"{operator.sign}\u00a0{in_unit(value, unit)}"


def in_unit(value: Decimal, unit: str) -> str:
    """Write a value with its unit, as the reader writes numbers: 0.24 ml/h, in French 0,24 ml/h."""
    written = format_decimal(value, format="#,##0.######", locale=babel_locale())
    return f"{written}\u00a0{unit}" if unit else str(written)
