"""What touches others: it waits for a sync, and no entry point, claim or limit gets round that."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.restructuring.changes import Merger
from decisions.decisions.models import Proposal, Round
from decisions.decisions.workflows.adoption import adopt, conclude
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import (
    DEAR,
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    a_deciding_sync,
    decision_of,
)
from tests.factories import a_person, a_proposal, a_round, an_element, valid_objection_tests

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_what_touches_another_circle_and_is_beyond_the_limit_waits_for_the_general_sync(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, project: Project, fay: User
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power], cost=DEAR)
    assert (round_.decides, round_.in_sync, round_.closes_at) == (project.circles.general(), True, None)
    assert {asked.user for asked in round_.asked.select_related("user")} == {fay, eve, bo}
    for person in (bo, eve, fay):
        take_position(round_, NO_OBJECTION, by=person)
    assert decision_of(round_.proposal) is None
    with pytest.raises(Refused, match="the general sync"):
        adopt(round_.proposal, by=ada)
    with pytest.raises(Refused, match="the general sync"):
        adopt(round_.proposal, by=ada, sync=a_deciding_sync(circle))
    decision = adopt(round_.proposal, by=fay, sync=a_deciding_sync(project.circles.general()))
    assert decision.sync_words == "General sync"
    assert decision.decided_by == project.circles.general()


def test_a_claim_makes_a_local_round_wait_for_the_claimant(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada)
    claim(round_.proposal, power, by=eve, what="PWR-OUT")
    round_.refresh_from_db()
    assert (round_.decides, round_.sync_of, round_.closes_at) == (circle, project.circles.general(), None)
    assert round_.asked.filter(user=eve, voice_of=power).exists()
    take_position(round_, NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal) is None


def test_a_circle_that_is_affected_already_cannot_claim(circle: Circle, power: Circle, ada: User, eve: User) -> None:
    proposal = a_proposal(circle=circle, by=ada, named=[power])
    with pytest.raises(Refused):
        claim(proposal, power, by=eve, what="PWR-OUT")


def test_a_limit_that_was_lowered_meanwhile_holds_at_adoption(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, cost=500)
    circle.unit_limit = 400
    circle.save()
    take_position(round_, NO_OBJECTION, by=bo)
    assert decision_of(round_.proposal) is None
    round_.refresh_from_db()
    assert round_.in_sync


def test_the_first_sync_waits_for_the_silent_the_second_may_close_without_them(
    circle: Circle, power: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power], cost=DEAR)
    take_position(round_, NO_OBJECTION, by=fay)
    first, second = (
        a_deciding_sync(project.circles.general()),
        a_deciding_sync(project.circles.general(), datetime.now(UTC) + timedelta(days=12)),
    )
    with pytest.raises(Refused, match="waits for the word of Power"):
        adopt(round_.proposal, by=fay, sync=first, without_silent=True)
    assert conclude(round_.proposal, by=fay, sync=first) == "waiting"
    decision = adopt(round_.proposal, by=fay, sync=second, without_silent=True)
    assert decision.without == ["Bo Nguyen", "Eve Martin"]


def test_a_sync_held_at_once_takes_only_what_all_asked_have_spoken_on(
    circle: Circle, power: Circle, ada: User, bo: User, fay: User, eve: User, project: Project
) -> None:
    round_ = a_round(circle=circle, by=ada, named=[power], cost=DEAR)
    at_once = a_deciding_sync(project.circles.general(), datetime.now(UTC))
    for person in (fay, eve):
        take_position(round_, NO_OBJECTION, by=person)
    with pytest.raises(Refused, match="long enough"):
        adopt(round_.proposal, by=fay, sync=at_once)
    take_position(round_, NO_OBJECTION, by=bo)
    assert adopt(round_.proposal, by=fay, sync=at_once)


def test_a_declared_element_is_open_for_three_working_days(
    circle: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada, elements=[an_element(project)])
    round_ = open_round(proposal, by=ada, at=FRIDAY)
    for person in (bo, fay):
        take_position(round_, NO_OBJECTION, by=person, at=FRIDAY)
    with pytest.raises(Refused, match="long enough"):
        adopt(proposal, by=fay, sync=a_deciding_sync(project.circles.general(), FRIDAY + timedelta(days=4)), at=MONDAY)
    assert adopt(
        proposal, by=fay, sync=a_deciding_sync(project.circles.general(), FRIDAY + timedelta(days=6)), at=MONDAY
    )


def test_an_objection_standing_in_the_general_sync_twice_leaves_things_as_they_are(
    circle: Circle, power: Circle, ada: User, fay: User, project: Project
) -> None:
    proposal = a_round(circle=circle, by=ada, named=[power], cost=DEAR).proposal
    take_position(proposal.rounds.get(), OBJECTION, by=fay, objection_tests=valid_objection_tests(an_element(project)))
    assert conclude(proposal, by=fay, sync=a_deciding_sync(project.circles.general())) == "failed"
    revise(proposal, by=ada, text="Another seal.")
    assert conclude(proposal, by=fay, sync=a_deciding_sync(project.circles.general())) == "lapsed"
    proposal.refresh_from_db()
    assert proposal.lapsed_at


def test_who_is_asked_late_has_until_the_day_before_like_everybody_or_speaks(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, fay: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada, cost=100, at=FRIDAY)
    round_ = open_round(proposal, by=ada, at=FRIDAY)
    claimed_at, today = MONDAY + timedelta(hours=-5), a_deciding_sync(project.circles.general(), MONDAY)
    claim(proposal, power, by=eve, what="PWR-OUT", at=claimed_at)
    circle.allow(Decimal(20), "easy", by=fay, at=claimed_at)
    for person in (bo, eve):
        take_position(round_, NO_OBJECTION, by=person, at=claimed_at)

    with pytest.raises(Refused, match="long enough"):
        adopt(proposal, by=fay, sync=today, at=MONDAY)  # fay was asked this morning, and has said nothing
    with pytest.raises(Refused, match="long enough"):
        conclude(proposal, by=fay, sync=today, at=MONDAY)
    take_position(round_, NO_OBJECTION, by=fay, at=MONDAY)
    assert adopt(proposal, by=fay, sync=today, at=MONDAY)


def test_a_limit_lowered_this_morning_gives_no_sync_of_today_the_word_over_the_silent(
    circle: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada, cost=100, at=FRIDAY)
    open_round(proposal, by=ada, at=FRIDAY)
    this_morning = FRIDAY + timedelta(hours=5)
    circle.allow(Decimal(20), "easy", by=fay, at=this_morning)
    take_position(proposal.rounds.get(), NO_OBJECTION, by=bo, at=this_morning)

    with pytest.raises(Refused, match="long enough"):
        conclude(proposal, by=fay, sync=a_deciding_sync(project.circles.general(), MONDAY), at=MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    assert (
        conclude(proposal, by=fay, sync=a_deciding_sync(project.circles.general(), tuesday), at=tuesday) == "consented"
    )


def test_who_was_asked_in_an_earlier_round_is_not_asked_late_by_another_text(
    circle: Circle, power: Circle, ada: User, bo: User, fay: User, project: Project
) -> None:
    proposal = a_proposal(circle=circle, by=ada, named=[power], at=FRIDAY)
    open_round(proposal, by=ada, at=FRIDAY)
    revise(proposal, by=ada, text="Another seal.", at=MONDAY)
    today = a_deciding_sync(project.circles.general(), MONDAY + timedelta(hours=1))
    assert conclude(proposal, by=fay, sync=today, at=MONDAY) == "waiting"


def agreed(circle: Circle, by: User, other: User) -> Proposal:
    """Return a proposal that its circle agreed on inside its scope, and that cannot be carried out yet."""
    lost = {"kind": "closing", "facts": {"circle": 0, "why": ""}}
    proposal = a_proposal(circle=circle, by=by, cost=100, carries_out=[lost])
    take_position(open_round(proposal, by=by), NO_OBJECTION, by=other)
    proposal = Proposal.objects.get(pk=proposal.pk)
    assert proposal.stage == "agreed"
    return proposal


def test_who_claims_what_was_agreed_without_them_is_asked_and_so_is_everybody_again(
    circle: Circle, power: Circle, project: Project, ada: User, bo: User, eve: User, fay: User
) -> None:
    proposal = agreed(circle, ada, bo)
    claim(proposal, power, by=eve, what="PWR-OUT")

    again = Round.objects.get(proposal=proposal, number=2)
    assert (again.decides, again.sync_of, again.closed_at) == (circle, project.circles.general(), None)
    assert again.asked.filter(user=eve, voice_of=power).exists()
    with pytest.raises(Refused, match="long enough"):
        adopt(proposal, by=fay, sync=a_deciding_sync(project.circles.general(), datetime.now(UTC)))


def test_what_was_agreed_inside_a_scope_that_shrank_is_not_taken_elsewhere_without_asking(
    circle: Circle, project: Project, ada: User, bo: User, fay: User
) -> None:
    proposal = agreed(circle, ada, bo)
    circle.allow(Decimal(20), "easy", by=fay)
    for sync in (None, a_deciding_sync(circle), a_deciding_sync(project.circles.general())):
        with pytest.raises(Refused, match="open a round again"):
            adopt(proposal, by=fay, sync=sync)
    assert open_round(proposal, by=ada).decides == project.circles.general()


def test_who_comes_to_be_asked_just_before_a_round_ends_has_a_whole_window(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, fay: User
) -> None:
    circle.admit(a_person("Cy Silent"), by=ada)
    round_ = open_round(a_proposal(circle=circle, by=ada, at=FRIDAY), by=ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=bo, at=FRIDAY)
    a_minute_before = MONDAY - timedelta(minutes=1)
    Merger(circle, power).apply(by=fay, at=a_minute_before)

    round_ = Round.objects.get()
    assert (round_.decides, round_.in_sync) == (power, False)
    assert round_.asked.filter(user=eve).exists()
    assert round_.closes_at == a_minute_before + timedelta(days=1)
