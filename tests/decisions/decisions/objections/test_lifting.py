"""An objection that its objector leaves without an answer: what the facilitator may do, when, and how it comes back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from decisions.decisions.models import Decision, Objection, Proposal, Round
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.objections import lift, reopen
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.round_closing import close_due, write_due_outcomes
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import (
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    TIME,
    a_deciding_sync,
    decision_of,
)
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_proposal, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

WHY = "The seal of the new text is the one that was tested."
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + DAY * days for days in (1, 2, 3))
JUST_NOW = datetime.now(UTC) - 3 * HOUR
AGO = datetime.now(UTC) - timedelta(days=9)


def objected(cast: Cast, *, new_text: bool = True, at: datetime = FRIDAY, **terms: Any) -> Objection:
    """Have bo object to what is costly to undo, an hour after it was asked, and ada change the text an hour later."""
    proposal = a_proposal(circle=cast.circle, by=cast.ada, at=at, **{"reversibility": "costly", **terms})
    round_ = open_round(proposal, by=cast.ada, at=at)
    objection = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project)), at=at + HOUR
    ).objection
    if new_text:
        revise(proposal, by=cast.ada, text="We change the seal for a tested one.", at=at + 2 * HOUR)
    return objection


def current_round(proposal: Proposal) -> Round:
    return proposal.rounds.get(closed_at=None)


@pytest.mark.both_databases
def test_a_working_day_without_an_answer_to_a_new_text_lets_the_facilitator_lift_it(cast: Cast) -> None:
    objection = objected(cast)
    too_early = MONDAY + 2 * HOUR - timedelta(minutes=1)
    with pytest.raises(Refused, match="Bo Nguyen has until"):
        lift(objection, by=cast.fay, because=WHY, at=too_early)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    objection.refresh_from_db()
    assert (objection.stands, objection.lifted_by, objection.lifted_because) == (False, cast.fay, WHY)


def test_the_objector_is_told_with_the_reason(cast: Cast) -> None:
    lift(objected(cast), by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    entry = Entry.objects.get(event="objection.lifted_unanswered")
    assert (entry.actor, entry.facts["because"]) == (cast.fay.pk, WHY)
    told = Notice.objects.filter(event=entry.event).values_list("user__name", flat=True)
    assert set(told) == {"Bo Nguyen", "Ada Mercier"}


def test_the_silence_of_the_objector_stays_silence(cast: Cast) -> None:
    objection = objected(cast)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    stands = {one.user: one for one in current_round(objection.proposal).participants()}
    assert stands[cast.bo].is_silent


@pytest.mark.parametrize("who", ["ada", "pia", "eve"])
def test_nobody_else_lifts_it_however_long_it_stays(cast: Cast, who: str) -> None:
    objection = objected(cast)
    with pytest.raises(Refused, match="Only the objector"):
        lift(objection, by=cast[who], because=WHY, at=MONDAY + 3 * HOUR)


def test_the_pilot_of_all_does_not_lift_it_by_rank(cast: Cast) -> None:
    cast.circle.memberships.get(user=cast.fay).leave_role("facilitator", by=cast.fay)
    with pytest.raises(Refused, match="Only the objector"):
        lift(objected(cast), by=cast.fay, because=WHY, at=MONDAY + 3 * HOUR)


@pytest.mark.parametrize("wants_it", ["proposes", "owns"])
def test_a_facilitator_lifts_nothing_that_stands_against_their_own(cast: Cast, wants_it: str) -> None:
    owner: dict[str, Any] = {"owner": cast.fay} if wants_it == "owns" else {}
    if wants_it == "proposes":
        cast.circle.memberships.get(user=cast.ada).take_role("facilitator", by=cast.fay)
    facilitator = cast.fay if wants_it == "owns" else cast.ada
    with pytest.raises(Refused, match="cannot lift someone else"):
        lift(objected(cast, **owner), by=facilitator, because=WHY, at=MONDAY + 3 * HOUR)


def test_a_reason_is_asked_for(cast: Cast) -> None:
    with pytest.raises(Refused, match="Say why"):
        lift(objected(cast), by=cast.fay, because="  ", at=MONDAY + 3 * HOUR)


def test_without_a_new_text_there_is_nothing_to_answer(cast: Cast) -> None:
    objection = objected(cast, new_text=False)
    assert objection.answer_due_at() is None
    with pytest.raises(Refused, match="Only the objector"):
        lift(objection, by=cast.fay, because=WHY, at=MONDAY + 3 * HOUR)


def test_the_same_text_put_to_another_round_is_no_new_text(cast: Cast) -> None:
    objection = objected(cast, new_text=False)
    proposal = objection.proposal
    write_due_outcomes(proposal, at=TUESDAY)  # failed
    open_round(proposal, by=cast.ada, at=TUESDAY)
    assert Objection.objects.get().answer_due_at() is None


def test_each_new_text_gives_a_working_day_again_and_so_does_i_need_time(cast: Cast) -> None:
    objection = objected(cast)
    revise(objection.proposal, by=cast.ada, text="The blue seal.", at=MONDAY)
    assert Objection.objects.get().answer_due_at() == TUESDAY
    take_position(current_round(objection.proposal), TIME, by=cast.bo, at=MONDAY + HOUR)
    assert Objection.objects.get().answer_due_at() == TUESDAY + HOUR


def test_an_objection_to_the_new_text_is_an_answer(cast: Cast) -> None:
    first = objected(cast)
    answers = valid_objection_tests(first.element)  # type: ignore[arg-type]
    again = take_position(
        current_round(first.proposal), OBJECTION, by=cast.bo, objection_tests=answers, at=MONDAY
    ).objection
    first.refresh_from_db()
    assert first.lifted_by == cast.bo
    with pytest.raises(Refused, match="Only the objector"):
        lift(again, by=cast.fay, because=WHY, at=MONDAY + 3 * HOUR)


def test_nothing_is_adopted_before_the_objector_had_a_working_day_to_reopen_it(cast: Cast) -> None:
    objection = objected(cast)
    round_ = current_round(objection.proposal)
    take_position(round_, NO_OBJECTION, by=cast.fay, at=MONDAY)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 20 * HOUR)
    round_.refresh_from_db()
    assert round_.closes_at == TUESDAY + 20 * HOUR  # its window was over on Tuesday, 16:00
    assert not close_due(round_, at=TUESDAY + 3 * HOUR)
    assert close_due(round_, at=TUESDAY + 20 * HOUR)
    assert decision_of(objection.proposal)


def test_no_sync_takes_it_meanwhile_unless_the_objector_speaks(cast: Cast) -> None:
    objection = objected(cast, named=[cast.power], cost=2_001, at=AGO)
    general = cast.project.circles.general()
    general.memberships.get(user=cast.fay).take_role("facilitator", by=cast.fay, at=AGO)
    round_ = current_round(objection.proposal)
    for person in (cast.fay, cast.pia):
        take_position(round_, NO_OBJECTION, by=person)
    lift(objection, by=cast.fay, because=WHY)
    with pytest.raises(Refused, match="long enough"):
        adopt(objection.proposal, by=cast.fay, sync=a_deciding_sync(general, datetime.now(UTC)))
    take_position(round_, NO_OBJECTION, by=cast.bo)
    assert adopt(objection.proposal, by=cast.fay, sync=a_deciding_sync(general, datetime.now(UTC)))


def reopened(cast: Cast) -> Objection:
    objection = objected(cast)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    reopen(Objection.objects.get(), by=cast.bo, because="It was tested dry.", at=MONDAY + 3 * HOUR)
    return Objection.objects.get()


def test_the_objector_reopens_it_and_how_it_was_lifted_stays_readable(cast: Cast) -> None:
    objection = reopened(cast)
    assert objection.stands
    kept = objection.reopening
    assert (kept.lifted_by, kept.lifted_because, kept.because) == (cast.fay, WHY, "It was tested dry.")
    assert Notice.objects.to(cast.fay).filter(event="objection.reopened").exists()
    round_ = current_round(objection.proposal)
    assert round_.integrate_by == THURSDAY + 3 * HOUR
    close_due(round_, at=TUESDAY + 3 * HOUR)
    round_.refresh_from_db()
    assert round_.outcome == Round.Outcome.FAILED


def test_it_is_reopened_once(cast: Cast) -> None:
    objection = reopened(cast)
    revise(objection.proposal, by=cast.ada, text="The blue seal.", at=MONDAY + 4 * HOUR)
    lift(objection, by=cast.fay, because=WHY, at=TUESDAY + 4 * HOUR)
    with pytest.raises(Refused, match="reopened once"):
        reopen(Objection.objects.get(), by=cast.bo, at=TUESDAY + 5 * HOUR)


def test_what_one_lifted_oneself_is_not_reopened(cast: Cast) -> None:
    objection = objected(cast)
    lift(objection, by=cast.bo, at=MONDAY)
    with pytest.raises(Refused, match="Nobody else"):
        reopen(Objection.objects.get(), by=cast.bo, at=MONDAY + HOUR)


@pytest.mark.parametrize("who", ["fay", "ada", "pia"])
def test_only_the_objector_reopens(cast: Cast, who: str) -> None:
    objection = objected(cast)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    with pytest.raises(Refused, match="Only the objector"):
        reopen(Objection.objects.get(), by=cast[who], at=MONDAY + 3 * HOUR)


def test_who_has_spoken_since_has_answered(cast: Cast) -> None:
    objection = objected(cast)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    take_position(current_round(objection.proposal), NO_OBJECTION, by=cast.bo, at=MONDAY + 3 * HOUR)
    with pytest.raises(Refused):
        reopen(Objection.objects.get(), by=cast.bo, at=MONDAY + 4 * HOUR)


def test_what_was_agreed_and_not_adopted_is_not_adopted_over_a_reopened_objection(cast: Cast) -> None:
    """Consent came, the money was not there yet, and the objector came back in time."""
    cast.circle.admit(cast.pia, by=cast.fay)
    objection = objected(cast, cost=1_500)
    lift(objection, by=cast.fay, because=WHY, at=MONDAY + 2 * HOUR)
    round_ = current_round(objection.proposal)
    round_.close(Round.Outcome.CONSENTED, at=MONDAY + 3 * HOUR)
    reopen(Objection.objects.get(), by=cast.bo, at=MONDAY + 4 * HOUR)
    with pytest.raises(Refused, match="valid objection stands"):
        adopt(Proposal.objects.get(), by=cast.ada, at=MONDAY + 5 * HOUR)
    assert not Decision.objects.exists()


# By page and by API ---------------------------------------------------------------------------------------------------


def test_the_page_says_until_when_and_offers_it_to_whom_it_is_for(cast: Cast) -> None:
    objection = objected(cast, at=JUST_NOW)
    lifting = page(cast, f"proposals/1/objections/{objection.pk}/lifting/")
    assert "when the new text has no answer by" in at_browser(cast.fay).get(page(cast, "proposals/1/")).content.decode()
    assert at_browser(cast.fay).post(lifting, {"because": WHY}).status_code == 409
    Round.objects.filter(number=2).update(opened_at=AGO, closes_at=datetime.now(UTC) + DAY)
    for who, offered in (("fay", True), ("ada", False), ("pia", False), ("bo", True)):
        assert (lifting in at_browser(cast[who]).get(page(cast, "proposals/1/")).content.decode()) is offered
    assert at_browser(cast.fay).post(lifting, {"because": ""}).status_code == 422
    assert at_browser(cast.fay).post(lifting, {"because": WHY}).status_code == 302
    shown = at_browser(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    assert "by Fay Lemoine: the new text had stayed without an answer" in shown
    reopening = page(cast, f"proposals/1/objections/{objection.pk}/reopening/")
    assert reopening in shown
    assert at_browser(cast.fay).post(reopening, {"because": "No."}).status_code == 403
    assert at_browser(cast.bo).get(reopening).status_code == 200
    assert at_browser(cast.bo).post(reopening, {"because": "It was tested dry."}).status_code == 302
    shown = at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    assert "Bo reopened it on" in shown
    assert WHY in shown


def test_the_api_does_the_same(cast: Cast) -> None:
    objection = objected(cast, at=JUST_NOW)
    Round.objects.filter(number=2).update(opened_at=AGO, closes_at=datetime.now(UTC) + DAY)
    rest = operation(cast, f"proposals/1/objections/{objection.pk}/")
    why, json = {"because": "It was tested dry."}, "application/json"
    answer = Client(headers=by_token(cast.fay)).post(f"{rest}lifting?because=Tested")
    assert answer.json()["objections"][0]["lifted_by"] == "Fay Lemoine", answer.content
    assert Client(headers=by_token(cast.fay)).post(f"{rest}reopening", why, content_type=json).status_code == 403
    answer = Client(headers=by_token(cast.bo)).post(f"{rest}reopening", why, content_type=json)
    assert answer.json()["objections"][0]["reopened_at"]
    assert Client(headers=by_token(cast.bo)).post(f"{rest}reopening", why, content_type=json).status_code == 403


def test_a_facilitator_of_another_circle_has_no_say(cast: Cast) -> None:
    other = Circle.objects.get(name="Power")
    other.memberships.get(user=cast.pia).take_role("facilitator", by=cast.fay)
    objection = objected(cast, at=JUST_NOW)
    address = page(cast, f"proposals/1/objections/{objection.pk}/lifting/")
    assert at_browser(cast.pia).post(address, {"because": WHY}).status_code == 403
