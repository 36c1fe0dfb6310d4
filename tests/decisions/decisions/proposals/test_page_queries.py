"""The page of a proposal, and of a decision, makes no more queries than any other, whatever belongs to it."""

from datetime import timedelta

import pytest

from chat.chat.workflows.conversation import post_about
from decisions.decisions.models import Absence
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.fact_checks import dispute_fact
from decisions.decisions.workflows.positions import take_position
from foundation.audit import clock
from tests.decisions.decisions.examples import OBJECTION
from tests.decisions.decisions.people import Cast, adopted, page
from tests.factories import a_circle, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser
from tests.support.queries import MOST, queries_of

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_page_with_all_that_can_belong_to_a_proposal_makes_at_most_thirty_queries(cast: Cast) -> None:
    first, today = adopted(cast), clock.now().date()
    domain, element = cast.power.domains.get(), an_element(cast.project)
    domain.share(a_circle(cast.eve, inside=cast.project.circles.general()), by=cast.fay)
    Absence.declare(cast.project, by=cast.fay, from_on=today, until_on=today + timedelta(days=9), deputy=cast.bo)
    touched = {"domains": [domain], "elements": [element], "named": [cast.project.circles.general()]}
    round_ = a_round(circle=cast.circle, by=cast.ada, text="Two more of what D-1 says.", cost=3_000, **touched)
    proposal = round_.proposal
    for person in (cast.bo, cast.pia):
        objection = take_position(
            round_, OBJECTION, by=person, objection_tests=valid_objection_tests(element)
        ).objection
        dispute_fact(objection, by=cast.ada, what="Is it 40 days?")
    reword(proposal, by=cast.ada, text="Three more of what D-1 says.")
    post_about(proposal, "Why three?", by=cast.bo)
    adopted(cast, revokes=first)

    assert proposal.outdated.exists()
    made = {name: queries_of(at_browser(cast[name]), page(cast, f"proposals/{proposal.number}/")) for name in PEOPLE}
    assert {name: len(queries or ()) for name, queries in made.items() if len(queries or ()) > MOST} == {}
    assert all(made.values())


PEOPLE = ("ada", "bo", "fay", "eve", "pia")
