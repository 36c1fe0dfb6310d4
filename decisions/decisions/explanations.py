"""Routes, tests and verdicts as sentences in the reader's language; the rules return data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.forms import BaseForm, BoundField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.circles.event_types import CircleEvent
from circles.circles.models import Circle
from circles.circles.models.sync_names import the_sync
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models import Objection
from decisions.decisions.objection_tests import Test
from decisions.decisions.routing import Because, Reason, Route, RouteKind
from foundation.audit.models import Entry
from foundation.web.formatting import day, moment, money


@dataclass
class RouteStep:
    """One circle on the way of a decision, with why it is there."""

    circle: Circle
    why: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """A route in words: who decides, the circles on the way, what stops adoption, when (None: not known)."""

    headline: str
    steps: list[RouteStep]
    refused: str
    meets_at: datetime | None
    in_sync: bool
    asks_nobody: bool = False
    """Nobody but who proposes would be asked: it would be adopted at once."""
    price: str = ""
    """What deciding takes: how many people are asked, and when it is in force."""


def way(route: Route, project: Project, *, cost: Decimal, home: Circle, meets_at: datetime | None) -> Way:
    """Put a route into words; `meets_at` is when the sync begins that takes it (`round_end.py`)."""
    circles = {circle.pk: circle for circle in circles_of(project)}
    decides = circles[route.decides]
    steps = {pk: RouteStep(circles[pk]) for pk in dict.fromkeys([home.pk, *sorted(route.affected)]) if pk != decides.pk}
    for reason in route.reasons:
        if reason.circle != decides.pk:
            steps.setdefault(reason.circle, RouteStep(circles[reason.circle]))
    steps[decides.pk] = RouteStep(decides)
    for reason in route.reasons:
        steps[reason.circle].why.append(because(reason, project, circles[reason.circle], cost, len(route.affected)))
    for step in steps.values():
        step.why = step.why or [_role_of(step.circle, route, steps, home)]
    return Way(
        headline=headline(route, decides, meets_at),
        steps=list(steps.values()),
        refused=because(route.refused, project, decides, cost, 0) if route.refused else "",
        meets_at=meets_at,
        in_sync=route.in_sync,
    )


def _role_of(circle: Circle, route: Route, steps: Mapping[int, RouteStep], home: Circle) -> str:
    """Say what a circle does that no reason names: it proposes, or decides what another one on the way may not."""
    if circle.pk == home.pk:
        return _("proposes it")
    *_before, last = [step.circle for step in steps.values() if step.circle.pk != route.decides] or [home]
    return format_html(_("decides what {circle} may not decide alone"), circle=last.name)


def changed(entries: Iterable[Entry]) -> str:
    """Say why the route of a proposal has changed, from the last entry about it; nothing where none does."""
    for entry in entries:
        facts = entry.facts
        say = {
            DecisionEvent.CLAIMED: _("%(of)s says that this affects them: the route has changed."),
            DecisionEvent.CLAIM_RELEASED: _("It is settled with %(of)s: the route has changed."),
            DecisionEvent.PULLED: _("It was taken to the sync of %(of)s: the route has changed."),
            "money": _("Money came to %(of)s or left it: the route has changed."),
            CircleEvent.LIMITS_CHANGED: _("What %(of)s decides alone was changed: so was the route."),
            CircleEvent.DOMAIN_TRANSFERRED: _("%(of)s was handed to another circle: the route has changed."),
            CircleEvent.CIRCLE_MOVED: _("%(of)s was moved: the route has changed."),
            CircleEvent.CIRCLE_CLOSED: _("%(of)s was closed: the route has changed."),
            CircleEvent.CIRCLE_MERGED: _("%(of)s was merged into another circle: the route has changed."),
            CircleEvent.CIRCLE_SPLIT: _("%(of)s was split off another circle: the route has changed."),
        }
        words = say.get(facts.get("after", ""), _("The route has changed since the round was opened."))
        return words % {"of": facts.get("of", "")}
    return ""


def headline(route: Route, decides: Circle, meets_at: datetime | None) -> str:
    """Say who decides, in one sentence."""
    if route.kind is RouteKind.SYNCHRONISED:
        return _("%(circle)s decides, as soon as the circles affected have spoken") % {"circle": decides.name}
    if not route.in_sync:
        return _("%(circle)s decides, in a round of its own") % {"circle": decides.name}
    if meets_at is None:
        return _("%(circle)s decides, in a sync that its people hold") % {"circle": decides.name}
    return _("Goes to %(sync)s on %(day)s") % {"sync": the_sync(decides), "day": day(meets_at)}


def price(route: Route, asked: int, ends: datetime | None) -> str:
    """Say what deciding takes: so many people `asked`, and when it is in force; `ends` is the end of a round inside
    scope, or when the sync begins that takes it.
    """
    said = [ngettext("%(number)s person is asked.", "%(number)s people are asked.", asked)]
    if route.kind is RouteKind.SYNCHRONISED and ends:
        said.append(_("In force as soon as the circles affected have answered, else on the agenda of %(when)s."))
    elif route.kind is RouteKind.SYNCHRONISED:
        said.append(_("In force as soon as the circles affected have answered."))
    elif not route.in_sync and ends:
        said.append(_("In force as soon as all have answered, at the latest on %(when)s."))
    return " ".join(said) % {"number": asked, "when": moment(ends)}


def because(reason: Reason, project: Project, circle: Circle, cost: Decimal, affected: int) -> str:
    """Say one reason, with a link to what it names; safe HTML."""
    say: dict[Because, Callable[[], str]] = {
        Because.IN_SCOPE: lambda: _("within its scope"),
        Because.TOUCHES: lambda: _("holds {what}"),
        Because.NAMED: lambda: _("is named in it"),
        Because.CHANGED: lambda: _("is changed: {what}"),
        Because.CLAIMED: lambda: _("says that it is affected: {what}"),
        Because.UNDOES: lambda: _("was asked about {what}, which this would end"),
        Because.SYNCHRONISED: lambda: _("decides, as soon as the circles affected have spoken"),
        Because.PULLED: lambda: _("decides it in its sync: a person took it there"),
        Because.SEVERAL_CIRCLES: lambda: ngettext(
            "one circle is affected", "{affected} circles are affected", affected
        ),
        Because.OVER_LIMIT: lambda: _("may commit {limit} at once; this is {cost}"),
        Because.OVER_BUDGET: lambda: _("has {limit} left; this is {cost}"),
        Because.TOO_FINAL: lambda: _("may not decide alone what is this hard to undo"),
        Because.ELEMENT_ABOVE: lambda: _("does not hold {what}, which it touches"),
        Because.CHANGES_ELEMENT: lambda: _("may not change the fundamental elements"),
        Because.ESCALATED: lambda: _("it could not be agreed below"),
        Because.URGENT: lambda: _("keeps or undoes in its next sync what was done first"),
        Because.SUSPENDS: lambda: _("says in its next sync whether {what}, held up until then, goes on"),
        Because.OVER_PROJECT: lambda: _(
            "The circles on its way have {limit} left, and this costs {cost}: it cannot be adopted before money is "
            "taken back from another circle, or the budget is raised."
        ),
    }
    return format_html(
        say[reason.code](),
        what=link_to(reason, project, circle),
        limit=money(reason.limit, project.currency),
        cost=money(cost, project.currency),
        affected=affected,
    )


def link_to(reason: Reason, project: Project, circle: Circle) -> str:
    """Return the address of what a reason names: an element to the elements, a decision to its page, else to the circle
    itself.
    """
    if reason.code in (Because.UNDOES, Because.SUSPENDS):
        page = reverse("decisions:decision", args=[project.slug, reason.what.removeprefix("D-")])
        return format_html('<a href="{}">{}</a>', page, reason.what)
    if reason.code is Because.ELEMENT_ABOVE:
        return format_html('<a href="{}">{}</a>', reverse("circles:fundamentals", args=[project.slug]), reason.what)
    return format_html('<a href="{}">{}</a>', circle.get_absolute_url(), reason.what)


# The objection --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ObjectionTest:
    """One of the five tests: the question, what was answered, and whether its test is met."""

    ask: str
    mark: str
    strong: str
    text: str
    met: bool


@dataclass(frozen=True)
class AskedTest:
    """One of the five questions as a form asks it: with the fields that answer it, and the template that shows them."""

    ask: str
    mark: str
    fields: list[BoundField]
    template: str


def questions(form: BaseForm) -> list[AskedTest]:
    """Return the five questions as they are asked in a form."""
    return [
        AskedTest(
            _(test.facts.question),
            test.facts.mark,
            [form[name] for name in test.facts.fields],
            f"decisions/asked/{test.facts.asked_as}.html",
        )
        for test in Test
    ]


def objection_tests(objection: Objection) -> list[ObjectionTest]:
    """Return the five answers of an objection with their tests."""
    met = objection.verdict.met
    element = objection.element
    given = {
        Test.ELEMENT: (f"{element.reference} {element.statement}." if element else "", objection.harm),
        Test.CAUSE: (objection.get_danger_display() if objection.danger else "", ""),
        Test.REPAIR: repair(objection),
        Test.FORESIGHT: (objection.get_certainty_display() if objection.certainty else "", ""),
        Test.EVIDENCE: ("", objection.evidence),
    }
    return [ObjectionTest(_(test.facts.question), test.facts.mark, *given[test], met=test in met) for test in Test]


def repair(objection: Objection) -> tuple[str, str]:
    """Say what it takes to put right, and what the element accepts."""
    currency = objection.proposal.project.currency
    wrong = _days_and_money(objection.fix_days, objection.fix_cost, currency)
    if objection.cannot_be_fixed:
        wrong = _("It cannot be put right.")
    accepted = _days_and_money(objection.acceptable_days, objection.acceptable_cost, currency)
    if not objection.element:
        return wrong, ""
    declared = _("Declared acceptable for %(element)s: %(what)s.") % {
        "element": objection.element.reference,
        "what": accepted or _("nothing was declared"),
    }
    return wrong, declared


def _days_and_money(days: int | None, cost: Decimal | None, currency: str) -> str:
    said = []
    if days is not None:
        said.append(ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days})
    if cost is not None:
        said.append(money(cost, currency))
    return ", ".join(said)


def verdict(objection: Objection) -> list[str]:
    """Say what the answers add up to: one sentence or two; the first says whether it blocks."""
    found = objection.verdict
    why_not = objection.misquoted() if objection.pk is None else ""
    if why_not and not found.blocks:
        return [_("This does not block the decision."), why_not]
    if not found.blocks:
        return [
            _("This does not block the decision."),
            _("It is kept with it and will be read at the review."),
        ]
    if found.untested:
        against = objection.against.reference if objection.against else ""
        return [
            _("This blocks the decision."),
            _("It goes against %(decision)s, which is in force.") % {"decision": against},
        ]
    return [_("This blocks the decision."), _why_it_blocks(objection)]


def _why_it_blocks(objection: Objection) -> str:
    found = objection.verdict
    element = objection.element.reference if objection.element else ""
    currency = objection.proposal.project.currency
    if objection.cannot_be_fixed:
        return _("It would endanger %(element)s, it comes from this proposal, and it cannot be put right.") % {
            "element": element
        }
    days = objection.fix_days if found.too_long else None
    cost = objection.fix_cost if found.too_dear else None
    taken = _days_and_money(days, cost, currency)
    accepts = (
        objection.acceptable_days if found.too_long else None,
        objection.acceptable_cost if found.too_dear else None,
    )
    accepted = _days_and_money(*accepts, currency)
    sentence = _(
        "It would endanger %(element)s, it comes from this proposal, and putting it right takes %(taken)s: more than "
        "the %(accepted)s declared acceptable."
    )
    if not any(accepts):
        sentence = _(
            "It would endanger %(element)s, it comes from this proposal, and putting it right takes %(taken)s, where "
            "nothing is acceptable."
        )
    return sentence % {"element": element, "taken": taken, "accepted": accepted}
