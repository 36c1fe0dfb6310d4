"""Event types of budgets, what is handed on, and expenses; the label follows the person’s name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class MoneyEvent(EventType):
    """What the record keeps of budgets, what is handed on, and expenses."""

    BUDGET_SET = "budget.set", _("set the budget")
    MONEY_ALLOTTED = "money.allotted", _("allotted money")
    MONEY_RETURNED = "money.returned", _("took money back")
    EXPENSE_RECORDED = "expense.recorded", _("recorded an expense")
    EXPENSE_REVERSED = "expense.reversed", _("cancelled an expense")
