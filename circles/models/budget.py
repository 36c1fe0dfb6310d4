"""How much the whole project has, and changing that by a decision."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _now

from accounts.access import Refused
from accounts.models import User
from circles import money as rule
from circles.models.circle import Circle
from circles.models.project import Project
from circles.models.purse import Purse
from circles.registries import happened, references
from circles.templatetags.ronde import money


def set_budget(
    project: Project, budget: Decimal, *, by: User | None, decision: str = "", at: datetime | None = None
) -> None:
    """Say how much the project has: at first by its pilot's word, afterwards as a decision says.

    :raises Refused: when a budget stands and no decision in force is named, or more than this is bound already.
    """
    with transaction.atomic():
        general = Purse(circle=project.general).locked().circle
        before = general.project.budget
        if before is not None:
            refuse_without_decision(general, decision)
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
        whole.tell("set the budget", by=by, at=at, also=["money", "circles"], **told)
        happened("money changed", circle=general, by=by, at=at)


def declare_late(purses: dict[int, Purse]) -> None:
    """Give each circle what it has bound before there was a budget; not saved yet."""
    parents = {pk: purse.circle.parent_id for pk, purse in purses.items()}
    for pk, account in rule.committed({pk: purse.account for pk, purse in purses.items()}, parents).items():
        purses[pk].allotted, purses[pk].handed_on = account.allotted, account.handed_on


def refuse_without_decision(general: Circle, reference: str) -> None:
    """Raise `Refused` unless the reference (D-12) names a decision in force that the general circle has taken."""
    letter, _dash, number = reference.partition("-")
    find = references.get("D") if letter == "D" and number.isdecimal() and len(number) < 9 else None
    found: Any = find(general.project, int(number)) if find else None
    if found is None or not found.is_in_force or found.decided_by_id != general.pk:
        raise Refused(
            _now("The budget is changed by a decision of the general circle that is in force; name it (D-12).")
        )
