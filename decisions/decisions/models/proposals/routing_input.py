"""What the rule of routing needs to know, fetched: the tree with its money, and what a proposal touches."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from circles.circles.models import Circle, Domain, Fundamental
from circles.circles.models.membership import holding
from circles.circles.queries.tree import successors_of
from circles.money.models import Purse, Reservation
from circles.projects.models import Project
from circles.restructuring.changes import Change
from decisions.decisions import raised_routes, routing
from decisions.decisions.models.register.decision import Decision
from decisions.decisions.routing import Because

NAMED = 3  # clauses of a circle that a route names
REVERSIBILITY = {
    "easy": routing.ReversibilityRank.EASY,
    "costly": routing.ReversibilityRank.COSTLY,
    "irreversible": routing.ReversibilityRank.IRREVERSIBLE,
}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What of a proposal moves its route, saved or still being typed; made by `proposal_terms.terms_in` alone. Nothing
    has a default: what is forgotten would move no route, in silence.
    """

    circle: Circle
    cost: Decimal
    reversibility: str
    domains: Iterable[Domain]
    elements: Iterable[Fundamental]
    named: Iterable[Circle]
    claims: Iterable[tuple[int, str]]  # claiming circle, what of theirs it affects
    changes: Iterable[Change]
    replaces: Decision | None  # what that one has reserved is free for this one
    revokes: Decision | None
    clauses: Iterable[tuple[str, int]]  # what it ratifies or retires: a key, and a circle that holds it
    answered: Iterable[tuple[str, int]]  # what a yes about the text names, and a circle that it reaches
    escalated_to: int | None  # the circle that it was sent up to after failing below
    pulled_to: int | None  # the circle to whose sync a voice took it

    def rule(self, circles: routing.Tree, heirs: Mapping[int, int]) -> routing.ProposalFacts:
        """Return it as the rule takes it; `heirs` took over what closed circles had a say in."""
        held = [
            routing.Touch(circle, Because.TOUCHES, domain.key)
            for domain in self.domains
            for circle in domain.spoken_for_by
        ]
        held += [
            routing.Touch(heirs.get(circle, circle), Because.TOUCHES, key)
            for key, circle in first_of_each(self.clauses)
        ]
        held += [routing.Touch(heirs.get(circle, circle), Because.TOUCHES, key) for key, circle in self.answered]
        named = [routing.Touch(heirs.get(circle.pk, circle.pk), Because.NAMED) for circle in self.named]
        claimed = [routing.Touch(heirs.get(circle, circle), Because.CLAIMED, what) for circle, what in self.claims]
        changed = [
            routing.Touch(circle.pk, Because.CHANGED, change.summary())
            for change in self.changes
            for circle in change.affects()
        ]
        return routing.ProposalFacts(
            circle=self.circle.pk,
            cost=self.cost,
            reversibility=REVERSIBILITY[self.reversibility],
            touches=(*held, *named, *claimed, *changed, *self.undone(circles, heirs)),
            elements=tuple(routing.ElementFacts(e.reference, e.holder_id) for e in self.elements),
            changes_elements=any(change.changes_elements for change in self.changes),
        )

    def undone(self, circles: routing.Tree, heirs: Mapping[int, int]) -> Iterable[routing.Touch]:
        """Reach every circle that the decisions affected which it puts out of force, or who took it over since; and the
        one that took the decision, where that is not around this one any more: what is decided higher up would else
        pass it by.
        """
        around = circles.path(self.circle.pk)
        for decision in filter(None, (self.replaces, self.revokes)):
            took = heirs.get(decision.decided_by_id, decision.decided_by_id)
            affected = {heirs.get(one, one) for one in (decision.circle_id, *decision.round.affected)}
            for circle in sorted(affected | ({took} - set(around))):
                yield routing.Touch(circle, Because.UNDOES, decision.reference)


def first_of_each(clauses: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Keep a few clauses of each circle: they say why it is affected as well as a thousand."""
    number: Counter[int] = Counter()
    found = []
    for key, circle in clauses:
        number[circle] += 1
        if number[circle] <= NAMED:
            found.append((key, circle))
    return found


def route(terms: Terms, rows: Iterable[Circle] | None = None) -> routing.Route:
    """Compute who decides, from the database as it is now; two queries. What a decision puts out of force is decided
    no lower than it was, and what was sent up no lower than where it was sent, wherever circles have moved since.
    `rows` are the project's circles with their purses, for a page that has read them.
    """
    project = terms.circle.project
    rows = list(project.circles.select_related("purse") if rows is None else rows)
    circles, heirs = tree(project, rows, terms.replaces), successors_of(rows)
    found = routing.route(terms.rule(circles, heirs), circles, lca=project.cross_circle_by == "lca")
    for decision in filter(None, (terms.replaces, terms.revokes)):
        took = heirs.get(decision.decided_by_id, decision.decided_by_id)
        found = raised_routes.no_lower(found, took, circles, Because.UNDOES, decision.reference)
    if terms.escalated_to is not None:
        found = raised_routes.escalated(found, heirs.get(terms.escalated_to, terms.escalated_to), circles)
    if terms.pulled_to is not None:
        found = raised_routes.pulled(found, heirs.get(terms.pulled_to, terms.pulled_to), circles)
    return found


def tree(project: Project, found: Iterable[Circle], frees: Decision | None = None) -> routing.Tree:
    """Return all circles with their limits and what each has in hand, from rows with their purses; `frees` is a
    decision whose rest will be free, which takes one query.
    """
    freed = {frees.circle_id: rest_of(frees)} if frees else {}
    circles = {
        circle.pk: routing.CircleFacts(
            circle.pk,
            circle.parent_id,
            circle.unit_limit,
            remaining(circle, project, freed.get(circle.pk, Decimal(0))),
            circle.limit_share,
            REVERSIBILITY[circle.max_reversibility],
        )
        for circle in found
    }
    general = next(circle for circle in circles.values() if circle.parent is None)
    circles[general.id] = routing.CircleFacts(general.id, remaining=general.remaining)
    return routing.Tree(general.id, circles)


def remaining(circle: Circle, project: Project, freed: Decimal = Decimal(0)) -> Decimal | None:
    """Return what a circle has in hand; None without a budget, nothing for one that was never allotted any."""
    if project.budget is None:
        return None
    purse = getattr(circle, "purse", None) or Purse(circle=circle, allotted=Decimal(0))
    if circle.parent_id is None:
        purse.allotted = project.budget
    return (purse.in_hand or Decimal(0)) + freed


def rest_of(decision: Decision) -> Decimal:
    """Return what a decision has reserved and nobody has drawn."""
    held = Reservation.objects.of(decision.project, decision.reference)
    return held.rest if held else Decimal(0)


def voices_of(route: routing.Route, project: Project) -> set[tuple[Any, int]]:
    """Return who is asked about what takes this route, as pairs of person and the circle whose voice they are: the
    voices of each affected circle (its pilot and delegate, all its people where it has neither); and of the circle that
    decides all members where it decides for itself, or what is grave, else who leads its sync.
    """
    current = project.memberships.current()
    around = current.filter(circle__in={route.decides, *route.affected})
    roles = {"is_voice": holding("pilot", "delegate"), "leads": holding("pilot", "facilitator")}
    rows: Any = around.annotate(**roles)
    people: list[tuple[Any, int, bool, bool]] = list(rows.values_list("user", "circle", "is_voice", "leads"))
    if route.asks_members:
        deciding = set(current.with_a_voice_in(Circle(pk=route.decides)).values_list("user", flat=True))
    else:
        deciding = {user for user, circle, _is_voice, leads in people if leads and circle == route.decides}
    heard = {circle for _user, circle, is_voice, _leads in people if is_voice}
    asked = {(user, circle) for user, circle, is_voice, _ in people if is_voice or circle not in heard}
    return {(user, circle) for user, circle in asked if circle in route.affected} | {
        (user, route.decides) for user in deciding
    }
