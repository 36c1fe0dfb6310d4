"""A clause says which ways the decision about it did not take, and what is explored for it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from decisions.decisions.models import ClauseTouch
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.specification.models import Clause
from decisions.tracks.workflows.choosing import propose_choice
from decisions.tracks.workflows.criteria import add_criterion
from decisions.tracks.workflows.stopping import stop
from documents.documents.models import Document
from tests.decisions.specification.blocks import a_clause, write
from tests.decisions.tracks.pumps import LINES, Pumps
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def leak(pumps: Pumps) -> Clause:
    """Make the clause that says how much a pump may leak."""
    document = Document.objects.get(project=pumps.circle.project, genre=Document.Genre.SPECIFICATION)
    write(document, "# Pump\n\n## Leak\n\nAt most 0.2 ml/h.\n", by=pumps.ada)
    return a_clause(document, "Leak", pumps.circle, by=pumps.ada)


def why(pumps: Pumps, clause: Clause) -> str:
    address = reverse("specification:clause", args=[clause.project.slug, clause.key])
    return at_browser(pumps.ada).get(address).content.decode()


@pytest.mark.both_databases
def test_a_clause_names_what_is_measured_against_it(pumps: Pumps, leak: Clause) -> None:
    assert "Rotor" not in why(pumps, leak)
    add_criterion(pumps.question, "go", "Leak", "<=", Decimal("0.2"), unit="ml/h", clause=leak.key, by=pumps.ada)
    page = why(pumps, leak)
    assert "Explored for it" in page
    assert all(f"{track.reference} {track.title}" in page for track in (pumps.rotor, pumps.multistage))


def test_a_clause_ratified_by_choosing_a_track_names_those_that_were_not_chosen(pumps: Pumps, leak: Clause) -> None:
    rotor, diaphragm = pumps.started(pumps.rotor), pumps.started(pumps.diaphragm)
    stop(diaphragm, LINES, by=pumps.bo)
    choice = propose_choice(rotor, by=pumps.ada, ask=False)
    revise(choice, by=pumps.ada, clauses=[ClauseTouch(leak)])
    round_ = open_round(choice, by=pumps.ada)
    for asked in round_.asked.select_related("user"):
        take_position(round_, "no_objection", by=asked.user)
    leak.refresh_from_db()
    assert leak.ratified is not None
    page = why(pumps, leak).partition("Not chosen")[2]
    assert f"{diaphragm.reference} Diaphragm" in page
    assert f"{pumps.multistage.reference} Multistage" in page
    assert f">{rotor.reference} Rotor<" not in page
