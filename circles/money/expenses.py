"""Record what a circle has paid, and call it back: it draws on a reservation or on what the circle has in hand."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from circles.circles.queries.autonomy import autonomy_of
from circles.circles.queries.tree import taken_over_by
from circles.money.domain_events import MoneyChanged, MoneyNeeded, ReservationDrawn
from circles.money.event_types import MoneyEvent
from circles.money.models import Expense, Purse, Reservation
from circles.projects.sane_days import refuse_slip
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.workflows.attaching import attach_waiting, waiting_files
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.formatting import money


class BeyondReservation(Refused):
    """An expense is more than its decision has left, and nobody has said that this is meant."""

    code = "beyond_reservation"


def record_expense(
    circle: Circle,
    amount: Decimal,
    what: str,
    *,
    by: User,
    on: date | None = None,
    paid_by: User | None = None,
    decision: str = "",
    receipt: str = "",
    beyond_reservation: bool = False,
    files: Iterable[str] = (),
    at: datetime | None = None,
) -> Expense:
    """Record what a circle has paid; of `files`, those are its receipts that wait for who records it.

    An expense that names a decision (D-12) draws on what that has reserved, also in a closed circle that this one took
    over: there it is written. What goes beyond, if that is meant (`beyond_reservation`), comes from what is in hand,
    and stays within what the circle may commit alone.

    :raises Refused: when that is not in hand or beyond the circle's limit, the decision has reserved nothing in
        this circle or is suspended, or the day is still to come; `BeyondReservation` when it is not said to be meant.
    """
    publish(MoneyNeeded(project=circle.project, at=at))
    with transaction.atomic():
        purse = Purse(circle=circle).locked()
        circle = purse.circle
        reservation = _reservation_for(circle, decision)
        if reservation and reservation.circle_id != circle.pk:
            purse = Purse.of(reservation.circle)
            circle = purse.circle
        if reservation and not beyond_reservation:
            _refuse_unasked(reservation, amount)
        drawn = min(amount, reservation.rest) if reservation else Decimal(0)
        if amount <= 0 or amount > drawn:
            purse.refuse_beyond(amount - drawn)
            _refuse_over_limit(circle, amount - drawn)
        now = at or clock.now()
        on = on or circle.project.day_of(now)
        refuse_slip(circle.project, on, circle.project.day_of(now))
        if on > circle.project.day_of(now):
            raise Refused(_("This day is still to come; an expense is recorded once it is paid."))
        if reservation:
            publish(ReservationDrawn(circle=circle, decision=decision, on=on))
        _pay(purse, amount, drawn, reservation)
        expense = Expense.objects.create(
            project=circle.project,
            circle=circle,
            amount=amount,
            drawn=drawn,
            spent_on=on,
            what=what,
            receipt=receipt,
            reservation=reservation,
            paid_by=paid_by or by,
            recorded_by=by,
            recorded_at=now,
        )
        attach_waiting(waiting_files(files, by=by, project=circle.project_id), "expense", expense.pk)
        personal = {"paid by": paid_by.name} if paid_by and paid_by != by else {}
        facts: dict[str, Any] = {"amount": str(amount), "decision": decision, "day": on.isoformat()}
        expense.record_event(MoneyEvent.EXPENSE_RECORDED, by=by, at=at, personal=personal, also=["money"], **facts)
        publish(MoneyChanged(circle=circle, by=by, at=at))
    return expense


def call_back_expense(expense: Expense, *, by: User, why: str, at: datetime | None = None) -> None:
    """Undo an expense: it stays to be read, and its money is where it was, reserved as long as the decision holds.

    :raises Refused: when it was called back already.
    """
    with transaction.atomic():
        purse = Purse(circle=expense.circle).locked()
        fresh = Expense.objects.for_lists().get(pk=expense.pk)
        if fresh.called_back_at:
            raise Refused(_("This expense has already been cancelled."))
        reservation = fresh.reservation
        if reservation and reservation.freed_at is None:
            reservation.drawn -= fresh.drawn
            reservation.save()
            purse.reserved += fresh.drawn
        purse.spent -= fresh.amount
        purse.save()
        fresh.called_back_at, fresh.called_back_because = at or clock.now(), why
        fresh.save()
        fresh.record_event(MoneyEvent.EXPENSE_REVERSED, by=by, at=at, also=["money"], amount=str(fresh.amount), why=why)
        publish(MoneyChanged(circle=purse.circle, by=by, at=at))


def _pay(purse: Purse, amount: Decimal, drawn: Decimal, reservation: Reservation | None) -> None:
    """Take an amount out of a locked purse, `drawn` of it from a reservation."""
    purse.reserved -= drawn
    purse.spent += amount
    purse.save()
    if reservation and drawn:
        reservation.drawn += drawn
        reservation.save()


def _reservation_for(circle: Circle, decision: str) -> Reservation | None:
    """Return what a decision (D-12) has reserved in a circle, or in one that it took over; None where none is named.

    :raises Refused: when it has reserved nothing here.
    """
    if not decision:
        return None
    circles = Reservation.objects.select_related("circle__project", "circle__parent").filter(
        circle__in=[circle.pk, *taken_over_by(circle)]
    )
    reservation = circles.of(circle.project, decision)
    if reservation is None:
        raise Refused(
            _("%(decision)s has reserved nothing in %(circle)s.") % {"decision": decision, "circle": circle.name}
        )
    return reservation


def beyond(reservation: Reservation, amount: Decimal) -> str:
    """Say by how much an amount is more than what a decision has left; nothing where it is not."""
    if amount <= reservation.rest:
        return ""
    currency = reservation.project.currency
    return _("%(decision)s has %(rest)s left: %(beyond)s go beyond it, and come from what is in hand.") % {
        "decision": reservation.reference,
        "rest": money(reservation.rest, currency),
        "beyond": money(amount - reservation.rest, currency),
    }


def _refuse_unasked(reservation: Reservation, amount: Decimal) -> None:
    """Raise `BeyondReservation` where an amount is more than what a decision has left."""
    if said := beyond(reservation, amount):
        raise BeyondReservation(said)


def _refuse_over_limit(circle: Circle, amount: Decimal) -> None:
    """Raise `Refused` when no decision stands behind more than the circle commits alone."""
    limit = autonomy_of(circle)["limit"]
    if limit is not None and amount > limit:
        raise Refused(
            _("%(circle)s commits %(limit)s alone; name the decision that reserved this.")
            % {"circle": circle.name, "limit": money(limit, circle.project.currency)}
        )
