"""Give a grown project money: a budget, of which each circle hands half on to those inside it, all by the verbs."""

from decimal import Decimal

from circles.models import Circle, Project, Purse, set_budget

BUDGET = Decimal(100_000_000)


def endow(project: Project) -> None:
    """Set the budget and hand it down the tree; a project that has a budget is left as it is."""
    if project.budget is not None:
        return
    set_budget(project, BUDGET, by=None)
    inside: dict[int | None, list[Circle]] = {}
    for circle in project.circles.filter(closed_at=None).select_related("project"):
        inside.setdefault(circle.parent_id, []).append(circle)
    level = [(circle, BUDGET) for circle in inside.get(None, [])]
    while level:
        level = [pair for circle, amount in level for pair in _hand_on(circle, amount, inside.get(circle.pk, []))]


def _hand_on(circle: Circle, amount: Decimal, below: list[Circle]) -> list[tuple[Circle, Decimal]]:
    """Hand half of what a circle has on to those right inside it, the same to each."""
    share = (amount / 2 / len(below)).quantize(Decimal(1)) if below else Decimal(0)
    for child in below:
        Purse(circle=circle).allot(child, share, by=None)
    return [(child, share) for child in below]
