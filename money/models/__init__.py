"""What a circle has: its purse, what was handed on, what decisions reserve, what was spent."""

from money.models.expense import Expense
from money.models.ledger import Allotment, Amount, Reservation
from money.models.purse import Purse, too_little

__all__ = ["Allotment", "Amount", "Expense", "Purse", "Reservation", "too_little"]
