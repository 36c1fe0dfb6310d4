"""What a facilitator cannot do with an objection: lift it twice over, or where nobody could reopen it."""

import pytest

from decisions.decisions.models import Absence
from decisions.decisions.workflows.objections import lift, reopen
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import FRIDAY, MONDAY, OBJECTION
from tests.decisions.decisions.objections.test_lifting import HOUR, TUESDAY, WHY, objected
from tests.decisions.decisions.people import Cast
from tests.factories import a_proposal, an_element, valid_objection_tests

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_reopening_is_an_answer_so_that_it_is_not_lifted_again_before_another_text(cast: Cast) -> None:
    objection = objected(cast)
    lift(objection, by=cast.fay, because=WHY, at=TUESDAY)
    reopen(objection, by=cast.bo, because="It leaks all the same.", at=TUESDAY + HOUR)
    with pytest.raises(Refused, match="Only the objector"):
        lift(objection, by=cast.fay, because=WHY, at=TUESDAY + 2 * HOUR)
    revise(objection.proposal, by=cast.ada, text="The blue seal.", at=TUESDAY + 3 * HOUR)
    with pytest.raises(Refused, match="Bo Nguyen has until"):
        lift(objection, by=cast.fay, because=WHY, at=TUESDAY + 4 * HOUR)


def test_who_put_it_as_a_deputy_does_not_lift_it_as_facilitator_which_could_not_be_reopened(cast: Cast) -> None:
    absence = Absence.declare(
        cast.project, by=cast.bo, from_on=FRIDAY.date(), until_on=MONDAY.date(), deputy=cast.fay, at=FRIDAY
    )
    proposal = a_proposal(circle=cast.circle, by=cast.ada, at=FRIDAY, reversibility="costly")
    round_ = open_round(proposal, by=cast.ada, at=FRIDAY)
    given = valid_objection_tests(an_element(cast.project))
    objection = take_position(
        round_, OBJECTION, by=cast.bo, deputy=cast.fay, objection_tests=given, at=FRIDAY + HOUR
    ).objection
    absence.end(by=cast.bo, at=FRIDAY + HOUR)
    revise(proposal, by=cast.ada, text="We change the seal for a tested one.", at=FRIDAY + 2 * HOUR)
    with pytest.raises(Refused, match="someone else has to lift it"):
        lift(objection, by=cast.fay, because=WHY, at=TUESDAY)


def test_who_is_made_facilitator_once_the_text_was_put_lifts_no_objection_to_it(cast: Cast) -> None:
    objection = objected(cast)
    cast.circle.admit(cast.pia, by=cast.fay, at=FRIDAY)
    seat = cast.circle.memberships.get(user=cast.pia)
    seat.take_role("facilitator", by=cast.fay, at=FRIDAY + 3 * HOUR)
    with pytest.raises(Refused, match="after this text was put"):
        lift(objection, by=cast.pia, because=WHY, at=MONDAY + 3 * HOUR)
    revise(objection.proposal, by=cast.ada, text="The blue seal.", at=MONDAY + 4 * HOUR)
    lift(objection, by=cast.pia, because=WHY, at=TUESDAY + 5 * HOUR)
    objection.refresh_from_db()
    assert objection.lifted_by == cast.pia


def test_nobody_sends_the_objector_away_to_lift_what_they_could_not_reopen(cast: Cast) -> None:
    objection = objected(cast)
    cast.circle.memberships.get(user=cast.bo).end(by=cast.fay)
    assert cast.bo.notices.filter(event="membership.ended", by_name="Fay Lemoine").exists()
    with pytest.raises(Refused, match="could not reopen it"):
        lift(objection, by=cast.fay, because=WHY, at=MONDAY + 3 * HOUR)
    cast.power.admit(cast.bo, by=cast.pia)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 3 * HOUR)
    objection.refresh_from_db()
    reopen(objection, by=cast.bo, at=MONDAY + 4 * HOUR)
