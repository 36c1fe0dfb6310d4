"""What a circle has: its purse, what was handed on, what decisions reserve, what was spent."""

from circles.money.models.expense import Expense
from circles.money.models.ledger import Allotment, Amount, Reservation
from circles.money.models.purse import Purse, too_little

__all__ = ["Allotment", "Amount", "Expense", "Purse", "Reservation", "too_little"]
