"""What a circle has spent: each expense a fact that can be called back, drawing on a decision or on what is in hand."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from circles.event_types import CircleEvent
from circles.extension_registry import publish
from circles.models.circle import Circle, MoneyChanged, ReservationDrawn
from circles.models.money import Amount, Reservation
from circles.models.project import MoneyNeeded, Project
from circles.models.purse import Purse
from circles.models.subject import Subject
from web.exceptions import Refused
from web.formatting import money


class ExpenseQuerySet(models.QuerySet["Expense"]):
    """Finds expenses."""

    def counted(self) -> Self:
        """Leave out those that were called back."""
        return self.filter(called_back_at=None)

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

    @classmethod
    def record(
        cls,
        circle: Circle,
        amount: Decimal,
        what: str,
        *,
        by: User,
        on: date | None = None,
        paid_by: User | None = None,
        decision: str = "",
        receipt: str = "",
        at: datetime | None = None,
    ) -> "Expense":
        """Record what a circle has paid. One that names a decision (D-12) draws on what that has reserved; what goes
        beyond comes from what is in hand, and stays within what the circle may commit alone.

        :raises Refused: when that is not in hand or beyond the circle's limit, the decision has reserved nothing in
            this circle or is suspended, or the day is still to come.
        """
        publish(MoneyNeeded(project=circle.project, at=at))
        with transaction.atomic():
            purse = Purse(circle=circle).locked()
            home = purse.circle
            held = reservation_for(home, decision)
            drawn = min(amount, held.rest) if held else Decimal(0)
            if amount <= 0 or amount > drawn:
                purse.refuse_beyond(amount - drawn)
                refuse_over_limit(home, amount - drawn)
            now = at or clock.now()
            on = on or home.project.day_of(now)
            if on > home.project.day_of(now):
                raise Refused(_now("This day is still to come; an expense is recorded once it is paid."))
            if held:
                publish(ReservationDrawn(circle=home, decision=decision, on=on))
            pay(purse, amount, drawn, held)
            expense = cls.objects.create(
                project=home.project,
                circle=home,
                amount=amount,
                drawn=drawn,
                spent_on=on,
                what=what,
                receipt=receipt,
                reservation=held,
                paid_by=paid_by or by,
                recorded_by=by,
                recorded_at=now,
            )
            personal = {"paid by": paid_by.name} if paid_by and paid_by != by else {}
            told: dict[str, Any] = {"amount": str(amount), "decision": decision, "day": on.isoformat()}
            expense.record_event(CircleEvent.EXPENSE_RECORDED, by=by, at=at, personal=personal, also=["money"], **told)
            publish(MoneyChanged(circle=home, by=by, at=at))
        return expense

    def call_back(self, *, by: User, why: str, at: datetime | None = None) -> None:
        """Undo it: it stays to be read, and its money is where it was, reserved as long as the decision holds.

        :raises Refused: when it was called back already.
        """
        with transaction.atomic():
            purse = Purse(circle=self.circle).locked()
            expense = type(self).objects.for_lists().get(pk=self.pk)
            if expense.called_back_at:
                raise Refused(_now("This expense was called back already."))
            held = expense.reservation
            if held and held.freed_at is None:
                held.drawn -= expense.drawn
                held.save()
                purse.reserved += expense.drawn
            purse.spent -= expense.amount
            purse.save()
            expense.called_back_at, expense.called_back_because = at or clock.now(), why
            expense.save()
            expense.record_event(
                CircleEvent.EXPENSE_REVERSED, by=by, at=at, also=["money"], amount=str(expense.amount), why=why
            )
            publish(MoneyChanged(circle=purse.circle, by=by, at=at))


def pay(purse: Purse, amount: Decimal, drawn: Decimal, held: Reservation | None) -> None:
    """Take an amount out of a locked purse, `drawn` of it from what is held ready for a decision."""
    purse.reserved -= drawn
    purse.spent += amount
    purse.save()
    if held and drawn:
        held.drawn += drawn
        held.save()


def reservation_for(circle: Circle, decision: str) -> Reservation | None:
    """Give what a decision (D-12) has reserved in a circle; None where none is named.

    :raises Refused: when it has reserved nothing here.
    """
    if not decision:
        return None
    held = Reservation.objects.filter(circle=circle).of(circle.project, decision)
    if held is None:
        raise Refused(
            _now("%(decision)s has reserved nothing in %(circle)s.") % {"decision": decision, "circle": circle.name}
        )
    return held


def refuse_over_limit(circle: Circle, amount: Decimal) -> None:
    """Raise `Refused` when no decision stands behind more than the circle commits alone."""
    limit = circle.limit
    if limit is not None and amount > limit:
        raise Refused(
            _now("%(circle)s commits %(limit)s alone; name the decision that reserved this.")
            % {"circle": circle.name, "limit": money(limit, circle.project.currency)}
        )
