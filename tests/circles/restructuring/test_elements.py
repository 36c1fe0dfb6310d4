"""Fundamental elements: three to nine, with what is acceptable, who holds them and how they are measured."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle, Fundamental
from circles.projects.models import Project
from circles.restructuring.changes import Element, from_json, to_json
from circles.restructuring.forms.changes import FORMS
from decisions.decisions.models import Objection, Proposal
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_project, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

WORDS: dict[str, Any] = {"statement": "Nobody gets hurt", "sort": "safety"}


@pytest.fixture
def project(ada: User) -> Project:
    """Ada pilots it; it has 10,000."""
    return a_project(ada)


@pytest.fixture
def design(project: Project, bo: User) -> Circle:
    return a_circle(bo, inside=project.circles.general(), name="Design")


def declare(ada: User, project: Project, entry_point: str, **words: Any) -> int:
    """Declare an element by the page or the API, and return the status."""
    if entry_point == "page":
        return at_browser(ada).post(f"/p/{project.slug}/fundamentals/", WORDS | words).status_code
    sent = {name: None if value == "" and name in ("days", "cost") else value for name, value in words.items()}
    address = f"/api/v1/projects/{project.slug}/fundamentals"
    return Client(headers=by_token(ada)).post(address, WORDS | sent, content_type="application/json").status_code


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_an_empty_half_is_skipped(project: Project, ada: User, entry_point: str) -> None:
    assert declare(ada, project, entry_point, days="", cost="") in (201, 302)
    element = project.fundamentals.get()
    assert (element.acceptable_fix_days, element.acceptable_fix_cost) == (None, None)
    assert declare(ada, project, entry_point, days="0", cost="0") in (201, 302)
    strict = project.fundamentals.last()
    assert strict
    assert (strict.acceptable_fix_days, strict.acceptable_fix_cost) == (0, Decimal(0))


@pytest.mark.both_databases
def test_the_page_offers_what_is_usual_and_so_does_a_new_project(project: Project, ada: User) -> None:
    page = at_browser(ada).get(f"/p/{project.slug}/fundamentals/").content.decode()
    assert 'name="cost" value="500"' in page
    browser, sent = at_browser(ada), {"name": "Pompe", "with_elements": True, "budget": "20000"}
    assert browser.post("/api/v1/projects", sent, content_type="application/json").status_code == 201
    made = Fundamental.objects.filter(project__name="Pompe")
    assert {one.acceptable_fix_cost for one in made} == {Decimal(1_000)}


def test_an_objection_skips_the_half_that_nobody_declared(project: Project) -> None:
    element = an_element(project, days=None)
    objection = Objection(
        proposal=Proposal(project=project), **{**valid_objection_tests(element), "fix_cost": Decimal(9_000)}
    )
    assert not objection.weigh().blocks


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_who_holds_it_and_how_it_is_measured_is_said(
    project: Project, design: Circle, ada: User, entry_point: str
) -> None:
    words = {"measure": "Leakage current", "threshold": "below 0.5 mA", "holder": design.key}
    assert declare(ada, project, entry_point, **words) in (201, 302)
    element = project.fundamentals.get()
    assert (element.measure, element.threshold, element.holder) == ("Leakage current", "below 0.5 mA", design)
    page = at_browser(ada).get(f"/p/{project.slug}/fundamentals/").content.decode()
    assert "Leakage current: below 0.5 mA" in page

    there = f"/p/{project.slug}/fundamentals/{element.number}/"
    shown = at_browser(ada).get(there).content.decode()
    assert 'value="Leakage current"' in shown
    assert at_browser(ada).post(there, WORDS | {"measure": "Shocks"}).status_code == 302
    element.refresh_from_db()
    assert (element.measure, element.threshold, element.holder) == ("Shocks", "", project.circles.general())


@pytest.mark.parametrize(("entry_point", "refused"), [("page", 409), ("api", 409)])
def test_a_tenth_element_is_refused_with_a_sentence(
    project: Project, ada: User, entry_point: str, refused: int
) -> None:
    for number in range(9):
        an_element(project, f"Element {number}")
    assert declare(ada, project, entry_point) == refused
    assert project.fundamentals.count() == 9
    assert "as many as a project can have" in at_browser(ada).get(f"/p/{project.slug}/fundamentals/").content.decode()
    change = f"/p/{project.slug}/circles/general/changes/element/"
    said = at_browser(ada).post(change, WORDS)
    assert said.status_code == 422
    assert "at most 9 fundamental elements" in said.content.decode()
    only_say = Client(headers=by_token(ada)).post(
        f"/api/v1/projects/{project.slug}/changes/element", WORDS | {"only_say": True}, content_type="application/json"
    )
    assert only_say.status_code == 409


def test_fewer_than_three_are_said_to_be_missing(project: Project, ada: User) -> None:
    an_element(project)
    assert "some are missing" in at_browser(ada).get(f"/p/{project.slug}/fundamentals/").content.decode()


def test_a_decision_says_who_holds_it_and_reads_what_was_stored_before(
    project: Project, design: Circle, ada: User
) -> None:
    change = Element(project.circles.general(), "Nobody falls", "safety", 3, None, measure="Falls", holder=design)
    row = to_json(change)
    assert from_json(project, row) == change
    assert change.affects() == [project.circles.general(), design]
    assert list(change.preview())[:2] == ["Design holds it.", "It is measured: Falls."]
    for name in ("measure", "threshold", "holder"):
        del row["facts"][name]
    assert from_json(project, row) == Element(project.circles.general(), "Nobody falls", "safety", 3, None)
    change.apply(by=ada, decision="D-1")
    assert project.fundamentals.get().holder == design
    with pytest.raises(Refused):
        from_json(project, {"kind": "element", "facts": {"statement": "x", "sort": "safety", "days": 1, "cost": None}})


ZERO: list[tuple[str, dict[str, str], str]] = [
    ("design", {"unit_limit": "0", "max_reversibility": "easy"}, "limits"),
    ("general", {"budget": "0"}, "budget"),
    ("general", WORDS | {"days": "0", "cost": "0"}, "element"),
]


@pytest.mark.parametrize(("key", "typed", "kind"), ZERO)
def test_zero_is_an_answer(project: Project, design: Circle, ada: User, key: str, typed: Any, kind: str) -> None:
    circle = project.circles.general() if key == "general" else design
    form = FORMS[kind](typed, circle=circle)
    assert form.is_valid(), form.errors
    change = form.change()
    assert change is not None
    fields = {"limits": ("unit_limit",), "budget": ("budget",), "element": ("days", "cost")}[kind]
    assert [getattr(change, name) for name in fields] == [0] * len(fields)


def test_a_limit_of_nothing_is_set_by_the_page(project: Project, design: Circle, ada: User) -> None:
    address = f"/p/{project.slug}/circles/design/changes/limits/"
    assert at_browser(ada).post(address, {"unit_limit": "0", "max_reversibility": "easy"}).status_code == 302
    design.refresh_from_db()
    assert design.unit_limit == 0


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_a_purpose_that_is_a_book_is_not_understood(design: Circle, ada: User, bo: User, entry_point: str) -> None:
    start = f"/p/{design.project.slug}" if entry_point == "page" else f"/api/v1/projects/{design.project.slug}"
    people = [str(bo.pk)]
    words = {"name": "Inlet", "people": people, "purpose": "x" * 10_001}
    address = f"{start}/circles/design/changes/split"
    if entry_point == "page":
        assert at_browser(ada).post(f"{address}/", words).status_code == 422
    else:
        answer = Client(headers=by_token(ada)).post(address, words, content_type="application/json")
        assert answer.status_code == 422
        assert "purpose" in answer.json()["detail"]


def test_a_change_begins_with_what_the_chosen_element_says(project: Project, design: Circle, ada: User) -> None:
    costly = Fundamental.declare(design, "It costs 690", sort="unit_cost", days=3, threshold="690", by=ada)
    browser = at_browser(ada)
    address = f"/p/{project.slug}/circles/general/changes/element/"
    chosen = browser.get(address, {"element": costly.pk})
    assert {name: chosen.context["form"][name].value() for name in ("statement", "sort", "days", "threshold")} == {
        "statement": "It costs 690", "sort": "unit_cost", "days": 3, "threshold": "690",
    }  # fmt: skip
    assert chosen.context["form"]["holder"].value() == design.key
    assert browser.get(address, {"element": ""}).context["form"]["statement"].value() is None
