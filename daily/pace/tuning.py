"""What if a circle could decide more? The register, played again under other limits and domains. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_UP, Decimal

from decisions.decisions import routing
from decisions.decisions.routing import RouteKind


@dataclass(frozen=True)
class PastDecision:
    """What was decided, as routing knows it, with what it took: people asked, hours, objections that were put."""

    number: int
    facts: routing.ProposalFacts
    asked: int = 0
    hours: float = 0
    objections: int = 0


@dataclass(frozen=True)
class OtherRules:
    """What would be otherwise: limits by circle, and who holds a domain, by its key."""

    limits: Mapping[int, Decimal | None] = field(default_factory=dict)
    domains: Mapping[str, int] = field(default_factory=dict)

    def tree(self, tree: routing.Tree) -> routing.Tree:
        """Return the circles with these limits; what was in hand then is not known, and counts as enough."""
        circles = {
            key: replace(circle, remaining=None, unit_limit=self.limits.get(key, circle.unit_limit))
            for key, circle in tree.circles.items()
        }
        return replace(tree, circles=circles)

    def facts(self, facts: routing.ProposalFacts) -> routing.ProposalFacts:
        """Return what a proposal reaches where these domains are held so."""
        if not any(touch.what in self.domains for touch in facts.touches):
            return facts
        touches = tuple(
            replace(touch, circle=self.domains[touch.what])
            if touch.code is routing.Because.TOUCHES and touch.what in self.domains
            else touch
            for touch in facts.touches
        )
        return replace(facts, touches=touches)


def ways(
    register: Sequence[PastDecision], tree: routing.Tree, rules: OtherRules, *, lca: bool = False
) -> dict[int, RouteKind]:
    """Return by number in which way each would be decided under these rules."""
    circles = rules.tree(tree)
    found = {}
    for one in register:
        route = routing.route(rules.facts(one.facts), circles, lca=lca)
        found[one.number] = route.kind
    return found


@dataclass(frozen=True)
class Tuning:
    """What other rules would change for one circle: which of its decisions it would have taken itself, now and then."""

    of: int
    itself: int
    before: int
    more: tuple[PastDecision, ...]
    not_itself: tuple[PastDecision, ...]
    fewer: tuple[PastDecision, ...]
    """Those that it takes itself today, and would not."""
    usual_asked: float
    usual_hours: float

    @property
    def asked_less(self) -> int:
        """Return how many people less would have been asked, by what the circle asks when it decides itself."""
        return round(sum(max(one.asked - self.usual_asked, 0) for one in self.more))

    @property
    def hours_sooner(self) -> float:
        """Return how much sooner each of them would have been in force, on average."""
        if not self.more:
            return 0
        return sum(max(one.hours - self.usual_hours, 0) for one in self.more) / len(self.more)

    @property
    def objections(self) -> int:
        """Return how many objections were put to them."""
        return sum(one.objections for one in self.more)


@dataclass(frozen=True)
class CirclePast:
    """A circle's decisions, with the way in which each would be decided under today's rules: played once."""

    circle: int
    own: Sequence[PastDecision]
    now: Mapping[int, RouteKind]
    tree: routing.Tree
    lca: bool = False

    def under(self, rules: OtherRules) -> Tuning:
        """Play them again under other rules."""
        own, now, then = self.own, self.now, ways(self.own, self.tree, rules, lca=self.lca)
        home = [one for one in own if now[one.number] is RouteKind.OWN_SCOPE]
        return Tuning(
            of=len(own),
            itself=sum(then[one.number] is RouteKind.OWN_SCOPE for one in own),
            before=len(home),
            more=tuple(
                one
                for one in own
                if then[one.number] is RouteKind.OWN_SCOPE and now[one.number] is not RouteKind.OWN_SCOPE
            ),
            fewer=tuple(one for one in home if then[one.number] is not RouteKind.OWN_SCOPE),
            not_itself=tuple(one for one in own if then[one.number] is not RouteKind.OWN_SCOPE),
            usual_asked=sum(one.asked for one in home) / len(home) if home else 0,
            usual_hours=sum(one.hours for one in home) / len(home) if home else 0,
        )


def past_of(register: Sequence[PastDecision], tree: routing.Tree, circle: int, *, lca: bool = False) -> CirclePast:
    """Play a circle's decisions again under today's rules."""
    own = [one for one in register if one.facts.circle == circle]
    return CirclePast(circle, own, ways(own, tree, OtherRules(), lca=lca), tree, lca)


@dataclass(frozen=True)
class DomainMove:
    """A domain in the hands of another circle: what that one gains, and what its holder loses."""

    domain: str
    holder: int
    to: int
    gains: Tuning
    losses: Tuning

    @property
    def is_worth_it(self) -> bool:
        """Whether more decisions would be taken by one circle alone than today."""
        return len(self.gains.more) > len(self.losses.fewer)


def move_domain(domain: str, holder: CirclePast, to: CirclePast) -> DomainMove:
    """Play the decisions of both circles again with a domain in the hands of the other."""
    rules = OtherRules(domains={domain: to.circle})
    return DomainMove(domain, holder.circle, to.circle, to.under(rules), holder.under(rules))


def domains_worth_moving(
    register: Sequence[PastDecision], tree: routing.Tree, *, lca: bool = False
) -> list[DomainMove]:
    """Return the domains that another circle would better hold, of those that it needed another's word for; what brings
    most stands first.
    """
    needed = {
        (touch.what, touch.circle, one.facts.circle)
        for one in register
        for touch in one.facts.touches
        if touch.code is routing.Because.TOUCHES and touch.circle != one.facts.circle
    }
    circles = {circle for _key, holder, to in needed for circle in (holder, to)}
    pasts = {circle: past_of(register, tree, circle, lca=lca) for circle in circles}
    moves = [move_domain(key, pasts[holder], pasts[to]) for key, holder, to in sorted(needed)]
    worth = [one for one in moves if one.is_worth_it]
    return sorted(worth, key=lambda one: len(one.losses.fewer) - len(one.gains.more))


def limits_worth_trying(register: Sequence[PastDecision], tree: routing.Tree, circle: int) -> list[Decimal]:
    """Return the limits, rounded up as people name them, at which the circle would decide more itself than at the limit
    before; nothing where no limit changes anything.
    """
    facts = tree.circles.get(circle, routing.CircleFacts(circle))
    today = facts.remaining if facts.limit is None else facts.limit
    if today is None:
        return []
    costs = sorted({one.facts.cost for one in register if one.facts.circle == circle and one.facts.cost > today})
    past = past_of(register, tree, circle)
    found, best = list[Decimal](), sum(way is RouteKind.OWN_SCOPE for way in past.now.values())
    for limit in dict.fromkeys(rounded(cost) for cost in costs):
        itself = past.under(OtherRules(limits={circle: limit})).itself
        if itself > best:
            found.append(limit)
            best = itself
    return found


def rounded(cost: Decimal) -> Decimal:
    """Round a cost up to a limit as people name one: 3,420 to 3,500, 12,100 to 12,500."""
    if cost <= 0:
        return Decimal(0)
    step = Decimal(10) ** cost.adjusted() / 4
    return (cost / step).to_integral_value(ROUND_UP) * step
