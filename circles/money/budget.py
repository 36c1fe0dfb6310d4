"""How much the whole project has: its pilot declares it once, and from then on decisions change it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.money import rules
from circles.money.domain_events import MoneyChanged
from circles.money.event_types import MoneyEvent
from circles.money.models import Expense, Purse, Reservation
from circles.projects.domain_events import CurrencyChanging
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish
from foundation.web.formatting import money


def declare_budget(project: Project, budget: Decimal, *, by: User | None, at: datetime | None = None) -> None:
    """Set the first budget.

    :raises Refused: when there is a budget, or more than this is bound already.
    """
    with transaction.atomic():
        if Purse(circle=project.circles.general()).locked().circle.project.budget is not None:
            raise Refused(_("A budget is set. Only a decision of the general circle changes it: propose it."))
        set_budget(project, budget, by=by, decision="", at=at)


def set_budget(
    project: Project, budget: Decimal, *, by: User | None, decision: str, at: datetime | None = None
) -> None:
    """Set the budget; `decision` names the one that is being adopted (none for the first budget).

    :raises Refused: when more than this is bound already.
    """
    with transaction.atomic():
        general = Purse(circle=project.circles.general()).locked().circle
        before = general.project.budget
        purses = {circle.pk: Purse.of(circle) for circle in general.project.circles.select_related("project")}
        if before is None:
            _allot_what_is_bound(purses)
        whole = purses[general.pk]
        if budget < whole.account.bound:
            bound = money(whole.account.bound, general.project.currency)
            raise Refused(_("%(bound)s of it are handed on, reserved or spent already.") % {"bound": bound})
        general.project.budget = whole.allotted = budget
        general.project.save()
        for purse in purses.values():
            purse.save()
        facts: dict[str, Any] = {"budget": str(budget), "before": str(before or ""), "decision": decision}
        whole.record_event(MoneyEvent.BUDGET_SET, by=by, at=at, also=["money", "circles"], **facts)
        publish(MoneyChanged(circle=general, by=by, at=at))


def _allot_what_is_bound(purses: dict[int, Purse]) -> None:
    """Allot to each circle what it bound before there was a budget; nothing is saved."""
    parents = {pk: purse.circle.parent_id for pk, purse in purses.items()}
    for pk, account in rules.committed({pk: purse.account for pk, purse in purses.items()}, parents).items():
        purses[pk].allotted, purses[pk].handed_on = account.allotted, account.handed_on


def refuse_another_currency(event: CurrencyChanging) -> None:
    """Raise `Refused` once there are amounts: they cannot become another currency."""
    project = event.project
    if (
        project.budget is not None
        or Expense.objects.filter(circle__project=project).exists()
        or Reservation.objects.filter(project=project).exists()
    ):
        raise Refused(
            _("There are amounts in %(currency)s already; they cannot become another currency.")
            % {"currency": project.currency}
        )
