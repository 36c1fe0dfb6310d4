"""A fundamental element that protects nothing any more leaves the list; three stay at least."""

from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Fundamental
from circles.projects.models import Project
from circles.restructuring.changes import ElementRemoval, from_json, to_json
from decisions.decisions.models import Objection, Proposal
from decisions.decisions.routing import Silence
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_project, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User, bo: User) -> Project:
    """Ada pilots it, bo is in it; it has four elements."""
    project = a_project(ada)
    project.circles.general().admit(bo, by=ada)
    for number in range(4):
        an_element(project, f"Element {number}")
    return project


def remove(by: User, project: Project, number: int, entry_point: str) -> int:
    """Remove an element by its page or the API, and return the status."""
    if entry_point == "page":
        return at_browser(by).post(f"/p/{project.slug}/fundamentals/{number}/removal/").status_code
    return (
        Client(headers=by_token(by)).post(f"/api/v1/projects/{project.slug}/fundamentals/{number}/removal").status_code
    )


@pytest.mark.parametrize(("entry_point", "done"), [("page", 302), ("api", 204)])
def test_the_pilot_removes_one_while_nobody_was_asked_and_keeps_three(
    project: Project, ada: User, bo: User, entry_point: str, done: int
) -> None:
    assert remove(bo, project, 4, entry_point) == 403
    assert remove(ada, project, 4, entry_point) == done
    assert remove(ada, project, 4, entry_point) == 404
    assert remove(ada, project, 3, entry_point) == 409
    assert [one.number for one in project.fundamentals.current()] == [1, 2, 3]
    shown = at_browser(ada).get(f"/p/{project.slug}/fundamentals/").text
    assert "Off the list" in shown
    assert Entry.objects.get(event="element.removed").reference == "FE-4"
    assert an_element(project, "Another one").reference == "FE-5"


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_once_somebody_was_asked_only_a_decision_removes_it(project: Project, ada: User, entry_point: str) -> None:
    a_round(circle=project.circles.general(), by=ada)
    assert remove(ada, project, 4, entry_point) == 409
    api = f"/api/v1/projects/{project.slug}/changes/element_removal"
    browser = Client(headers=by_token(ada))
    assert browser.post(api, {"number": 4}, content_type="application/json").status_code == 409
    said = browser.post(api, {"number": 4, "only_say": True}, content_type="application/json").json()
    assert said["change"]["words"] == "Remove FE-4 from the fundamental elements"
    page = f"/p/{project.slug}/circles/general/changes/element_removal/"
    last = project.fundamentals.get(number=4)
    assert "Propose it" in at_browser(ada).get(page, {"element": last.pk}).text


@pytest.mark.both_databases
def test_a_decision_that_waits_for_everybody_removes_it(project: Project, ada: User, bo: User) -> None:
    change = ElementRemoval(project.circles.general(), 4)
    assert from_json(project, to_json(change)) == change
    proposal = Proposal.propose(
        project.circles.general(), by=ada, tension="Met.", text="It goes.", carries_out=[to_json(change)]
    )
    assert open_round(proposal, by=ada).silence == Silence.EACH_PERSON
    change.apply(by=ada, decision="D-1")
    assert project.fundamentals.current().count() == 3
    with pytest.raises(Refused, match="off the list"):
        change.apply(by=ada, decision="D-2")
    with pytest.raises(Refused, match="at least 3"):
        ElementRemoval(project.circles.general(), 3).apply(by=ada, decision="D-2")


def test_nothing_new_names_it_and_an_objection_that_stands_keeps_it(project: Project, ada: User, bo: User) -> None:
    element = project.fundamentals.get(number=4)
    round_ = a_round(circle=project.circles.general(), by=ada)
    answers: dict[str, Any] = valid_objection_tests(element) | {"element": element.pk}
    take_position(round_, "objection", by=bo, words="A shock.", objection_tests=valid_objection_tests(element))
    element.remove(by=ada, decision="D-1")
    objection = Objection.objects.get()
    assert objection.weigh().blocks
    address = f"/p/{project.slug}/proposals/{round_.proposal.number}/objections/{objection.pk}/answers/"
    assert at_browser(bo).post(address, answers).status_code in (200, 302)
    other = a_round(circle=project.circles.general(), by=ada)
    form = f"/p/{project.slug}/proposals/{other.proposal.number}/rounds/{other.number}/objections/"
    assert "Element 3" not in at_browser(bo).get(form).text
    assert Fundamental.objects.current().filter(pk=element.pk).count() == 0
