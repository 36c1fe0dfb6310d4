"""Open a circle with money of its own."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from circles.circles.models import Circle
from circles.money.models import Purse
from foundation.accounts.models import User


def open_with_money(parent: Circle, *, by: User, money: Decimal | None = None, **fields: Any) -> Circle:
    """Open a circle whose pilot is the opener, and hand it money of the one around it, all or nothing.

    `fields` as `Circle.open_circle` takes them.
    """
    with transaction.atomic():
        child = parent.open_circle(by=by, pilot=by, **fields)
        if money:
            Purse(circle=parent).allot(child, money, by=by)
    return child
