"""Adoption reads again what a text names: what came to be meanwhile is answered first, what has ended keeps its say."""

import pytest

from actions.workflows.moving import move
from audit.models import Entry
from decisions.models import Decision, EffectAnswer, Round
from decisions.workflows.claims import claim, release_claim
from decisions.workflows.positions import take_position
from decisions.workflows.proposals import revise
from tests.decisions.people import Cast, page
from tests.factories import a_circle, a_round, an_action
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
TEXT = "We raise the bus; the Cooling circle changes its fan."


def agree(cast: Cast, round_: Round) -> None:
    """Have all of Hydraulics agree who are asked."""
    for person in (cast.bo, cast.fay):
        take_position(round_, "no_objection", by=person)


@pytest.mark.both_databases
def test_a_circle_that_came_to_be_meanwhile_is_answered_before_it_is_in_force(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT)
    a_circle(cast.pia, inside=cast.project.general, name="Cooling")
    agree(cast, round_)
    assert not Decision.objects.exists()
    assert "Cooling" in Entry.objects.get(event="round.changes_impossible").facts["why"]
    browser, here = at_browser(cast.ada), page(cast, f"proposals/{round_.proposal.number}/")
    assert browser.post(f"{here}decision/").status_code == 422
    assert browser.post(f"{here}effects/", {"effect-circle-cooling": "no"}).status_code == 302
    assert browser.post(f"{here}decision/").status_code == 302
    assert Decision.objects.get().proposal == round_.proposal


def test_a_yes_to_it_asks_that_circle_in_a_new_round(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT)
    cooling = a_circle(cast.pia, inside=cast.project.general, name="Cooling")
    agree(cast, round_)
    asked = revise(round_.proposal, by=cast.ada, effects=[EffectAnswer("circle", "cooling", changes=True)])
    assert asked
    assert cooling.pk in asked.affected
    assert asked.asked.filter(user=cast.pia).exists()


def test_a_circle_that_released_its_claim_has_answered_itself(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT)
    cooling = a_circle(cast.pia, inside=cast.project.general, name="Cooling")
    said = claim(round_.proposal, cooling, by=cast.pia, what="The fan.")
    release_claim(said, by=cast.pia, settled="The fan stays.")
    agree(cast, round_)
    assert Decision.objects.exists()


def test_what_has_ended_since_a_yes_reaches_whom_it_reached(cast: Cast) -> None:
    action = an_action(cast.power, by=cast.pia)
    yes = EffectAnswer("action", action.reference, changes=True)
    round_ = a_round(circle=cast.circle, by=cast.ada, text=f"{action.reference} goes another way.", effects=[yes])
    move(action, "done", words="Measured.", by=cast.pia)
    agree(cast, round_)
    assert not Decision.objects.exists(), "Power has not spoken"
    take_position(round_, "no_objection", by=cast.pia)
    assert Decision.objects.exists()
