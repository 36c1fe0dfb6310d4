"""What the rules need to know, fetched: the tree with its money, what a proposal touches, the project's calendar."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import holidays
from django.apps import apps
from django.db.models import Sum

from circles.limits import usual_limit
from circles.models import Circle, Domain, Fundamental, Project
from decisions import routing
from decisions.routing import Because
from decisions.windows import Calendar

REVERSIBILITY = {
    "easy": routing.Reversibility.EASY,
    "costly": routing.Reversibility.COSTLY,
    "irreversible": routing.Reversibility.IRREVERSIBLE,
}


@dataclass(frozen=True)
class Terms:
    """What of a proposal moves its route, saved or still being typed."""

    circle: Circle
    cost: Decimal = Decimal(0)
    reversibility: str = "easy"
    domains: Iterable[Domain] = ()
    elements: Iterable[Fundamental] = ()
    named: Iterable[Circle] = ()
    claims: Iterable[tuple[int, str]] = field(default=())  # claiming circle, what of theirs it affects

    def rule(self) -> routing.Proposal:
        """Put it in the words of the rule."""
        held = [routing.Touch(domain.circle_id, Because.TOUCHES, domain.key) for domain in self.domains]
        named = [routing.Touch(circle.pk, Because.NAMED) for circle in self.named]
        claimed = [routing.Touch(circle, Because.CLAIMED, what) for circle, what in self.claims]
        return routing.Proposal(
            circle=self.circle.pk,
            cost=self.cost,
            reversibility=REVERSIBILITY[self.reversibility],
            touches=(*held, *named, *claimed),
            elements=tuple(routing.Element(e.reference, e.holder_id) for e in self.elements),
        )


def route(terms: Terms) -> routing.Route:
    """Compute who decides, from the database as it is now; two queries."""
    project = terms.circle.project
    return routing.route(terms.rule(), tree(project), lca=project.cross_circle_by == "lca")


def tree(project: Project) -> routing.Tree:
    """Give all circles with their limits, and what remains of the project's budget."""
    circles = {
        circle.pk: routing.Circle(
            circle.pk, circle.parent_id, circle.unit_limit, None, REVERSIBILITY[circle.max_reversibility]
        )
        for circle in project.circles.all()
    }
    general = next(circle for circle in circles.values() if circle.parent is None)
    circles[general.id] = routing.Circle(general.id, remaining=remaining(project))
    return routing.Tree(general.id, circles, usual=usual_limit(project.budget))


def remaining(project: Project) -> Decimal | None:
    """Give what of the budget no decision in force has reserved; None without a budget."""
    if project.budget is None:
        return None
    decision: Any = apps.get_model("decisions.Decision")
    reserved = decision.objects.in_project(project).in_force().aggregate(total=Sum("cost"))["total"]
    return project.budget - (reserved or Decimal(0))


def calendar(project: Project) -> Calendar:
    """Give the project's working time, with the public holidays of its country."""
    return Calendar(project.time_zone, project.weekdays or frozenset(range(5)), _holidays(project.country))


@lru_cache
def _holidays(country: str) -> frozenset[date]:
    """Give the public holidays of a country from 2015 to 2049; none for a country that is not known."""
    try:
        return frozenset(holidays.country_holidays(country, years=range(2015, 2050))) if country else frozenset()
    except NotImplementedError:
        return frozenset()
