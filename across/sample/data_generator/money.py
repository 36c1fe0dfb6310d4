"""Allot money in a generated project: each circle keeps the same amount of a budget and hands the rest on."""

from decimal import Decimal

from circles.circles.models import Circle
from circles.money.budget import declare_budget
from circles.money.models import Purse
from circles.projects.models import Project

KEEPS = Decimal(300_000)


def allot_money(project: Project) -> None:
    """Set the budget and hand it down the tree; a project that has a budget is left as it is."""
    if project.budget is not None:
        return
    inside: dict[int | None, list[Circle]] = {}
    for circle in project.circles.filter(closed_at=None).select_related("project"):
        inside.setdefault(circle.parent_id, []).append(circle)
    general = inside[None][0]
    shares = _shares(general, inside)
    declare_budget(project, shares[general.pk], by=None)
    level = [general]
    while level:
        for circle in level:
            for child in inside.get(circle.pk, []):
                Purse(circle=circle).allot(child, shares[child.pk], by=None)
        level = [child for circle in level for child in inside.get(circle.pk, [])]


def _shares(circle: Circle, inside: dict[int | None, list[Circle]]) -> dict[int, Decimal]:
    """Return what each circle is allotted: what it keeps, and what those inside it are allotted."""
    found: dict[int, Decimal] = {}
    for child in inside.get(circle.pk, []):
        found |= _shares(child, inside)
    found[circle.pk] = KEEPS + sum((found[child.pk] for child in inside.get(circle.pk, [])), Decimal(0))
    return found
