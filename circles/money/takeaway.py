"""Money and equipment to take away."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from circles.circles.models import Equipment
from circles.circles.takeaway_parts import (
    AT_ONCE,
    Row,
    TakeawayFile,
    TakeawayPart,
    TakeawayReader,
    table_files,
)
from circles.money.models import Allotment, Expense, Reservation


def expense_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield an expense a row."""
    people = ("circle", "paid_by", "recorded_by", "reservation")
    found = reader.rows(Expense.objects.filter(project=reader.project)).select_related(*people).order_by("pk")
    for one in found.iterator(chunk_size=AT_ONCE):
        yield {
            "spent_on": one.spent_on,
            "what": one.what,
            "amount": one.amount,
            "drawn_from_decision": one.drawn,
            "decision": one.reservation.reference if one.reservation else "",
            "circle": one.circle.name,
            "paid_by": one.paid_by.name,
            "recorded_by": one.recorded_by.name,
            "receipt": one.receipt,
            "called_back_because": one.called_back_because,
        }


def allotment_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield what a circle was handed a row; below zero, what it gave back."""
    found = reader.rows(Allotment.objects.filter(project=reader.project), "given_to")
    for one in found.select_related("given_by", "given_to", "by").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            "at": one.at,
            "from": one.given_by.name,
            "to": one.given_to.name,
            "amount": one.amount,
            "why": one.why,
            "decision": one.decision,
            "by": one.by.name if one.by else "",
        }


def reservation_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield what a decision holds ready a row."""
    found = reader.rows(Reservation.objects.filter(project=reader.project)).select_related("circle").order_by("pk")
    for one in found.iterator(chunk_size=AT_ONCE):
        names = ("reference", "title", "amount", "drawn", "reserved_at", "freed_at")
        yield {name: getattr(one, name) for name in names} | {"circle": one.circle.name}


def equipment_rows(reader: TakeawayReader) -> Iterator[Row]:
    """Yield a thing on a circle's list a row."""
    found = reader.rows(Equipment.objects.filter(project=reader.project)).select_related("circle", "keeper")
    for one in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        names = ("name", "note", "listed_at", "gone_at")
        row = {"circle": one.circle.name, "keeper": one.keeper.name if one.keeper else ""}
        yield {name: getattr(one, name) for name in names} | row


def money_files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write expenses, what was handed on, what decisions reserve, and equipment."""
    yield from table_files("money/expenses", lambda: expense_rows(reader), things=expense_number(reader))
    yield from table_files("money/allotments", lambda: allotment_rows(reader), things=0)
    yield from table_files("money/reservations", lambda: reservation_rows(reader), things=0)
    yield from table_files("money/equipment", lambda: equipment_rows(reader), things=0)


def expense_number(reader: TakeawayReader) -> int:
    """Count expenses."""
    return int(reader.rows(Expense.objects.filter(project=reader.project)).count())


PART = TakeawayPart(
    "money",
    _("Expenses, what circles handed on, what decisions reserve, and equipment."),
    expense_number,
    money_files,
)
