"""What the circles of a project have, read once: each purse, and what it comes to with all circles inside."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.money import rules as rule
from circles.money.models import Allotment, Reservation
from circles.money.rules import NOTHING, Account, Figures
from circles.projects.models import Project
from circles.projects.project_cache import cached, per_request
from foundation.accounts.models import User

FLOWS = 40
"""How many movements between circles a circle's page of money shows."""


@dataclass(frozen=True)
class Flow:
    """Money that came into a circle, or (below zero) left it: from or to which other one, and why."""

    other: Circle
    amount: Decimal
    came_back: bool
    allotment: Allotment

    @property
    def size(self) -> Decimal:
        """Return how much it was, whichever way."""
        return abs(self.amount)


def accounts_of(project: Project) -> dict[int, Account]:
    """Return every circle's own account by its id; no query where the circles are read already."""
    rows: dict[int, Account] = cached(project, "accounts", lambda: _read(project))
    empty = Account(None if project.budget is None else NOTHING)
    known = {circle.pk: rows.get(circle.pk, empty) for circle in circles_of(project)}
    general = next(circle for circle in circles_of(project) if circle.is_general)
    held = known[general.pk]
    known[general.pk] = Account(project.budget, held.handed_on, held.reserved, held.spent)
    return known


def _read(project: Project) -> dict[int, Account]:
    purses = (getattr(circle, "purse", None) for circle in circles_of(project))
    return {purse.circle_id: purse.account for purse in purses if purse}


def figures_of(project: Project) -> dict[int, Figures]:
    """Return by circle id what its budget has come to, with all circles inside."""
    parents = {circle.pk: circle.parent_id for circle in circles_of(project)}
    return per_request(project, "figures", lambda: rule.figures_of(accounts_of(project), parents))


def own_money(project: Project, user: User) -> dict[int, int]:
    """Return by circle id what it has not handed on, in whole units: the area of a circle drawn by money."""
    return {pk: int((one.allotted or NOTHING) - one.handed_on) for pk, one in accounts_of(project).items()}


def shares_of(project: Project) -> dict[int, dict[str, float]]:
    """Return by circle id the shares of its money that are spent and reserved, 0 to 1: the rings of the map."""
    return {
        pk: {"spent": float(one.spent_share) / 100, "reserved": float(one.reserved_share) / 100}
        for pk, one in figures_of(project).items()
        if one.allotted
    }


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show the money of a circle on its page."""
    return "money/money_panel.html", {
        "figures": figures_of(circle.project)[circle.pk],
        "numbers": {"held": Reservation.objects.filter(circle=circle).held()},
    }


def money_of(circle: Circle) -> dict[str, Any]:
    """Return what a circle's page of money shows, but its expenses: the bar, the circles inside, what came and went."""
    project = circle.project
    figures, accounts = figures_of(project), accounts_of(project)
    inside = [
        one for one in circles_of(project) if one.parent == circle and (not one.is_closed or accounts[one.pk].bound)
    ]
    return {
        "figures": figures[circle.pk],
        "account": accounts[circle.pk],
        "inner_circles": [
            {"circle": one, "reserved": figures[one.pk].reserved, "spent": figures[one.pk].spent}
            for one in circles_of(project)
            if one.parent == circle and (figures[one.pk].reserved or figures[one.pk].spent)
        ],
        "inside": [{"circle": one, "figures": figures[one.pk], "account": accounts[one.pk]} for one in inside],
        "reservations": list(Reservation.objects.filter(circle=circle).held()),
        "flows": list(flows_of(circle)),
    }


def flows_of(circle: Circle) -> list[Flow]:
    """Return the last movements between this circle and its neighbours, newest first."""
    known = {one.pk: one for one in circles_of(circle.project)}
    rows = Allotment.objects.select_related("by")
    both = (rows.filter(given_to=circle)[:FLOWS], rows.filter(given_by=circle)[:FLOWS])
    found = sorted([row for part in both for row in part], key=lambda row: row.pk, reverse=True)
    return [
        Flow(
            other=known[row.given_by_id if row.given_to_id == circle.pk else row.given_to_id],
            amount=row.amount if row.given_to_id == circle.pk else -row.amount,
            came_back=row.amount < 0,
            allotment=row,
        )
        for row in found[:FLOWS]
    ]
