"""How much the whole project has: said once by its pilot, and from then on by decisions."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now

from accounts.models import User
from circles.event_types import CircleEvent
from circles.extension_registry import publish
from circles.models.circle import MoneyChanged
from circles.models.project import Project
from circles.models.purse import Purse
from circles.money import rules as rule
from web.exceptions import Refused
from web.formatting import money


def declare_budget(project: Project, budget: Decimal, *, by: User | None, at: datetime | None = None) -> None:
    """Say how much the project has while nobody has said so yet.

    :raises Refused: when a budget stands, or more than this is bound already.
    """
    with transaction.atomic():
        if Purse(circle=project.general).locked().circle.project.budget is not None:
            raise Refused(_now("A budget stands. A decision of the general circle changes it: propose it."))
        set_budget(project, budget, by=by, decision="", at=at)


def set_budget(
    project: Project, budget: Decimal, *, by: User | None, decision: str, at: datetime | None = None
) -> None:
    """Set how much the project has, as the decision does that is being adopted (none: at first).

    :raises Refused: when more than this is bound already.
    """
    with transaction.atomic():
        general = Purse(circle=project.general).locked().circle
        before = general.project.budget
        purses = {circle.pk: Purse.of(circle) for circle in general.project.circles.select_related("project")}
        if before is None:
            declare_late(purses)
        whole = purses[general.pk]
        if budget < whole.account.bound:
            bound = money(whole.account.bound, general.project.currency)
            raise Refused(_now("%(bound)s of it are handed on, reserved or spent already.") % {"bound": bound})
        general.project.budget = whole.allotted = budget
        general.project.save()
        for purse in purses.values():
            purse.save()
        told: dict[str, Any] = {"budget": str(budget), "before": str(before or ""), "decision": decision}
        whole.record_event(CircleEvent.BUDGET_SET, by=by, at=at, also=["money", "circles"], **told)
        publish(MoneyChanged(circle=general, by=by, at=at))


def declare_late(purses: dict[int, Purse]) -> None:
    """Give each circle what it has bound before there was a budget; not saved yet."""
    parents = {pk: purse.circle.parent_id for pk, purse in purses.items()}
    for pk, account in rule.committed({pk: purse.account for pk, purse in purses.items()}, parents).items():
        purses[pk].allotted, purses[pk].handed_on = account.allotted, account.handed_on
