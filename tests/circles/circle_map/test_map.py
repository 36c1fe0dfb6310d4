"""The map says of the circle one has chosen what it is for, what it decides alone, and what waits there."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone

from circles.circles.models import Circle, Domain
from decisions.actions.models import Action
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import withdraw
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def design() -> Circle:
    """Ada pilots the project, bo pilots Design, eve is in Field."""
    project = a_project(a_person("Ada Mercier"))
    a_circle(a_person("Eve Martin"), inside=project.circles.general(), name="Field")
    design = a_circle(inside=project.circles.general(), name="Design", purpose="A pump that lasts.", money=3_000)
    design.admit(a_person("Bo Nguyen"), by=project.created_by, roles=["pilot"])
    return design


def shown(circle: Circle, rest: str, *, who: str = "Ada Mercier", **headers: str) -> str:
    browser = at_browser(circle.project.people().get(name=who))
    answer = browser.get(f"/p/{circle.project.slug}/{rest}", headers=headers)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def drawn(circle: Circle) -> dict[str, Any]:
    """Return what the map draws of a circle."""
    page = shown(circle, "map/")
    found = re.search(r'<script id="map-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    return next(one for one in json.loads(found[1]) if one["key"] == circle.key)


@pytest.mark.both_databases
def test_who_chooses_a_circle_reads_what_it_is_for_whose_it_is_and_what_it_has(design: Circle) -> None:
    Domain.give(design, "PUMP", "Pump body", by=design.project.created_by)
    card = shown(design, "map/design/", **BY_SCRIPT)
    assert "<html" not in card
    for word in (
        "A pump that lasts.",
        "PUMP, Pump body",
        "€3,000, all that is in hand",
        "Bo Nguyen",
        "€3,000 left of €3,000",
    ):
        assert word in card
    assert f'href="{design.get_absolute_url()}"' in card
    assert "Nothing is waiting here." in card


def test_without_scripts_the_map_opens_on_the_circle_of_its_address(design: Circle) -> None:
    page = shown(design, "map/design/")
    assert 'data-here="design"' in page
    assert "A pump that lasts." in page
    assert 'data-here="general"' in shown(design, "map/")


def test_what_waits_in_a_circle_stands_on_its_card_and_eve_of_another_says_it_affects_hers(design: Circle) -> None:
    bo = design.project.people().get(name="Bo Nguyen")
    proposal = a_proposal(circle=design, by=bo, title="Change the seal")
    Action.make(design, "Measure the flow", by=bo, due_on=timezone.localdate() - timedelta(days=2))
    card = shown(design, "map/design/", who="Eve Martin", **BY_SCRIPT)
    assert "Change the seal" in card
    assert "Measure the flow" in card
    assert f"{proposal.get_absolute_url()}claims/?back={f'/p/{design.project.slug}/map/design/'}" in card
    assert "claims/" not in shown(design, "map/design/", who="Bo Nguyen", **BY_SCRIPT)


def test_a_circle_bears_a_sign_while_something_is_late_and_a_graver_one_while_an_objection_stands(
    design: Circle,
) -> None:
    bo = design.project.people().get(name="Bo Nguyen")
    assert drawn(design)["sign"] is None
    action = Action.make(design, "Measure the flow", by=bo, due_on=timezone.localdate() - timedelta(days=2))
    assert drawn(design)["sign"] == "late"
    round_ = a_round(circle=design, by=bo, named=[design.project.circles.general()])
    ada = design.project.people().get(name="Ada Mercier")
    take_position(round_, "objection", by=ada, objection_tests=valid_objection_tests(an_element(design.project)))
    assert drawn(design)["sign"] == "objection"
    withdraw(round_.proposal, by=bo)
    assert drawn(design)["sign"] == "late"
    assert "something is late" in shown(design, "circles/")
    action.finish(how="12 l a minute", by=bo)
    assert drawn(design)["sign"] is None
