"""A circle's purse: what it was allotted, and what of it is handed on, reserved and spent. Never below nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Self, cast
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models.circle import Circle
from circles.circles.models.item import Item
from circles.money import rules as rule
from circles.money.event_types import MoneyEvent
from circles.money.models.ledger import Allotment, Amount, Reservation
from circles.projects.models.project import Project
from circles.projects.models.subject import Subject
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import DomainEvent, publish
from foundation.web.formatting import money


class Purse(Subject):
    """The account of one circle; a circle without a row has an empty one. All sums are of the circle alone."""

    circle = models.OneToOneField(
        Circle, on_delete=models.PROTECT, related_name="purse", primary_key=True, verbose_name=_("circle")
    )
    allotted = Amount(_("allotted"), null=True, help_text=_("Empty: the project has no budget."))
    handed_on = Amount(_("handed on"), default=Decimal(0))
    reserved = Amount(_("reserved"), default=Decimal(0))
    spent = Amount(_("spent"), default=Decimal(0))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgets")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(handed_on__gte=0, reserved__gte=0, spent__gte=0), name="purse_not_below_0"
            ),
            models.CheckConstraint(
                condition=models.Q(allotted=None)
                | models.Q(allotted__gte=models.F("handed_on") + models.F("reserved") + models.F("spent")),
                name="purse_gives_what_it_has",
            ),
        ]

    def __str__(self) -> str:
        return self.circle.name

    def get_absolute_url(self) -> str:
        """Lead to the circle's money."""
        return reverse("circles:money", args=[self.circle.project.slug, self.circle.key])

    @property
    def record_id(self) -> UUID:
        """Return the id of the circle's project."""
        return self.circle.project_id

    @property
    def account(self) -> rule.Account:
        """Put it in the words of the rule."""
        return rule.Account(self.allotted, self.handed_on, self.reserved, self.spent)

    @classmethod
    def of(cls, circle: Circle) -> Self:
        """Return a circle's purse as it is now, empty where nothing was ever in it; to change it, lock it first."""
        found = cast("Self | None", cls._default_manager.filter(circle=circle).first())
        if found is None:
            found = cls(circle=circle, allotted=None if circle.project.budget is None else Decimal(0))
        found.circle = circle
        if circle.is_general:
            found.allotted = circle.project.budget
        return found

    def locked(self) -> Self:
        """Lock the project's head row, which all money of a project is behind, and give this purse read afresh."""
        Head.lock(self.record_id)
        return type(self).of(Circle.objects.select_related("project", "parent").get(pk=self.circle_id))

    @property
    def in_hand(self) -> Decimal | None:
        """Return what may still be handed on, reserved or spent; None where the project has no budget."""
        return self.account.in_hand

    def refuse_beyond(self, amount: Decimal) -> None:
        """Raise `Refused` unless that much is in hand."""
        if amount <= 0:
            raise Refused(_now("An amount is more than nothing."))
        if self.in_hand is not None and amount > self.in_hand:
            raise Refused(
                _now("%(circle)s has %(left)s in hand; this is %(amount)s.")
                % {
                    "circle": self.circle.name,
                    "left": money(self.in_hand, self.circle.project.currency),
                    "amount": money(amount, self.circle.project.currency),
                }
            )

    # Between circles ------------------------------------------------------------------------------------------------

    def allot(
        self, to: Circle, amount: Decimal, *, by: User | None, why: str = "", at: datetime | None = None
    ) -> Allotment:
        """Hand money on to a circle inside, of what is in hand.

        :raises Refused: when it is not in hand, the circle is closed or not inside, or the project has no budget.
        """
        publish(MoneyNeeded(project=self.circle.project, at=at))
        with transaction.atomic():
            purse = self.locked()
            below = purse.purse_inside(to)
            if below.circle.is_closed:
                raise Refused(_now("This circle is closed; nothing new can begin in it."))
            purse.refuse_beyond(amount)
            made = purse.move(below, amount, by=by, why=why, at=at)
            publish(MoneyChanged(circle=purse.circle, by=by, at=at))
        return made

    def take_back(
        self, from_: Circle, amount: Decimal, *, by: User, why: str = "", at: datetime | None = None
    ) -> Allotment:
        """Take back from a circle inside what it has in hand.

        :raises Refused: when it has not that much in hand, or is not inside.
        """
        publish(MoneyNeeded(project=self.circle.project, at=at))
        with transaction.atomic():
            purse = self.locked()
            below = purse.purse_inside(from_)
            below.refuse_beyond(amount)
            made = purse.move(below, -amount, by=by, why=why, at=at)
            publish(MoneyChanged(circle=purse.circle, by=by, at=at))
        return made

    def give_back(
        self, amount: Decimal | None = None, *, by: User | None, why: str = "", at: datetime | None = None
    ) -> Allotment | None:
        """Hand what is in hand, or so much of it, back to the circle around; None when there is nothing to hand back.

        :raises Refused: when it is not in hand, or there is no circle around.
        """
        publish(MoneyNeeded(project=self.circle.project, at=at))
        with transaction.atomic():
            return self.locked().bring_up(amount, by=by, why=why, at=at)

    def bring_up(
        self, amount: Decimal | None = None, *, by: User | None, why: str, at: datetime | None
    ) -> Allotment | None:
        """Do what `give_back` does for a caller that holds the lock: nothing else comes first."""
        if self.circle.parent is None:
            raise Refused(_now("There is no circle around the general one."))
        amount = self.in_hand if amount is None else amount
        if not amount:
            return None
        self.refuse_beyond(amount)
        made = type(self).of(self.circle.parent).move(self, -amount, by=by, why=why, at=at)
        publish(MoneyChanged(circle=self.circle.parent, by=by, at=at))
        return made

    def purse_inside(self, circle: Circle) -> Self:
        """Return the purse of a circle right inside; the caller holds the lock.

        :raises Refused: when it is not inside, or the project has no budget.
        """
        inside = self.circle.children.select_related("project").filter(pk=circle.pk).first()
        if inside is None:
            raise Refused(_now("Money goes from a circle to those right inside it."))
        if self.circle.project.budget is None:
            raise Refused(_now("The project has no budget yet; set one first."))
        return type(self).of(inside)

    def move(
        self, below: "Purse", amount: Decimal, *, by: User | None, why: str, at: datetime | None, decision: str = ""
    ) -> Allotment:
        """Move money down (or, below zero, up) and record it. The caller holds the lock and has made sure of it."""
        self.handed_on += amount
        below.allotted = (below.allotted or Decimal(0)) + amount
        # The side that gives is written first, so that no moment has more than there is.
        for purse in (self, below) if amount > 0 else (below, self):
            purse.save()
        made = Allotment.objects.create(
            project=self.circle.project,
            given_by=self.circle,
            given_to=below.circle,
            amount=amount,
            why=why,
            decision=decision,
            by=by,
            **({"at": at} if at else {}),
        )
        facts: dict[str, Any] = {"amount": str(abs(amount)), "to": below.circle.name, "why": why, "decision": decision}
        facts |= {
            "also": ["money", below.circle.change_key],
            "people": dict.fromkeys(below.circle.people_in("pilot"), "circle"),
        }
        if amount > 0:
            self.record_event(MoneyEvent.MONEY_ALLOTTED, by=by, at=at, **facts)
        else:
            self.record_event(
                MoneyEvent.MONEY_RETURNED, by=by, at=at, **{**facts, "to": self.circle.name, "of": below.circle.name}
            )
        return made

    # Decisions ------------------------------------------------------------------------------------------------------

    def reserve(
        self, amount: Decimal, thing: Item, *, way: Sequence[Circle], by: User | None, at: datetime | None = None
    ) -> Reservation | None:
        """Hold a decision's cost ready in this circle; None for what costs nothing.

        `way` leads from this circle up to the one that decided: what is missing here is handed down from there.

        :raises Refused: when all of them together have not that much in hand.
        """
        if not amount:
            return None
        with transaction.atomic():
            purse = self.locked()
            purses = [purse, *(type(self).of(circle) for circle in way[1:])]
            try:
                missing = rule.top_ups(amount, [one.in_hand for one in purses])
            except ValueError:
                left = rule.within_reach([one.in_hand for one in purses])
                raise Refused(too_little(purse.circle, amount, left)) from None
            giving = [place for place, part in enumerate(missing) if part]
            for place in reversed(giving):
                purses[place + 1].move(purses[place], missing[place], by=by, why="", at=at, decision=thing.reference)
            purse.reserved += amount
            purse.save()
            held = Reservation.make(thing, purse.circle, amount, at)
            publish(MoneyChanged(circle=purses[len(giving)].circle, by=by, at=at))
        return held

    @classmethod
    def free(cls, thing: Item, *, by: User | None, at: datetime | None = None) -> Decimal:
        """Free what a decision has reserved and nobody has drawn; returns how much that was."""
        with transaction.atomic():
            Head.lock(thing.record_id)
            held = Reservation.objects.select_related("circle__project").of(thing.project, thing.reference)
            if held is None or held.freed_at:
                return Decimal(0)
            rest = held.rest
            purse = cls.of(held.circle)
            purse.reserved -= rest
            purse.save()
            held.freed_at = at or clock.now()
            held.save()
            if purse.circle.is_closed:
                purse.bring_up(by=by, why=_now("the circle is closed"), at=at)
            publish(MoneyChanged(circle=purse.circle, by=by, at=at))
        return rest


def too_little(circle: Circle, cost: Decimal, left: Decimal | None) -> str:
    """Say that a cost is beyond what a circle and those around it have in hand."""
    currency = circle.project.currency
    return _now(
        "%(circle)s and the circles around it have %(left)s left, and this costs %(cost)s. Take money back from "
        "another circle, or raise the budget by a decision first."
    ) % {"circle": circle.name, "left": money(left, currency), "cost": money(cost, currency)}


@dataclass(frozen=True, kw_only=True)
class MoneyNeeded(DomainEvent):
    """Money is about to be taken from a project: whatever was promised some earlier comes first."""

    project: Project
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class MoneyChanged(DomainEvent):
    """Money came to a circle, or left it: there, or in a circle inside it."""

    circle: Circle
    by: User | None
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ReservationDrawn(DomainEvent):
    """An expense is about to draw on what a decision (D-12) reserved; a subscriber may refuse."""

    circle: Circle
    decision: str
    on: date
