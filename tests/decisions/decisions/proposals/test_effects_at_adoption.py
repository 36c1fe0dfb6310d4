"""Adoption reads again what a text names: what came to be meanwhile is answered first, what has ended keeps its say."""

import pytest

from circles.circles.models import Circle
from decisions.actions.workflows.moving import move
from decisions.decisions.models import ClauseTouch, Decision, EffectAnswer, Round
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.claims import claim, release_claim
from decisions.decisions.workflows.editorials import refuse_label, reword
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from decisions.decisions.workflows.pulling import pull
from decisions.decisions.workflows.round_closing import close_due
from documents.documents.models import Document
from foundation.audit.models import Entry
from tests.decisions.decisions.examples import a_deciding_sync
from tests.decisions.decisions.people import Cast, page
from tests.decisions.specification.blocks import a_clause
from tests.factories import a_circle, a_round, a_written, an_action, an_element, valid_objection_tests
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
    a_circle(cast.pia, inside=cast.project.circles.general(), name="Cooling")
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
    cooling = a_circle(cast.pia, inside=cast.project.circles.general(), name="Cooling")
    agree(cast, round_)
    asked = revise(round_.proposal, by=cast.ada, effects=[EffectAnswer("circle", "cooling", changes=True)])
    assert asked
    assert cooling.pk in asked.affected
    assert asked.asked.filter(user=cast.pia).exists()


def released_by_a_new_circle(cast: Cast, round_: Round, name: str = "Cooling") -> Circle:
    """Let a circle that came to be since claim, and release its claim."""
    made = a_circle(cast.pia, inside=cast.project.circles.general(), name=name)
    said = claim(round_.proposal, made, by=cast.pia, what="The fan.")
    release_claim(said, by=cast.pia, settled="The fan stays.")
    round_.refresh_from_db()
    return made


def test_a_circle_that_released_its_claim_has_answered_itself(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT)
    released_by_a_new_circle(cast, round_)
    agree(cast, round_)
    assert Decision.objects.exists()


def test_it_has_answered_in_the_next_round_of_the_same_text_as_well(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT)
    released_by_a_new_circle(cast, round_)
    tests = valid_objection_tests(an_element(cast.project))
    objection = take_position(round_, "objection", by=cast.bo, objection_tests=tests).objection
    assert close_due(round_, at=round_.closes_at)
    lift(objection, because="It is tested.", by=cast.bo)
    take_position(round_.proposal.rounds.get(number=2), "no_objection", by=cast.fay)
    assert Decision.objects.exists()


def test_it_has_answered_where_the_label_of_a_wording_is_refused_since(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT)
    editorial = reword(round_.proposal, by=cast.ada, tension="It drops.")
    released_by_a_new_circle(cast, round_)
    agree(cast, refuse_label(editorial, by=cast.fay))
    assert Decision.objects.exists()


def test_it_has_answered_where_a_sync_is_asked_to_keep_the_decision(cast: Cast) -> None:
    market = a_circle(cast.eve, inside=cast.project.circles.general(), name="Market")
    round_ = a_round(circle=cast.circle, by=cast.ada, text=TEXT, named=[market])
    released_by_a_new_circle(cast, round_)
    take_position(round_, "no_objection", by=cast.eve)
    assert kept_by_the_sync(cast, Decision.objects.get())


def test_it_has_not_answered_to_another_text(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, text="We raise the bus.")
    fans = released_by_a_new_circle(cast, round_, "Fans")
    onward = revise(round_.proposal, by=cast.ada, text=TEXT)
    assert onward
    fans.name = "Cooling"
    fans.save()
    agree(cast, onward)
    assert not Decision.objects.exists()


def test_what_has_ended_since_a_yes_reaches_whom_it_reached(cast: Cast) -> None:
    action = an_action(cast.power, by=cast.pia)
    yes = EffectAnswer("action", action.reference, changes=True)
    round_ = a_round(circle=cast.circle, by=cast.ada, text=f"{action.reference} goes another way.", effects=[yes])
    move(action, "done", words="Measured.", by=cast.pia)
    agree(cast, round_)
    assert not Decision.objects.exists(), "Power has not spoken"
    take_position(round_, "no_objection", by=cast.pia)
    assert Decision.objects.exists()


def kept_by_the_sync(cast: Cast, told: Decision) -> Decision:
    """Have fay take it to the general sync, which keeps it."""
    kept = pull(told.proposal, by=cast.fay, what="We sell the old one.")
    assert kept.open_round
    for asked in kept.open_round.asked.all():
        take_position(kept.open_round, "no_objection", by=asked.user)
    decision = adopt(kept, by=cast.fay, sync=a_deciding_sync(cast.project.circles.general()))
    told.refresh_from_db()
    assert told.superseded_by == decision
    return decision


def test_what_was_answered_of_a_decision_is_answered_where_a_sync_is_asked_to_keep_it(cast: Cast) -> None:
    no = EffectAnswer("circle", "power", changes=False, why="Its fuse is the same.")
    market = a_circle(cast.eve, inside=cast.project.circles.general(), name="Market")
    text = "We swap the seal, and the Power circle keeps its fuse."
    round_ = a_round(circle=cast.circle, by=cast.ada, text=text, effects=[no], named=[market])
    take_position(round_, "no_objection", by=cast.eve)
    kept = kept_by_the_sync(cast, Decision.objects.get())
    assert [one.answer for one in kept.proposal.effects.all()] == [no]


def test_a_clause_that_a_decision_moved_is_answered_where_a_sync_is_asked_to_keep_it(cast: Cast) -> None:
    plan = Document.create(cast.project.circles.general(), "Test plan", by=cast.fay)
    a_written(plan, "# Heat\n\nCable rise at 750 W.", by=cast.fay)
    cable = a_clause(
        plan, "Cable", a_circle(cast.eve, inside=cast.project.circles.general(), name="Market"), by=cast.fay
    )
    text = f"{cable.key} holds from now on."
    round_ = a_round(circle=cast.circle, by=cast.ada, text=text, clauses=[ClauseTouch(cable)])
    take_position(round_, "no_objection", by=cast.eve)
    assert kept_by_the_sync(cast, Decision.objects.get())


@pytest.mark.parametrize("changes", [True, False])
@pytest.mark.parametrize("day", ["24 December", "24 December 2037"])
def test_a_day_that_was_answered_is_answered_where_a_sync_is_asked_to_keep_it(
    cast: Cast, day: str, changes: bool
) -> None:
    market = a_circle(cast.eve, inside=cast.project.circles.general(), name="Market")
    names = "2037-12-24" if "2037" in day else "--12-24"
    answer = EffectAnswer("date", names, changes=changes, why="It is what the client was told.")
    text = f"We deliver to the client on {day}, with the blue seal."
    round_ = a_round(circle=cast.circle, by=cast.ada, text=text, effects=[answer], named=[market])
    take_position(round_, "no_objection", by=cast.eve)
    for asked in round_.asked.exclude(user=cast.eve):
        if not Decision.objects.exists():
            take_position(round_, "no_objection", by=asked.user)
    kept = kept_by_the_sync(cast, Decision.objects.get())
    assert answer in [one.answer for one in kept.proposal.effects.all()]
