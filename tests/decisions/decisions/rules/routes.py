"""A tree of circles to route in, and routes written in one line, so that a table of them can be read."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from decisions.decisions.routing import (
    Because,
    CircleFacts,
    ElementFacts,
    ProposalFacts,
    ReversibilityRank,
    Route,
    RouteKind,
    Silence,
    Touch,
    Tree,
)

GENERAL, DESIGN, PUMP, SEALS, POWER, SUPPLY, CUSTOMS = range(1, 8)
NAMES = {1: "General", 2: "Design", 3: "Pump", 4: "Seals", 5: "Power", 6: "Supply", 7: "Customs", 9: "Unknown"}
EASY, COSTLY, FINAL = ReversibilityRank


def inside(
    id_: int, parent: int, limit: int | None, has: int | None, undo: ReversibilityRank, share: int | None = None
) -> CircleFacts:
    """Return a circle with the most it commits at once (None: what it has in hand), what it has in hand, how final it
    decides, and the share of what is in hand that it commits at once.
    """
    amount, in_hand = (None if number is None else Decimal(number) for number in (limit, has))
    return CircleFacts(id_, parent, amount, in_hand, share, undo)


CIRCLES = {
    GENERAL: CircleFacts(GENERAL, remaining=Decimal(50_000)),
    DESIGN: inside(DESIGN, GENERAL, 10_000, 8_000, COSTLY),
    PUMP: inside(PUMP, DESIGN, 2_000, 1_500, COSTLY),
    SEALS: inside(SEALS, PUMP, 500, 300, EASY),
    POWER: inside(POWER, DESIGN, 2_000, 1_500, EASY),
    SUPPLY: inside(SUPPLY, GENERAL, 9_000, 4_000, FINAL),
    CUSTOMS: inside(CUSTOMS, SUPPLY, None, 0, EASY),
}
TREE = Tree(GENERAL, CIRCLES)


def but(*changed: CircleFacts, without_money: bool = False) -> Tree:
    """Return the tree with some of its circles otherwise, or the tree of a project that has no budget."""
    circles = CIRCLES | {circle.id: circle for circle in changed}
    if without_money:
        circles = {id_: replace(circle, remaining=None) for id_, circle in circles.items()}
    return replace(TREE, circles=circles)


def put(
    circle: int,
    *reaches: Touch | ElementFacts,
    cost: int = 0,
    undo: ReversibilityRank = EASY,
) -> ProposalFacts:
    """Return a proposal of a circle that touches these."""
    touches = tuple(one for one in reaches if isinstance(one, Touch))
    elements = tuple(one for one in reaches if isinstance(one, ElementFacts))
    return ProposalFacts(circle, Decimal(cost), undo, touches, elements)


def reach(code: Because) -> Callable[..., Touch]:
    """Say how another circle is reached, for `touches(POWER, "PWR-OUT")`."""
    return lambda circle, what="": Touch(circle, code, what)


touches, names, claimed = reach(Because.TOUCHES), reach(Because.NAMED), reach(Because.CLAIMED)
changes, ends = reach(Because.CHANGED), reach(Because.UNDOES)


def said(found: Route) -> str:
    """Put a route in one line: who decides, how, who has to speak, where it is shown, what stops it."""
    ways = {RouteKind.OWN_SCOPE: "in a round", RouteKind.SYNCHRONISED: "synchronised", RouteKind.TOGETHER: "in a sync"}
    how = f"{NAMES[found.decides]} {ways[found.kind]}"
    speaks = {Silence.PASSES: "", Silence.EACH_CIRCLE: ", each circle", Silence.EACH_PERSON: ", each person"}
    shown = f", shown at {NAMES[found.shown_at]}" if found.shown_at else ""
    return how + speaks[found.silence] + shown + (f", refused: {found.refused.limit} left" if found.refused else "")


def why(found: Route) -> str:
    """Put its reasons in one line."""
    amounts = ["" if one.limit is None else str(one.limit) for one in found.reasons]
    rows = [
        (NAMES[one.circle], one.code.replace("_", " "), one.what, amount)
        for one, amount in zip(found.reasons, amounts, strict=True)
    ]
    return "; ".join(" ".join(filter(None, parts)) for parts in rows)
