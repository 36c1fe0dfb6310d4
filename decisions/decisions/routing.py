"""Who decides a proposal, and why: computed from what it touches, never chosen.

Pure and total (docs/consent.md): every proposal over every tree has a route. Reasons are data (a code, the circle it is
about, what to name); sentences are made elsewhere, in each language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

from circles.circles.default_limits import least_limit


class ReversibilityRank(IntEnum):
    """How hard it is to undo; ordered, so that a circle's limit can be compared."""

    EASY = 1
    COSTLY = 2
    IRREVERSIBLE = 3


class Silence(StrEnum):
    """What it means that an asked person says nothing."""

    PASSES = "passes"  # inside scope it does not stop
    EACH_CIRCLE = "each_circle"  # every affected circle speaks at least once
    EACH_PERSON = "each_person"  # every asked person speaks


class RouteKind(StrEnum):
    """The three ways of a decision, from light to heavy."""

    OWN_SCOPE = "own_scope"  # the circle alone, in a round of its own
    SYNCHRONISED = "synchronised"  # the circle, as soon as each affected circle has spoken; told in the general sync
    TOGETHER = "together"  # a sync decides


def kind_of(*, in_sync: bool, affected: Collection[int]) -> RouteKind:
    """Which way something takes, from what its route, or its round, says: whether a sync decides it, and the circles
    affected, its own included.
    """
    if in_sync:
        return RouteKind.TOGETHER
    return RouteKind.SYNCHRONISED if len(affected) > 1 else RouteKind.OWN_SCOPE


class Because(StrEnum):
    """The reasons a route can have; what each names stands in `Reason`. Each has a sentence for pages
    (`explanations.py`) and one for the record (`record_sentences/proposals.py`).
    """

    IN_SCOPE = "in_scope"  # the proposing circle decides
    TOUCHES = "touches"  # `what` held by `circle`
    NAMED = "named"  # `circle` is named
    CHANGED = "changed"  # `circle` is changed by carrying out `what`
    CLAIMED = "claimed"  # `circle` said: this affects us, through `what`
    UNDOES = "undoes"  # `circle` was affected by decision `what`, or took it, and this puts it out of force
    SYNCHRONISED = "synchronised"  # `circle` decides, as soon as the others affected have spoken
    SEVERAL_CIRCLES = "several_circles"  # so `circle` decides: general, or lowest common ancestor
    PULLED = "pulled"  # a voice of `circle` took it to the sync of that circle
    OVER_LIMIT = "over_limit"  # more than `limit`, the most that `circle` commits alone
    OVER_BUDGET = "over_budget"  # more than `limit`, what `circle` has left or can have handed down
    TOO_FINAL = "too_final"  # harder to undo than `circle` may decide
    ELEMENT_ABOVE = "element_above"  # fundamental element `what` is not in the hands of `circle`
    CHANGES_ELEMENT = "changes_element"  # only the general circle changes the elements
    ESCALATED = "escalated"  # it failed below, so `circle` takes it
    URGENT = "urgent"  # it was done first, so the next sync of `circle` keeps or undoes it
    SUSPENDS = "suspends"  # it holds decision `what` up until the next sync of `circle`
    OVER_PROJECT = "over_project"  # more than `limit`, what even the general circle can have: adoption is refused


@dataclass(frozen=True)
class Reason:
    """One reason: its code, the circle that it is about, what it names (a key such as PWR-OUT, FE-2), an amount."""

    code: Because
    circle: int
    what: str = ""
    limit: Decimal | None = None  # money, which pages write in the currency; what is none is said in `what`


@dataclass(frozen=True)
class CircleFacts:
    """What routing knows of a circle. Limits follow the purse: with none of its own (None) a circle commits what it has
    in hand; `unit_limit` is less, and `limit_share` is so many hundredths of what is in hand.

    `remaining` is what the circle itself has in hand: allotted to it, and not handed on, reserved or spent; None where
    there is no budget to run out of.
    """

    id: int
    parent: int | None = None
    unit_limit: Decimal | None = None
    remaining: Decimal | None = None
    limit_share: int | None = None
    max_reversibility: ReversibilityRank = ReversibilityRank.IRREVERSIBLE

    @property
    def limit(self) -> Decimal | None:
        """The largest single commitment it takes alone, beside what it has in hand; None where that alone counts."""
        return least_limit(self.unit_limit, self.limit_share, self.remaining)


@dataclass(frozen=True)
class Tree:
    """The project's circles by id, below its general circle. A circle missing here counts as a child of it, which has
    nothing in hand where the project has a budget.
    """

    general: int
    circles: Mapping[int, CircleFacts]

    def facts(self, circle: int) -> CircleFacts:
        """What is known of a circle; one that is missing has nothing in hand where there is a budget."""
        general = self.circles.get(self.general)
        nothing = None if general is None or general.remaining is None else Decimal(0)
        return self.circles.get(circle, CircleFacts(circle, remaining=nothing))

    def parent(self, circle: int) -> int:
        """The circle above; the general circle is above itself."""
        known = self.circles.get(circle)
        return known.parent if known and known.parent is not None and circle != self.general else self.general

    def path(self, circle: int) -> list[int]:
        """From the circle up to the general one, both included, whatever the depth; a loop is cut."""
        path = [circle]
        while path[-1] != self.general:
            above = self.parent(path[-1])
            path.append(self.general if above in path else above)
        return path

    def within_reach(self, circle: int) -> dict[int, Decimal | None]:
        """What `circle` can have in hand, by the circle above that decides: its own, and what those up to there hand
        down to it.
        """
        total: Decimal | None = Decimal(0)
        reach = {}
        for at in self.path(circle):
            left = self.facts(at).remaining
            reach[at] = total = None if left is None or total is None else total + left
        return reach

    def common(self, circles: frozenset[int]) -> int:
        """The lowest circle that has all of these in or below it."""
        paths = [self.path(circle) for circle in circles]
        return next(c for c in paths[0] if all(c in path for path in paths)) if paths else self.general


@dataclass(frozen=True)
class Touch:
    """Another circle reached, and by what: what it holds (TOUCHES), its name (NAMED), its own claim (CLAIMED)."""

    circle: int
    code: Because = Because.TOUCHES
    what: str = ""


@dataclass(frozen=True)
class ElementFacts:
    """A declared fundamental element and the circle that holds it."""

    key: str
    holder: int


@dataclass(frozen=True)
class ProposalFacts:
    """What routing knows of a proposal."""

    circle: int
    cost: Decimal = Decimal(0)
    reversibility: ReversibilityRank = ReversibilityRank.EASY
    touches: tuple[Touch, ...] = ()
    elements: tuple[ElementFacts, ...] = ()
    changes_elements: bool = False

    @property
    def is_grave(self) -> bool:
        """Whether each person asked has to speak, in a sync: it is irreversible, or puts an element at stake."""
        return bool(self.elements) or self.changes_elements or self.reversibility is ReversibilityRank.IRREVERSIBLE


@dataclass(frozen=True)
class Route:
    """Who decides. `in_sync`: in its sync, not by a round of its own. `shown_at`: told there, and taken there where the
    affected circles have not spoken before. `pressing`: in the very next one. `refused`: why nobody can adopt it now.
    """

    decides: int
    in_sync: bool
    affected: frozenset[int]
    reasons: tuple[Reason, ...]
    silence: Silence
    grave: bool = False
    shown_at: int | None = None
    refused: Reason | None = None
    pressing: bool = False

    @property
    def kind(self) -> RouteKind:
        """Which of the three ways it takes."""
        return kind_of(in_sync=self.in_sync, affected=self.affected)

    @property
    def taken_at(self) -> int | None:
        """The circle whose sync takes it: at once, or where others have not spoken before; None where none does."""
        return {RouteKind.TOGETHER: self.decides, RouteKind.SYNCHRONISED: self.shown_at}.get(self.kind)

    @property
    def asks_members(self) -> bool:
        """Whether all members of the circle that decides are asked, and not only who leads its sync."""
        return not self.in_sync or self.grave or self.affected == {self.decides}


def route(proposal: ProposalFacts, tree: Tree, *, lca: bool = False) -> Route:
    """Who decides this proposal. `lca`: the project lets the lowest common ancestor decide for several circles.

    The circle itself, in a round of its own; together with those affected, where nothing sends it up and it is not
    grave; else a sync: where the affected circles meet, and up from there past every circle that may not decide it.
    """
    home, reached = proposal.circle, others(proposal)
    affected = frozenset({home} | {touch.circle for touch in reached})
    several = len(affected) > 1
    reach = tree.within_reach(home)
    reasons = [Reason(touch.code, touch.circle, touch.what) for touch in reached]
    decides, passed = climb(proposal, tree, tree.path(home), reach)
    synchronised = several and decides == home and not proposal.is_grave
    if synchronised:
        reasons.append(Reason(Because.SYNCHRONISED, home))
    elif several:
        meets = tree.common(affected) if lca else tree.general
        # Why it could not have been decided at home is worth saying, though it no longer moves the route.
        reasons += limits(proposal, home, tree, reach[home])
        reasons.append(Reason(Because.SEVERAL_CIRCLES, meets))
        decides, passed = climb(proposal, tree, tree.path(meets), reach)
    reasons += passed
    if decides == home and not several:
        reasons.append(Reason(Because.IN_SCOPE, decides))
    return Route(
        decides=decides,
        in_sync=not synchronised and (proposal.is_grave or several or decides != home),
        affected=affected,
        reasons=tuple(dict.fromkeys(reasons)),
        silence=Silence.EACH_PERSON if proposal.is_grave else Silence.EACH_CIRCLE if several else Silence.PASSES,
        grave=proposal.is_grave,
        shown_at=tree.general if several and (synchronised or decides != tree.general) else None,
        refused=over_project(proposal, tree, reach[tree.general]),
    )


def others(proposal: ProposalFacts) -> list[Touch]:
    """What it reaches outside its own circle, each once."""
    return [touch for touch in dict.fromkeys(proposal.touches) if touch.circle != proposal.circle]


def climb(
    proposal: ProposalFacts, tree: Tree, path: list[int], reach: Mapping[int, Decimal | None]
) -> tuple[int, list[Reason]]:
    """The circle right above the last one on the path that may not decide it, or its first; and why those may not.

    A limit binds the circles inside as well: nobody widens their own by opening a circle for it. The general circle,
    last on every path, has no limits, so there is always one above.
    """
    too_small = [limits(proposal, circle, tree, reach[circle]) for circle in path]
    above = max((place + 1 for place, found in enumerate(too_small) if found), default=0)
    return path[above], [reason for found in too_small[:above] for reason in found]


def limits(proposal: ProposalFacts, circle: int, tree: Tree, reach: Decimal | None) -> list[Reason]:
    """Why this circle may not decide it, in the order in which people ask; empty for the general circle.

    `reach` is what the proposing circle can have in hand when this one decides.
    """
    if circle == tree.general:
        return []
    facts, found = tree.facts(circle), []
    if facts.limit is not None and proposal.cost > facts.limit:
        found.append(Reason(Because.OVER_LIMIT, circle, limit=facts.limit))
    if runs_out(proposal.cost, reach):
        found.append(Reason(Because.OVER_BUDGET, circle, limit=reach))
    if proposal.reversibility > facts.max_reversibility:
        found.append(Reason(Because.TOO_FINAL, circle))
    # Held above, or in another branch: either way only a circle that contains the holder may put it at stake.
    held = [element for element in proposal.elements if circle not in tree.path(element.holder)]
    found += [Reason(Because.ELEMENT_ABOVE, circle, element.key) for element in held]
    if proposal.changes_elements:
        found.append(Reason(Because.CHANGES_ELEMENT, circle))
    return found


def over_project(proposal: ProposalFacts, tree: Tree, left: Decimal | None) -> Reason | None:
    """The reason that stops adoption wherever it is decided: all circles on the way have less than that."""
    return Reason(Because.OVER_PROJECT, tree.general, limit=left) if runs_out(proposal.cost, left) else None


def runs_out(cost: Decimal, remaining: Decimal | None) -> bool:
    """Whether the cost is more than what remains. What costs nothing needs no money, even from an overdrawn circle."""
    return remaining is not None and cost > 0 and remaining < cost
