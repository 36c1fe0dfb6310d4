"""What no decision may endanger."""

from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from typing import ClassVar, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.event_types import CircleEvent
from circles.circles.models.circle import Circle
from circles.projects.models.project import ElementChanging, Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

USUAL_DAYS = 10
"""So many working days a harm to an element may take to correct, where a form offers something."""
USUAL_SHARE = Decimal("0.05")
"""Of the budget: what correcting a harm to an element may cost, where a form offers something."""
FEWEST, MOST = 3, 9
"""So many elements a project has: fewer protect little, of more nobody remembers what they are."""


class FundamentalQuerySet(models.QuerySet["Fundamental"]):
    """Finds fundamental elements."""

    def current(self) -> Self:
        """Keep what is on the list now."""
        return self.filter(removed_at=None)


class Fundamental(Subject):
    """A fundamental element (FE-1): what no decision may endanger, and what counts as an acceptable correction."""

    class Kind(models.TextChoices):
        """What it protects."""

        SAFETY = "safety", _("safety")
        COMPLIANCE = "compliance", _("compliance")
        UNIT_COST = "unit_cost", _("unit cost")
        DATE = "date", _("date")
        CASH = "cash", _("cash")
        PERFORMANCE = "performance", _("performance")
        SECRECY = "secrecy", _("secrecy")
        COMMITMENT = "commitment", _("commitment")
        VALUES = "values", _("values")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="fundamentals")
    holder = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="fundamentals", verbose_name=_("holder"))
    number = models.PositiveSmallIntegerField(_("number"))
    statement = models.CharField(_("statement"), max_length=300)
    sort = models.CharField(_("kind"), max_length=12, choices=Kind)
    acceptable_fix_days = models.PositiveSmallIntegerField(
        _("acceptable days to correct"), null=True, blank=True, default=USUAL_DAYS
    )
    acceptable_fix_cost = models.DecimalField(
        _("acceptable cost to correct"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    measure = models.CharField(_("measured by"), max_length=200, blank=True)
    threshold = models.CharField(_("threshold"), max_length=100, blank=True)
    removed_at = models.DateTimeField(_("off the list since"), null=True, blank=True)

    objects = FundamentalQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fundamental element")
        verbose_name_plural = _("fundamental elements")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="one_element_per_number")]

    def __str__(self) -> str:
        return f"{self.reference} {self.statement}"

    @property
    def scope(self) -> str:
        """Return the holder's key."""
        return self.holder.key

    @property
    def reference(self) -> str:
        """Return the key: FE-1."""
        return f"FE-{self.number}"

    def get_absolute_url(self) -> str:
        """Lead to the project's fundamental elements."""
        return reverse("circles:fundamentals", args=[self.project.slug])

    @classmethod
    def declare(
        cls,
        circle: Circle,
        statement: str,
        *,
        by: User | None,
        sort: str = "safety",
        days: int | None = USUAL_DAYS,
        cost: Decimal | None = None,
        measure: str = "",
        threshold: str = "",
        decision: str = "",
        at: datetime | None = None,
    ) -> "Fundamental":
        """Declare an element that this circle holds; without days, or a cost, that half is not asked of an objection.

        What apps registered for *element changing* refuses it once anything was put to people by the list as it is,
        unless `decision` names the one of the general circle that wants it.

        :raises Refused: beyond nine, and for a closed circle.
        """
        with transaction.atomic():
            holder = circle.open_or_refuse()
            if not decision:
                publish(ElementChanging(project=holder.project))
            refuse_one_more(holder.project)
            element = cls.objects.create(
                project=holder.project,
                holder=holder,
                number=(holder.project.fundamentals.aggregate(last=models.Max("number"))["last"] or 0) + 1,
                statement=statement,
                sort=sort,
                acceptable_fix_days=days,
                acceptable_fix_cost=cost,
                measure=measure,
                threshold=threshold,
            )
            element.record_event(CircleEvent.ELEMENT_DECLARED, by=by, at=at, decision=decision)
        return element

    def change(
        self,
        *,
        by: User | None,
        statement: str,
        days: int | None,
        cost: Decimal | None,
        sort: str = "",
        measure: str = "",
        threshold: str = "",
        holder: Circle | None = None,
        decision: str = "",
        at: datetime | None = None,
    ) -> "Fundamental":
        """Say the element anew, all of it; without a `holder` the circle that holds it stays. Refused like another one.
        Returns the changed element.
        """
        with transaction.atomic():
            element = self.locked()
            element.refuse_removed()
            if not decision:
                publish(ElementChanging(project=element.project))
            before = element.statement
            element.statement, element.acceptable_fix_days, element.acceptable_fix_cost = statement, days, cost
            element.measure, element.threshold = measure, threshold
            element.sort = sort or element.sort
            element.holder = holder.open_or_refuse() if holder else element.holder
            element.save()
            element.record_event(CircleEvent.ELEMENT_CHANGED, by=by, at=at, before=before, decision=decision)
        return element

    def remove(self, *, by: User | None, decision: str = "", at: datetime | None = None) -> None:
        """Take it off the list; what named it keeps it, and nothing new can. Refused like another one.

        :raises Refused: when it is off the list already, and when fewer than three would be left.
        """
        with transaction.atomic():
            element = self.locked()
            element.refuse_removed()
            if not decision:
                publish(ElementChanging(project=element.project))
            if why := why_not_fewer(element.project):
                raise Refused(why)
            element.removed_at = at or clock.now()
            element.save()
            element.record_event(CircleEvent.ELEMENT_REMOVED, by=by, at=at, decision=decision)

    def refuse_removed(self) -> None:
        """Raise `Refused` when it is off the list."""
        if self.removed_at:
            raise Refused(_now("%(element)s is off the list.") % {"element": self.reference})


def usual_cost(budget: Decimal | None) -> Decimal | None:
    """Return what a form offers as acceptable to correct a harm, in whole units; nothing without a budget."""
    return None if budget is None else (Decimal(budget) * USUAL_SHARE).quantize(Decimal(1), ROUND_DOWN)


def why_no_more(project: Project) -> str:
    """Say that a project has as many elements as it may have; nothing where it has not."""
    if project.fundamentals.current().count() < MOST:
        return ""
    return _now(
        "A project has at most %(number)s fundamental elements: remove one first, or reword one of them instead."
    ) % {"number": MOST}


def why_not_fewer(project: Project) -> str:
    """Say that a project keeps as many elements as it has; nothing where one may go."""
    if project.fundamentals.current().count() > FEWEST:
        return ""
    return _now("A project keeps at least %(number)s fundamental elements: declare another one first.") % {
        "number": FEWEST
    }


def refuse_one_more(project: Project) -> None:
    """Raise `Refused` where a project has as many elements as it may have."""
    if why := why_no_more(project):
        raise Refused(why)
