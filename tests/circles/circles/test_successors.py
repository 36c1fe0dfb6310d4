"""What a closed circle leaves follows the circle that took it over: its reservations, and its say when they end."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.circles.queries.tree import successors_of
from circles.money.expenses import BeyondReservation, record_expense
from circles.money.models import Expense, Purse
from circles.projects.models import Project
from circles.restructuring.changes import Closing, Merger
from decisions.decisions.workflows.successors import terms_to_revoke
from foundation.accounts.models import User
from tests.circles.circles.checks import assert_money_adds_up
from tests.circles.restructuring.test_closing_circles import adopted
from tests.factories import a_circle, a_person, a_proposal
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def lia(design: Circle, ada: User) -> User:
    """Lia pilots Design, around Hydraulics."""
    lia = a_person("Lia Roche")
    design.admit(lia, by=ada, roles=["pilot"])
    return lia


def pay(entry_point: str, who: User, circle: Circle, amount: str, **more: Any) -> Any:
    """Record an expense on D-1 by the page or the API of a circle."""
    slug, project = circle.project.slug, circle.project
    if entry_point == "page":
        held = project.reservations.get(reference="D-1").pk
        sent = {"amount": amount, "what": "Seals", "decision": held, **more}
        return at_browser(who).post(f"/p/{slug}/circles/{circle.key}/expenses/", sent)
    sent = {"amount": amount, "what": "Seals", "decision": "D-1", **more}
    address = f"/api/v1/projects/{slug}/circles/{circle.key}/expenses"
    return Client(headers=by_token(who)).post(address, sent, content_type="application/json")


DONE = {"page": 302, "api": 201}


@pytest.mark.parametrize("at", ["the closed circle", "its successor"])
@pytest.mark.parametrize("entry_point", DONE)
def test_who_took_a_circle_over_pays_from_what_it_reserved(
    project: Project, design: Circle, hydraulics: Circle, bo: User, ada: User, lia: User, entry_point: str, at: str
) -> None:
    adopted(hydraulics, bo, cost=1_000)
    assert pay(entry_point, lia, hydraulics, "10").status_code == 403
    Closing(hydraulics).apply(by=ada)
    place = hydraulics if at == "the closed circle" else design
    assert pay(entry_point, lia, place, "400").status_code == DONE[entry_point]
    assert Expense.objects.get().circle == hydraulics
    assert (Purse.of(hydraulics).reserved, Purse.of(hydraulics).spent) == (Decimal(600), Decimal(400))
    assert_money_adds_up(project)
    assert pay(entry_point, a_person("Eve Martin"), place, "1").status_code == 404


@pytest.mark.both_databases
def test_the_successor_is_what_it_was_merged_into_else_the_one_around(
    project: Project, design: Circle, hydraulics: Circle, ada: User
) -> None:
    power = a_circle(inside=project.circles.general(), name="Power")
    Merger(hydraulics, power).apply(by=ada)
    Closing(power).apply(by=ada)
    found = successors_of(project.circles.all())
    assert found == {hydraulics.pk: project.circles.general().pk, power.pk: project.circles.general().pk}


def test_revoking_asks_the_circle_that_took_over(
    project: Project, design: Circle, hydraulics: Circle, bo: User, ada: User
) -> None:
    power = a_circle(bo, inside=project.circles.general(), name="Power")
    decision = adopted(hydraulics, bo, cost=100)
    Merger(hydraulics, power).apply(by=ada)
    decision.refresh_from_db()
    proposal = a_proposal(circle=power, by=bo, **{**terms_to_revoke(decision), "tension": "It is bought."})
    assert proposal.route().affected == {power.pk}
    elsewhere = a_proposal(circle=design, by=ada, **{**terms_to_revoke(decision), "tension": "It is bought."})
    assert elsewhere.route().affected == {design.pk, power.pk}


@pytest.mark.parametrize("entry_point", DONE)
def test_more_than_was_reserved_is_said_and_asked(hydraulics: Circle, bo: User, entry_point: str) -> None:
    adopted(hydraulics, bo, cost=1_000)
    with pytest.raises(BeyondReservation):
        record_expense(hydraulics, Decimal(1_020), "Seals", by=bo, decision="D-1")
    asked = pay(entry_point, bo, hydraulics, "1020")
    assert asked.status_code == (422 if entry_point == "page" else 409)
    said = "D-1 has €1,000 left: €20 go beyond it"
    if entry_point == "page":
        page = asked.content.decode()
        assert said in page
        assert '<input type="checkbox" name="beyond_reservation"' in page
    else:
        assert asked.json()["code"] == "beyond_reservation"
        assert said in asked.json()["detail"]
    assert not Expense.objects.exists()
    assert pay(entry_point, bo, hydraulics, "1020", beyond_reservation=True).status_code == DONE[entry_point]
    assert (Purse.of(hydraulics).reserved, Purse.of(hydraulics).spent) == (Decimal(0), Decimal(1_020))
