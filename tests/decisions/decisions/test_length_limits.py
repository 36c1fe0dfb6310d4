"""The API takes no value that could not be kept, or that would later break the page of everyone: 422 instead."""

import json
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Proposal
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round

pytestmark = pytest.mark.django_db

LONG = "x" * 5000
A_PROJECT = {"name": "Pompe 2"}
A_CIRCLE = {"name": "Power"}
A_PROPOSAL = {"circle": "design", "tension": "It leaks.", "text": "A new seal."}
AN_ELEMENT = {"statement": "Nobody gets hurt", "sort": "safety"}


@pytest.fixture
def circle(ada: User) -> Circle:
    """A circle of ada's and bo's."""
    project = a_project(ada, name="Pompe")
    return a_circle(ada, a_person("Bo Nguyen"), inside=project.circles.general(), name="Design")


@pytest.fixture
def browser(ada: User, circle: Circle) -> Client:
    """The pilot's browser."""
    browser = Client()
    browser.force_login(ada)
    return browser


def send(browser: Client, method: str, path: str, body: dict[str, Any]) -> int:
    """Return the status that the API answers."""
    return browser.generic(method, f"/api/v1/{path}", json.dumps(body), "application/json").status_code


@pytest.mark.parametrize(
    "odd",
    [
        {"name": LONG},
        {"name": ""},
        {"language": "xx"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": ""},
        {"working_days": "7"},
        {"working_days": ""},
        {"currency": "EUROS"},
        {"budget": "-1"},
        {"budget": "1e13"},
    ],
)
def test_a_project_that_nobody_could_work_in_is_not_made(browser: Client, odd: dict[str, Any]) -> None:
    assert send(browser, "POST", "projects", {**A_PROJECT, **odd}) == 422
    assert Project.objects.count() == 1


@pytest.mark.both_databases
def test_a_project_is_made_of_what_makes_sense(browser: Client) -> None:
    whole = {**A_PROJECT, "language": "fr", "time_zone": "Asia/Tokyo", "working_days": "12345", "budget": "1000.50"}
    assert send(browser, "POST", "projects", whole) == 201


@pytest.mark.parametrize("odd", [{"name": LONG}, {"unit_limit": "-1"}, {"max_reversibility": "bogus"}])
def test_a_circle_whose_limits_no_route_understands_is_not_opened(
    browser: Client, circle: Circle, odd: dict[str, Any]
) -> None:
    path = f"projects/{circle.project.slug}/circles"
    assert send(browser, "POST", path, {**A_CIRCLE, **odd}) == 422
    assert send(browser, "POST", path, A_CIRCLE) == 201


@pytest.mark.parametrize("odd", ["Pl\r\nBcc: eve@ronde.example", "no address", LONG + "@ronde.example", ""])
def test_an_invitation_goes_to_an_address_only(browser: Client, circle: Circle, odd: str) -> None:
    path = f"projects/{circle.project.slug}/circles/design/invitations"
    assert send(browser, "POST", path, {"email": odd}) == 422
    assert circle.project.invitations.count() == 0


@pytest.mark.parametrize("odd", [{"sort": "bogus"}, {"days": -1}, {"days": 10**9}, {"cost": "-1"}, {"statement": LONG}])
def test_an_element_with_odd_limits_is_not_declared(browser: Client, circle: Circle, odd: dict[str, Any]) -> None:
    path = f"projects/{circle.project.slug}/fundamentals"
    assert send(browser, "POST", path, {**AN_ELEMENT, **odd}) == 422
    assert send(browser, "POST", path, AN_ELEMENT) == 201


ODD_TERMS: list[dict[str, Any]] = [
    {"reversibility": "bogus"},
    {"cost": "-1"},
    {"cost": "1e30"},
    {"title": LONG},
    {"text": ""},
]


@pytest.mark.parametrize("odd", [*ODD_TERMS, {"review_months": 0}, {"review_months": 10**9}])
def test_a_proposal_that_has_no_way_is_not_written(browser: Client, circle: Circle, odd: dict[str, Any]) -> None:
    path = f"projects/{circle.project.slug}/proposals"
    assert send(browser, "POST", path, {**A_PROPOSAL, **odd}) == 422
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("odd", ODD_TERMS)
def test_a_text_is_not_changed_into_one_that_has_no_way(
    browser: Client, ada: User, circle: Circle, odd: dict[str, Any]
) -> None:
    proposal = a_proposal(circle=circle, by=ada)
    assert send(browser, "PATCH", f"projects/{circle.project.slug}/proposals/{proposal.number}", odd) == 422


@pytest.mark.parametrize("odd", [{"danger": "bogus"}, {"certainty": "bogus"}, {"fix_days": -1}, {"fix_cost": "1e30"}])
def test_an_objection_is_answered_in_words_that_can_be_weighed(
    browser: Client, circle: Circle, odd: dict[str, Any]
) -> None:
    bo = circle.people().get(name="Bo Nguyen")
    round_ = a_round(circle=circle, by=bo)
    path = f"projects/{circle.project.slug}/proposals/{round_.proposal.number}/positions"
    assert send(browser, "POST", path, {"kind": "objection", "answers": {"harm": "It burns.", **odd}}) == 422
    assert send(browser, "POST", path, {"kind": "objection", "answers": {"harm": "It burns.", "danger": ""}}) == 201


@pytest.mark.parametrize("title", [LONG, ""])
def test_a_document_has_a_title_of_a_line(browser: Client, circle: Circle, title: str) -> None:
    document = Document.objects.filter(project=circle.project)[0]
    assert send(browser, "POST", f"projects/{circle.project.slug}/documents", {"title": title}) == 422
    assert send(browser, "PATCH", f"documents/{document.pk}", {"title": title}) == 422
    assert send(browser, "POST", f"projects/{circle.project.slug}/documents", {"title": "Plan"}) == 201
    assert send(browser, "PATCH", f"documents/{document.pk}", {"title": "Plan"}) == 200


def test_the_page_of_the_elements_asks_for_days_that_can_be_kept(browser: Client, circle: Circle) -> None:
    path = f"/p/{circle.project.slug}/fundamentals/"
    assert browser.post(path, {**AN_ELEMENT, "days": "99999"}).status_code == 422
    assert browser.post(path, {**AN_ELEMENT, "days": "30"}).status_code == 302


@pytest.mark.parametrize("name", ["tension", "text", "effect"])
def test_a_text_that_is_a_book_is_refused_with_a_sentence(browser: Client, circle: Circle, name: str) -> None:
    book = {name: "word " * 20_001}
    assert send(browser, "post", "projects/pompe/proposals", A_PROPOSAL | book) == 409
    assert send(browser, "post", "projects/pompe/proposals", A_PROPOSAL) == 201
    assert send(browser, "patch", "projects/pompe/proposals/1", book) == 409
