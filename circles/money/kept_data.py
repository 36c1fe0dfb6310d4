"""What is kept of a project's money."""

from circles.money.models import Allotment, Expense, Purse, Reservation
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="money",
    tables={Purse: "circle__project", **dict.fromkeys((Allotment, Reservation, Expense), "project")},
    common={Allotment: ("by",), Expense: ("paid_by", "recorded_by")},
)
