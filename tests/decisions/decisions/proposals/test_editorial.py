"""A change of wording keeps the round; any member may say, with one click, that it is more than wording."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from decisions.decisions.models import DecidingSync, Decision, Editorial, Proposal, Round
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.editorials import refuse_label, reword
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.round_closing import close_due
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import (
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    YEAR,
    a_deciding_sync,
    decision_of,
)
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_circle, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

CLEARER = "We change the seal for a tested one."


@pytest.mark.both_databases
def test_the_round_and_its_positions_stay(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, NO_OBJECTION, by=cast.bo)
    reword(round_.proposal, by=cast.ada, text=CLEARER)
    round_.refresh_from_db()
    assert (round_.closed_at, round_.text) == (None, CLEARER)
    stands = {one.user: one for one in round_.participants()}
    assert not stands[cast.bo].is_silent
    assert Proposal.objects.get().text == CLEARER


def test_everybody_asked_is_told_and_the_record_keeps_both_wordings(cast: Cast) -> None:
    reword(a_round(circle=cast.circle, by=cast.ada).proposal, by=cast.ada, text=CLEARER, title="We change the seal")
    told = Notice.objects.filter(event="proposal.wording_changed").values_list("user__name", flat=True)
    assert set(told) == {"Bo Nguyen", "Fay Lemoine"}
    kept = Editorial.objects.get()
    assert (kept.before, kept.after) == ({"text": "We change the seal."}, {"text": CLEARER})
    assert Entry.objects.get(event="proposal.wording_changed").facts["changed"] == ["text"]


def test_nothing_ends_early_on_what_was_said_to_other_words(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, NO_OBJECTION, by=cast.bo)
    reword(round_.proposal, by=cast.ada, text=CLEARER)
    take_position(round_, NO_OBJECTION, by=cast.fay)
    assert decision_of(round_.proposal) is None
    take_position(round_, NO_OBJECTION, by=cast.bo)
    decision = Decision.objects.get()
    assert decision.text == CLEARER


def test_at_the_end_of_the_window_what_was_said_counts_and_the_new_words_are_adopted(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada)
    round_ = open_round(proposal, by=cast.ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=cast.bo, at=FRIDAY)
    reword(proposal, by=cast.ada, text=CLEARER, at=FRIDAY + timedelta(hours=1))
    assert close_due(round_, at=MONDAY)
    assert Decision.objects.get().text == CLEARER


OTHERWISE: dict[str, Any] = {"cost": 10, "reversibility": "costly", "review_months": 6}


@pytest.mark.parametrize("name", [*OTHERWISE, "named", "elements", "domains", "owner", "carries_out", "replaces"])
def test_nothing_but_words_is_editorial(cast: Cast, name: str) -> None:
    proposal = a_round(circle=cast.circle, by=cast.ada).proposal
    changes = OTHERWISE | {
        "named": [cast.power],
        "elements": [an_element(cast.project)],
        "domains": [cast.power.domains.get()],
        "owner": cast.bo,
        "carries_out": [{"kind": "closing"}],
        "replaces": Decision(pk=77),
    }
    with pytest.raises(Refused, match="Only words"):
        reword(proposal, by=cast.ada, text=CLEARER, **{name: changes[name]})
    assert Proposal.objects.get().text == "We change the seal."
    assert not Proposal.objects.get().named.exists()
    assert not Editorial.objects.exists()


def test_a_draft_and_a_closed_round_have_no_label(cast: Cast) -> None:
    with pytest.raises(Refused, match="No round is open"):
        reword(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada, text=CLEARER)


def test_nothing_is_slipped_in_at_the_last_moment(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada)
    open_round(proposal, by=cast.ada, at=FRIDAY)
    with pytest.raises(Refused, match="too soon"):
        reword(proposal, by=cast.ada, text=CLEARER, at=MONDAY - timedelta(hours=7))
    assert reword(proposal, by=cast.ada, text=CLEARER, at=MONDAY - timedelta(hours=8))


def test_refusing_the_label_makes_it_an_ordinary_change(cast: Cast) -> None:
    first = a_round(circle=cast.circle, by=cast.ada)
    take_position(first, NO_OBJECTION, by=cast.bo)
    editorial = reword(first.proposal, by=cast.ada, text=CLEARER)
    second = refuse_label(editorial, by=cast.fay)
    first.refresh_from_db()
    assert (first.outcome, first.text) == (Round.Outcome.REPLACED, "We change the seal.")
    assert (second.number, second.text) == (2, CLEARER)
    stands = {one.user: one for one in second.participants()}
    assert stands[cast.bo].to_reconfirm
    assert stands[cast.bo].is_silent
    editorial.refresh_from_db()
    assert editorial.refused_by == cast.fay
    assert Notice.objects.to(cast.ada).filter(event="proposal.editorial_label_refused").exists()


def test_refusing_an_earlier_change_of_wording_takes_the_later_ones_along(cast: Cast) -> None:
    first = a_round(circle=cast.circle, by=cast.ada)
    editorial = reword(first.proposal, by=cast.ada, text=CLEARER)
    reword(first.proposal, by=cast.ada, title="A tested seal", text="We change the seals.")
    second = refuse_label(editorial, by=cast.bo)
    first.refresh_from_db()
    assert (first.title, first.text) == ("We change the seal", "We change the seal.")
    assert (second.title, second.text) == ("A tested seal", "We change the seals.")


def test_an_objection_stands_through_both(cast: Cast) -> None:
    first = a_round(circle=cast.circle, by=cast.ada)
    objection = take_position(
        first, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    editorial = reword(first.proposal, by=cast.ada, text=CLEARER)
    assert objection.answer_due_at() is None  # wording is no new text …
    refuse_label(editorial, by=cast.fay)
    objection.refresh_from_db()
    assert objection.stands
    assert Proposal.objects.get().objections.get().answer_due_at() is not None  # … unless it is more than wording


def test_any_member_refuses_it_whether_they_are_asked_or_not(cast: Cast) -> None:
    editorial = reword(a_round(circle=cast.circle, by=cast.ada).proposal, by=cast.ada, text=CLEARER)
    assert refuse_label(editorial, by=cast.pia).number == 2


@pytest.mark.parametrize("who", ["ada", "eve"])
def test_neither_who_gave_it_refuses_it_nor_who_is_outside(cast: Cast, who: str) -> None:
    editorial = reword(a_round(circle=cast.circle, by=cast.ada).proposal, by=cast.ada, text=CLEARER)
    with pytest.raises(Refused, match="Anyone else in the project"):
        refuse_label(editorial, by=cast[who])


def test_the_label_is_refused_once_and_while_the_round_is_open(cast: Cast) -> None:
    editorial = reword(a_round(circle=cast.circle, by=cast.ada).proposal, by=cast.ada, text=CLEARER)
    refuse_label(editorial, by=cast.bo)
    with pytest.raises(Refused, match="has ended"):
        refuse_label(editorial, by=cast.fay)
    proposal = a_proposal(circle=a_circle(cast.ada, cast.bo, inside=cast.project.circles.general()), by=cast.ada)
    open_round(proposal, by=cast.ada, at=FRIDAY)
    late = reword(proposal, by=cast.ada, text=CLEARER, at=FRIDAY + timedelta(hours=1))
    with pytest.raises(Refused, match="lapsed"):
        refuse_label(late, by=cast.bo, at=MONDAY)


# By page and by API ---------------------------------------------------------------------------------------------------


def test_by_page_the_change_is_shown_with_one_click_to_refuse_it(cast: Cast) -> None:
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada, at=datetime.now(UTC))
    revision = page(cast, "proposals/1/revision/")
    assert 'name="editorial"' in at_browser(cast.ada).get(revision).content.decode()
    words = {"tension": round_.tension, "text": CLEARER, "reversibility": "easy", "review_months": "3"}
    assert at_browser(cast.ada).post(revision, words | {"editorial": "on", "cost": "10"}).status_code == 409
    assert at_browser(cast.ada).post(revision, words | {"editorial": "on"}).status_code == 302
    assert Round.objects.count() == 1
    refusal = page(cast, f"proposals/1/editorials/{Editorial.objects.get().pk}/refusal/")
    for who, offered in (("ada", False), ("bo", True), ("pia", True)):
        shown = at_browser(cast[who]).get(page(cast, "proposals/1/")).content.decode()
        assert "Ada Mercier changed the wording" in shown
        assert ">added: </span> for a tested one</ins>" in shown
        assert (refusal in shown) is offered
    assert at_browser(cast.ada).post(refusal).status_code == 403
    assert at_browser(cast.eve).post(refusal).status_code == 404
    assert at_browser(cast.bo).post(refusal).status_code == 302
    shown = at_browser(cast.ada).get(page(cast, "proposals/1/?round=1")).content.decode()
    assert "Bo Nguyen found it more than wording" in shown


def test_the_decision_keeps_what_was_changed_of_the_words(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    reword(round_.proposal, by=cast.ada, text=CLEARER)
    for person in (cast.bo, cast.fay):
        take_position(round_, NO_OBJECTION, by=person)
    shown = at_browser(cast.bo).get(page(cast, "decisions/1/")).content.decode()
    kept = shown.partition("Changes of wording</h2>")[2].partition("</section>")[0]
    assert ">added: </span> for a tested one</ins>" in kept
    assert "/refusal/" not in kept


def test_by_api_the_same(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    address, kind = operation(cast, "proposals/1/editorials"), "application/json"
    assert Client(headers=by_token(cast.bo)).post(address, {"text": CLEARER}, content_type=kind).status_code == 403
    made = Client(headers=by_token(cast.ada)).post(address, {"text": CLEARER}, content_type=kind)
    assert made.status_code == 201
    refusal = f"{address}/{made.json()['id']}/refusal"
    assert Client(headers=by_token(cast.ada)).post(refusal).status_code == 403
    assert Client(headers=by_token(cast.pia)).post(refusal).json()["refused_by"] == "Pia Roy"
    assert Client(headers=by_token(cast.pia)).get(address).json()[0]["after"] == {"text": CLEARER}
    assert Client(headers=by_token(cast.eve)).get(address).status_code == 404


def agreed_before_a_sync(cast: Cast) -> tuple[Proposal, Round, DecidingSync]:
    """Let everyone agree to what the sync of a week later is to take."""
    proposal = a_proposal(circle=cast.circle, by=cast.ada, elements=[an_element(cast.project)], at=FRIDAY)
    round_ = open_round(proposal, by=cast.ada, at=FRIDAY)
    for one in round_.participants():
        take_position(round_, NO_OBJECTION, by=one.user, at=FRIDAY + timedelta(hours=1))
    sync = a_deciding_sync(round_.decides, datetime(YEAR, 12, 4, 8, tzinfo=UTC))
    return proposal, round_, sync


def test_nothing_is_slipped_in_at_the_last_moment_before_a_sync(cast: Cast) -> None:
    proposal, round_, sync = agreed_before_a_sync(cast)
    assert Round.objects.get().may_be_taken_by(sync)
    reword(proposal, by=cast.ada, text="We change the seals of all farms.", at=sync.starts_at - timedelta(minutes=1))
    assert not Round.objects.get().may_be_taken_by(sync)
    with pytest.raises(Refused, match="not open long enough"):
        adopt(proposal, by=cast.fay, sync=sync, at=sync.starts_at)
    for one in Round.objects.get().participants():
        take_position(round_, NO_OBJECTION, by=one.user, at=sync.starts_at)
    assert adopt(proposal, by=cast.fay, sync=sync, at=sync.starts_at + timedelta(minutes=5))


def test_a_change_of_wording_does_not_put_off_the_end_of_what_an_objection_stands_against(cast: Cast) -> None:
    element = an_element(cast.project)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, elements=[element], at=FRIDAY)
    round_ = open_round(proposal, by=cast.ada, at=FRIDAY)
    first, *others = [one.user for one in round_.participants()]
    take_position(
        round_, OBJECTION, by=first, objection_tests=valid_objection_tests(element), at=FRIDAY + timedelta(hours=1)
    )
    for one in others:
        take_position(round_, NO_OBJECTION, by=one, at=FRIDAY + timedelta(hours=1))
    sync = a_deciding_sync(round_.decides, datetime(YEAR, 12, 4, 8, tzinfo=UTC))
    reword(proposal, by=cast.ada, text=CLEARER, at=sync.starts_at - timedelta(minutes=1))
    assert Round.objects.get().may_be_taken_by(sync)


def test_the_round_that_follows_says_who_refused_and_whose_word_is_to_reconfirm(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, NO_OBJECTION, by=cast.bo)
    reword(round_.proposal, by=cast.ada, text=CLEARER)
    refuse_label(Editorial.objects.get(), by=cast.fay)

    client = at_browser(cast.bo)
    second = client.get(page(cast, "proposals/1/")).content.decode()
    assert "Fay Lemoine found the change more than wording, so everyone looks again." in second
    assert 'said--silent">To reconfirm</span> Bo' in second
    assert 'said--silent">Silent</span> Fay' in second
    first = client.get(page(cast, "proposals/1/?round=1")).content.decode()
    assert "so everyone looks again" not in first
    assert "To reconfirm" not in first


def test_a_sync_waits_for_no_new_word_of_who_has_left_since_the_wording_changed(cast: Cast) -> None:
    proposal, round_, sync = agreed_before_a_sync(cast)
    reword(proposal, by=cast.ada, text=CLEARER, at=sync.starts_at - timedelta(minutes=2))
    for one in round_.participants():
        if one.user != cast.bo:
            take_position(round_, NO_OBJECTION, by=one.user, at=sync.starts_at - timedelta(minutes=1))
    assert not Round.objects.get().may_be_taken_by(sync)
    cast.project.memberships.get(user=cast.bo).end(by=cast.fay, at=sync.starts_at)
    assert Round.objects.get().may_be_taken_by(sync)
