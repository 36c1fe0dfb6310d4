"""The rules of consent, row by row of PRODUCT 3.3 and 3.4."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.consent import (
    Acceptable,
    Answers,
    Certainty,
    Danger,
    Kind,
    Round,
    State,
    Test,
    Voice,
    may_close_without_silent,
    missing,
    ready_for_batch,
    review_soon,
    silent,
    state,
    verdict,
)
from decisions.routing import Silence

VALID = Answers(
    element="FE-2",
    harm="The CE file stays open.",
    danger=Danger.FROM_PROPOSAL,
    fix_days=40,
    fix_cost=Decimal(4600),
    certainty=Certainty.CERTAIN,
    evidence="Quote 2026-1187",
    acceptable=Acceptable(10, Decimal(12_000)),
)


def test_five_argued_answers_block() -> None:
    heard = verdict(VALID)
    assert heard.blocks
    assert heard.met == set(Test)
    assert (heard.too_long, heard.too_dear) == (True, False)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"element": None}, Test.ELEMENT),
        ({"danger": Danger.ALREADY_THERE}, Test.CAUSE),
        ({"danger": None}, Test.CAUSE),
        ({"fix_days": 10}, Test.REPAIR),  # acceptable is still acceptable at its limit
        ({"fix_days": None, "fix_cost": None}, Test.REPAIR),
        ({"certainty": Certainty.POSSIBLE_IN_TIME}, Test.FORESIGHT),
        ({"certainty": None}, Test.FORESIGHT),
        ({"evidence": "  "}, Test.EVIDENCE),
    ],
)
def test_one_answer_short_makes_it_a_concern(change: dict[str, object], lost: Test) -> None:
    heard = verdict(replace(VALID, **change))  # type: ignore[arg-type]
    assert not heard.blocks
    assert set(Test) - heard.met == {lost}


@pytest.mark.parametrize(
    "change",
    [
        {"certainty": Certainty.POSSIBLE_LATE},
        {"fix_days": 0, "cannot_be_fixed": True},
        {"fix_days": 0, "fix_cost": Decimal(12_001)},
        {"fix_days": 11, "fix_cost": None},
    ],
)
def test_other_ways_to_be_serious_block_too(change: dict[str, object]) -> None:
    assert verdict(replace(VALID, **change)).blocks  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acceptable", "days", "cost", "blocks"),
    [
        (Acceptable(None, Decimal(100)), 400, 50, False),  # undeclared days cannot be exceeded
        (Acceptable(None, Decimal(100)), 0, 101, True),
        (Acceptable(10, None), 5, 10**9, False),  # a project without a budget has no acceptable cost
        (Acceptable(10, None), 11, 0, True),
        (Acceptable(None, None), 400, 10**9, False),
        (Acceptable(0, Decimal(0)), 1, 0, True),
    ],
)
def test_an_undeclared_half_is_skipped(acceptable: Acceptable, days: int, cost: int, blocks: bool) -> None:
    answers = replace(VALID, acceptable=acceptable, fix_days=days, fix_cost=Decimal(cost))
    assert verdict(answers).blocks is blocks


def test_with_nothing_declared_only_what_cannot_be_fixed_blocks() -> None:
    assert verdict(replace(VALID, acceptable=Acceptable(None, None), cannot_be_fixed=True)).blocks


def test_a_quoted_decision_in_force_needs_no_tests() -> None:
    heard = verdict(Answers(against_decision=12, quote="We buy from Solenne."))
    assert heard.blocks
    assert heard.untested


def test_a_decision_that_is_not_quoted_does_not_block() -> None:
    assert not verdict(Answers(against_decision=12, quote=" ")).blocks


amounts = st.none() | st.integers(0, 200)
answers_given = st.builds(
    Answers,
    element=st.none() | st.just("FE-1"),
    danger=st.none() | st.sampled_from(Danger),
    fix_days=amounts,
    fix_cost=amounts.map(lambda n: None if n is None else Decimal(n)),
    cannot_be_fixed=st.booleans(),
    certainty=st.none() | st.sampled_from(Certainty),
    evidence=st.sampled_from(["", "a quote"]),
    acceptable=st.builds(Acceptable, amounts, amounts.map(lambda n: None if n is None else Decimal(n))),
)


@given(answers_given)
def test_it_blocks_exactly_when_all_five_are_met(answers: Answers) -> None:
    heard = verdict(answers)
    assert heard.blocks == (heard.met == set(Test))
    assert not heard.blocks or (answers.element and answers.evidence)


@given(answers_given, st.integers(1, 50))
def test_a_worse_harm_never_unblocks(answers: Answers, more: int) -> None:
    worse = replace(answers, fix_days=(answers.fix_days or 0) + more)
    assert not verdict(answers).blocks or verdict(worse).blocks


# --- A round ----------------------------------------------------------------------------------------------------------

ADA, BO, FAY = 1, 2, 3
HYDRAULICS, POWER, MARKET = 10, 20, 30


def said(person: int, kind: Kind | None = None, *circles: int, again: bool = False) -> Voice:
    return Voice(person, kind, frozenset(circles), to_reconfirm=again)


def a_round(*voices: Voice, **facts: object) -> Round:
    return Round(voices, **facts)  # type: ignore[arg-type]


def test_a_local_round_ends_early_when_all_have_spoken() -> None:
    assert state(a_round(said(ADA, Kind.NO_OBJECTION), said(BO, Kind.PASS))) is State.CONSENTED


@pytest.mark.parametrize("kind", [None, Kind.TIME])
def test_it_stays_open_for_who_is_silent_or_needs_time(kind: Kind | None) -> None:
    assert state(a_round(said(ADA, Kind.NO_OBJECTION), said(BO, kind))) is State.OPEN


def test_what_was_said_to_an_earlier_text_is_silence_until_reconfirmed() -> None:
    round_ = a_round(said(ADA, Kind.NO_OBJECTION, again=True), said(BO, Kind.NO_OBJECTION))
    assert state(round_) is State.OPEN
    assert silent(round_) == {ADA}


def test_silence_inside_scope_does_not_stop_at_the_end() -> None:
    assert state(a_round(said(ADA, Kind.CONCERN), said(BO), is_over=True)) is State.CONSENTED


@pytest.mark.parametrize("kind", [None, Kind.TIME, Kind.PASS])
def test_a_round_without_one_explicit_no_objection_lapses(kind: Kind | None) -> None:
    assert state(a_round(said(ADA, kind), is_over=True)) is State.LAPSED


def test_who_is_alone_in_the_circle_may_decide() -> None:
    assert state(a_round()) is State.CONSENTED


def test_a_sync_is_waited_for_though_all_have_spoken() -> None:
    round_ = a_round(said(ADA, Kind.NO_OBJECTION), in_sync=True)
    assert state(round_) is State.OPEN
    assert ready_for_batch(round_)


def test_one_valid_objection_is_never_overruled() -> None:
    voices = [said(person, Kind.NO_OBJECTION) for person in range(50)]
    assert state(a_round(*voices, objections=1)) is State.INTEGRATING
    assert state(a_round(*voices, objections=1, is_over=True)) is State.FAILED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"is_over": True}, State.FAILED),
        ({"is_over": True, "failed_before": 1}, State.ESCALATED),
        ({"overdue": True}, State.ESCALATED),
        ({"overdue": True, "is_general": True}, State.INTEGRATING),  # nobody above: it waits for its sync
        ({"is_over": True, "is_general": True}, State.FAILED),  # the one integration meeting
        ({"is_over": True, "is_general": True, "failed_before": 1}, State.LAPSED),
    ],
)
def test_failing_leads_upwards_and_at_the_top_to_the_present_state(facts: dict[str, object], expected: State) -> None:
    assert state(a_round(said(ADA, Kind.OBJECTION), objections=1, **facts)) is expected


def test_each_affected_circle_speaks_at_least_once() -> None:
    facts = {"silence": Silence.EACH_CIRCLE, "in_sync": True, "is_over": True, "needs": frozenset({POWER, MARKET})}
    heard = a_round(said(ADA, Kind.NO_OBJECTION, POWER), said(BO, None, MARKET), said(FAY, None, POWER), **facts)
    assert missing(heard) == {MARKET}
    assert state(heard) is State.WAITING


def test_a_circle_without_people_holds_nothing_up() -> None:
    facts = {"silence": Silence.EACH_CIRCLE, "in_sync": True, "is_over": True, "needs": frozenset({POWER, MARKET})}
    assert state(a_round(said(ADA, Kind.NO_OBJECTION, POWER), **facts)) is State.CONSENTED


def test_each_person_speaks_where_an_element_is_touched() -> None:
    facts = {"silence": Silence.EACH_PERSON, "in_sync": True, "is_over": True}
    round_ = a_round(said(ADA, Kind.NO_OBJECTION, POWER), said(BO, None, POWER), **facts)
    assert missing(round_) == {BO}
    assert state(round_) is State.WAITING


def test_the_second_sync_may_close_without_the_silent() -> None:
    facts = {"silence": Silence.EACH_PERSON, "in_sync": True, "is_over": True, "without_silent": True}
    voices = (said(ADA, Kind.NO_OBJECTION), said(BO))
    assert state(a_round(*voices, syncs=1, **facts)) is State.WAITING
    assert state(a_round(*voices, syncs=2, **facts)) is State.CONSENTED
    assert may_close_without_silent(a_round(*voices, syncs=2, **facts))


def test_who_left_the_project_is_not_waited_for() -> None:
    assert state(a_round(said(ADA, Kind.NO_OBJECTION), replace(said(BO), left=True))) is State.CONSENTED


@pytest.mark.parametrize(("silent_people", "soon"), [(0, False), (3, False), (4, True)])
def test_more_than_a_third_silent_is_reviewed_soon(silent_people: int, soon: bool) -> None:
    voices = [said(n, None if n < silent_people else Kind.NO_OBJECTION) for n in range(9)]
    assert review_soon(voices) is soon


voices_given = st.lists(
    st.builds(
        Voice,
        st.integers(1, 9),
        st.none() | st.sampled_from(Kind),
        st.frozensets(st.integers(1, 4)),
        to_reconfirm=st.booleans(),
        left=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda voice: voice.person,
).map(tuple)
rounds_given = st.builds(
    Round,
    voices_given,
    objections=st.integers(0, 2),
    silence=st.sampled_from(Silence),
    in_sync=st.booleans(),
    is_over=st.booleans(),
    needs=st.frozensets(st.integers(1, 4)),
    failed_before=st.integers(0, 3),
    syncs=st.integers(0, 3),
    without_silent=st.booleans(),
    overdue=st.booleans(),
    is_general=st.booleans(),
)


@given(rounds_given)
def test_consent_is_never_reached_over_a_valid_objection(round_: Round) -> None:
    assert state(replace(round_, objections=1)) is not State.CONSENTED


@given(rounds_given)
def test_no_consent_without_one_who_said_so(round_: Round) -> None:
    asked = [voice for voice in round_.voices if not voice.left]
    if state(round_) is State.CONSENTED and asked:
        assert any(voice.consents for voice in round_.voices)


@given(rounds_given)
def test_the_first_sync_never_closes_without_who_must_speak(round_: Round) -> None:
    if missing(round_) and round_.syncs < 2:
        assert state(round_) is not State.CONSENTED or not round_.is_over


@given(rounds_given)
def test_a_sync_decision_is_not_taken_before_its_sync(round_: Round) -> None:
    if round_.in_sync and not round_.is_over and not round_.overdue:
        assert state(round_) in {State.OPEN, State.INTEGRATING}
