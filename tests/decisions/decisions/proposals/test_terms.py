"""What moves a route is gathered in one place: the same while it is typed, asked by a program, and once it is saved."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circles.circles.models import Circle
from circles.restructuring.changes import Limits, to_json
from decisions.decisions.forms.exceptional import ContestForm, SmallActForm, UrgentForm
from decisions.decisions.forms.proposals import ProposalForm
from decisions.decisions.models import Decision, EffectAnswer, Proposal
from decisions.decisions.models.proposals.proposal_terms import UNSAID
from decisions.decisions.models.proposals.routing_input import Terms
from decisions.decisions.workflows.contests import object_to
from decisions.decisions.workflows.proposals import create_proposal
from decisions.decisions.workflows.small_acts import record_small_act
from decisions.decisions.workflows.urgent_acts import report_urgent_act
from decisions.specification.models import Clause
from documents.documents.models import Document
from tests.architecture.sources import APPS, calls, modules, parsed
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.decisions.specification.blocks import a_clause
from tests.factories import a_written, an_action, an_element
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
JSON = "application/json"
WORDS: dict[str, Any] = {"tension": "It leaks.", "text": "As in A-1."}
ANSWER = EffectAnswer("action", "A-1", changes=True)


@pytest.fixture
def decision(cast: Cast) -> Decision:
    """D-1, which as D-2 touched Power; beside them FE-1, A-1 and a clause of Power are there to be touched."""
    specification = Document.objects.get(project=cast.project, genre=Document.Genre.SPECIFICATION)
    a_written(specification, "# Water\n\nAt 30 m it lifts 24 m³ a day.", by=cast.ada)
    a_clause(specification, "At 30 m", cast.power, by=cast.ada)
    an_action(cast.power, by=cast.pia)
    decision, element = adopted(cast), an_element(cast.project)
    for one in (decision, adopted(cast, text="Another pump.")):
        one.round.affected = [cast.circle.pk, cast.power.pk]
        one.round.save()
    decision.proposal.named.add(cast.power)
    decision.proposal.domains.set(cast.power.domains.all())
    decision.proposal.elements.add(element)
    return decision


def everything(cast: Cast, decision: Decision) -> dict[str, Any]:
    """Return all that moves a route, as a program says it, but for the answers; every field of `UNSAID` is in it."""
    return {
        "cost": "7",
        "reversibility": "costly",
        "circles": [cast.power.key],
        "domains": ["PWR-OUT"],
        "elements": ["FE-1"],
        "clauses": [clause.key for clause in Clause.objects.in_project(cast.project)],
        "carries_out": [to_json(Limits.keeping(cast.circle, unit_limit=Decimal(9)))],
        "replaces": decision.number,
        "revokes": decision.number + 1,
    }


def plain(terms: Terms) -> dict[str, Any]:
    """Return what stands in terms, so that it can be compared."""
    lists = {"domains", "elements", "named", "claims", "clauses", "answered"}
    found = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    found |= {name: sorted(found[name], key=repr) for name in lists}
    return found | {"changes": [to_json(change) for change in terms.changes]}


def typed_terms(form: Any) -> dict[str, Any]:
    """Return what a whole form says of where it goes."""
    assert form.is_valid(), form.errors
    return plain(form.terms() if isinstance(form, ProposalForm) else form.said_terms())


def test_one_place_makes_them() -> None:
    made = {path for path in modules(of=APPS) for name, _call in calls(parsed(path)) if name == "Terms"}
    assert made == {"decisions/decisions/models/proposals/proposal_terms.py"}


def test_what_is_typed_is_what_is_saved(cast: Cast, decision: Decision) -> None:
    said = everything(cast, decision)
    typed = {
        **WORDS,
        **said,
        "named": [cast.power.pk],
        "domains": [one.pk for one in cast.power.domains.all()],
        "elements": [one.pk for one in cast.project.fundamentals.all()],
        "clauses": ", ".join(said["clauses"]),
        "carries_out": json.dumps(said["carries_out"]),
        "revokes": Decision.objects.get(number=said["revokes"]).pk,
        "review_months": 3,
        "effect-action-A-1": "yes",
    }
    form = ProposalForm(typed, circle=cast.circle, user=cast.ada)
    terms = typed_terms(form)
    assert not [name for name, nothing in UNSAID.items() if not terms[name] or terms[name] == nothing], "say it here"
    saved = create_proposal(cast.circle, by=cast.ada, ask=False, **form.arguments())
    assert plain(Proposal.objects.get(pk=saved.pk).terms()) == terms


def test_the_route_that_a_program_asks_is_the_route_that_is_taken(cast: Cast, decision: Decision) -> None:
    said, ada = everything(cast, decision), Client(headers=by_token(cast.ada))
    asked = ada.post(operation(cast, f"routes?circle={cast.circle.key}"), said, JSON).json()
    body = {**said, "circle": cast.circle.key, "tension": "It leaks.", "text": "Another seal."}
    assert ada.post(operation(cast, "proposals"), body, JSON).json()["route"] == asked


def test_what_is_typed_of_an_urgent_act_is_what_is_saved(cast: Cast, decision: Decision) -> None:
    now = timezone.now()
    typed = {"cost": "7", "reversibility": "costly", "named": [cast.power.pk], "effect-action-A-1": "yes"}
    typed["acted_at"] = f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}"
    form = UrgentForm({**WORDS, **typed}, circle=cast.circle, user=cast.ada, now=now)
    said = typed_terms(form)
    assert plain(report_urgent_act(cast.circle, by=cast.ada, **form.arguments()).terms()) == said


def test_what_is_typed_of_a_small_act_is_what_is_saved(cast: Cast) -> None:
    form = SmallActForm({"text": "New screws.", "cost": "7"}, circle=cast.circle)
    said = typed_terms(form)
    assert plain(record_small_act(cast.circle, by=cast.ada, **form.cleaned_data).proposal.terms()) == said


def test_what_is_typed_against_a_decision_is_what_is_saved(cast: Cast, decision: Decision) -> None:
    own = Circle.objects.filter(pk=cast.circle.pk)
    form = ContestForm({"harm": "It came loose.", "circle": cast.circle.key}, decision=decision, circles=own)
    said = typed_terms(form)
    assert plain(object_to(decision, by=cast.ada, **form.cleaned_data).terms()) == said


def test_the_page_of_an_urgent_act_shows_the_route_that_it_takes(cast: Cast) -> None:
    ada, address = at_browser(cast.ada), page(cast, f"proposals/urgent/?circle={cast.circle.key}")
    done = {"text": "I shut it.", "cost": "2001", "acted_at": f"{timezone.now():%Y-%m-%dT%H:%M}"}
    shown = ada.post(address, {**done, "acted_at": ""}).context["way"]
    typed = ada.post(page(cast, f"proposals/route/?urgent=yes&circle={cast.circle.key}"), done).context["way"]
    proposal = report_urgent_act(cast.circle, by=cast.ada, acted_at=timezone.now(), **WORDS, cost=Decimal(2001))
    route = proposal.route()
    assert route.decides == cast.project.circles.general().pk
    assert [step.circle.pk for step in shown.steps] == [step.circle.pk for step in typed.steps]
    assert (shown.steps[-1].circle.pk, shown.steps[-1].why) == (route.decides, typed.steps[-1].why)
    assert (shown.headline, shown.meets_at) == (typed.headline, typed.meets_at)
