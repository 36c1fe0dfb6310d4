"""What a change costs, before people consent to it."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle
from decisions.actions.models import Action
from decisions.decisions.contexts.change_costs import change_cost
from decisions.decisions.models import ClauseTouch
from decisions.decisions.workflows.proposals import create_proposal
from decisions.specification.models import Clause
from decisions.specification.workflows.clauses import describe
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause, adopted, fresh, write
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_circle, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def lone(circle: Circle, ada: User) -> Circle:
    """A circle where ada decides alone."""
    return a_circle(ada, inside=circle, name="Seals", money=100)


@pytest.mark.both_databases
def test_a_change_of_a_clause_says_what_hangs_on_it(
    document: Document, lone: Circle, ada: User, client: Client
) -> None:
    bus, battery = a_clause(document, "Bus", lone, by=ada), a_clause(document, "Battery", lone, by=ada)
    describe(battery, by=ada, parents=[bus], kind_of=Clause.Kind.TEST)
    decision = adopted(lone, bus, by=ada, cost=Decimal(40))
    action: Action = an_action(lone, by=ada, source=decision)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    proposal = create_proposal(
        lone, by=ada, ask=False, tension="It is too much.", text="We take 24 V.", clauses=[ClauseTouch(fresh(bus))]
    )
    with CaptureQueriesContext(connection) as asked:
        found = change_cost(proposal, ada)
    assert len(asked) <= 6
    assert found is not None
    assert (found.clauses, found.suspects, found.tests, found.actions) == ([bus.key], [], [battery], [action])
    assert [found.frees, found.holds, found.binds] == [0, 40, 0]
    client.force_login(ada)
    page = client.get(proposal.get_absolute_url()).text
    assert "What this changes elsewhere" in page
    told = client.get(f"/api/v1/projects/{lone.project.slug}/proposals/{proposal.number}/consequences").json()
    assert [one["key"] for one in told["tests"] + told["actions"]] == [battery.key, action.reference]


def test_what_is_revoked_frees_its_money(lone: Circle, ada: User) -> None:
    decision = adopted(lone, by=ada, cost=Decimal(40))
    proposal = create_proposal(lone, by=ada, ask=False, tension="It broke.", text="We stop.", revokes=decision)
    found = change_cost(proposal, ada)
    assert found is not None
    assert [found.frees, found.binds, found.is_worth_saying] == [40, 0, True]


def test_what_changes_nothing_that_stands_says_nothing(lone: Circle, ada: User) -> None:
    assert (
        change_cost(create_proposal(lone, by=ada, ask=False, tension="It is hot.", text="We open a window."), ada)
        is None
    )
