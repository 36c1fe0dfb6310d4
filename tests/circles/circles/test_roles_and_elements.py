"""Roles, names and fundamental elements: who may change them, through page and API."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle, Fundamental
from circles.projects.models import Project
from circles.restructuring.changes import Element
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project, a_round, an_element
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def design(ada: User, bo: User) -> Circle:
    """A circle with bo in it, in ada's project."""
    return a_circle(bo, inside=a_project(ada, name="Pompe").circles.general(), name="Design")


def send(user: User, method: str, address: str, body: dict[str, Any] | None = None) -> int:
    """Send a request with a person's token and give the status."""
    call = getattr(Client(), method)
    return int(
        call(
            f"/api/v1/projects/{address}", body or {}, content_type="application/json", headers=by_token(user)
        ).status_code
    )


@pytest.mark.both_databases
def test_the_pilot_gives_and_ends_roles_and_a_member_does_not(ada: User, bo: User, design: Circle) -> None:
    roles = f"{design.project.slug}/circles/design/members/{bo.pk}/roles"
    assert send(bo, "post", roles, {"role": "pilot"}) == 403
    assert send(ada, "post", roles, {"role": "pilot"}) == 201
    assert list(design.people_in("pilot")) == [bo]
    assert send(ada, "post", f"{roles}/ending", {"role": "pilot"}) == 204
    assert not design.people_in("pilot").exists()


def test_a_role_is_given_on_the_page(ada: User, bo: User, design: Circle) -> None:
    browser = at_browser(ada)
    seat = design.memberships.get(user=bo)
    browser.post(f"/p/{design.project.slug}/circles/design/members/{seat.pk}/roles/", {"role": "secretary"})
    assert list(design.people_in("secretary")) == [bo]


def test_who_is_in_renames_the_circle_and_its_address_stays(ada: User, bo: User, design: Circle) -> None:
    eve = a_person("Eve Martin")
    address = f"{design.project.slug}/circles/design"
    assert send(eve, "patch", address, {"name": "Mine"}) == 404
    assert send(bo, "patch", address, {"name": "Design and drawing"}) == 200
    design.refresh_from_db()
    assert (design.name, design.key) == ("Design and drawing", "design")


def test_everybody_may_leave_and_nobody_sends_another_away_without_the_right(
    ada: User, bo: User, design: Circle
) -> None:
    design.admit(ada, by=ada)
    members = f"{design.project.slug}/circles/design/members"
    assert send(bo, "post", f"{members}/{ada.pk}/ending") == 403
    assert send(bo, "post", f"{members}/{bo.pk}/ending") == 204
    assert not design.people().filter(pk=bo.pk).exists()


def the_words(project: Project) -> dict[str, Any]:
    """Return what changing an element takes."""
    return {"statement": f"Nobody gets hurt by a {project.name}", "sort": "safety", "days": 5, "cost": "100"}


def test_the_pilot_rewords_an_element_by_page_and_by_api(ada: User, bo: User, design: Circle) -> None:
    element = an_element(design.project)
    slug = design.project.slug
    assert send(bo, "put", f"{slug}/fundamentals/{element.number}", the_words(design.project)) == 403
    assert send(ada, "put", f"{slug}/fundamentals/{element.number}", the_words(design.project)) == 200
    element.refresh_from_db()
    assert element.statement == "Nobody gets hurt by a Pompe"
    browser = at_browser(ada)
    browser.post(f"/p/{slug}/fundamentals/{element.number}/", the_words(design.project) | {"statement": "Nobody falls"})
    element.refresh_from_db()
    assert element.statement == "Nobody falls"


def test_an_element_without_a_budget_shows_days_only(ada: User) -> None:
    project = a_project(ada, name="Well", budget=None)
    an_element(project, days=10)
    page = at_browser(ada).get(f"/p/{project.slug}/fundamentals/").content.decode()
    assert "10 days to put right" in page


def test_nobody_declares_an_element_alone_once_anybody_was_asked(ada: User, bo: User, design: Circle) -> None:
    element = an_element(design.project)
    slug, browser = design.project.slug, at_browser(ada)
    address, words = f"/p/{slug}/fundamentals/", the_words(design.project)
    assert "Declare another" in browser.get(address).content.decode()
    a_round(circle=design, by=bo)
    with pytest.raises(Refused, match="only a decision of the general circle"):
        element.change(by=ada, statement="Something else", days=1, cost=None)
    with pytest.raises(Refused, match="only a decision of the general circle"):
        Fundamental.declare(design.project.circles.general(), "No red paint", by=ada)
    assert send(ada, "post", f"{slug}/fundamentals", words) == 409
    assert send(ada, "put", f"{slug}/fundamentals/{element.number}", words) == 409
    assert browser.post(address, words).status_code == 409
    assert browser.post(f"{address}{element.number}/", words).status_code == 409
    assert browser.get(f"{address}{element.number}/").headers["Location"] == address
    shown = browser.get(address).content.decode()
    assert "Declare another" not in shown
    assert "Propose to change them" in shown
    assert list(design.project.fundamentals.values_list("statement", flat=True)) == [element.statement]


def test_a_decision_declares_an_element_and_rewords_it(design: Circle, ada: User) -> None:
    general = design.project.circles.general()
    Element(general, "Water stays clean", "safety", 5, Decimal(100)).apply(by=ada)
    Element(general, "Water stays drinkable", "safety", 5, None, number=1).apply(by=ada, decision="D-3")

    assert design.project.fundamentals.get().statement == "Water stays drinkable"
    with pytest.raises(Refused, match="no FE-7"):
        Element(general, "Water", "safety", 5, None, number=7).apply(by=ada)
