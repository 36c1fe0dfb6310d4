"""What a round amounts to, row by row of the rules of consent."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.decisions.consent import (
    RoundFacts,
    RoundState,
    Voice,
    may_close_without_silent,
    missing,
    ready_for_batch,
    review_soon,
    silent,
    state,
)
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.routing import Silence

ADA, BO, FAY = 1, 2, 3
HYDRAULICS, POWER, MARKET = 10, 20, 30


def said(person: int, kind: PositionKind | None = None, *circles: int, again: bool = False) -> Voice:
    return Voice(person, kind, frozenset(circles), to_reconfirm=again)


def a_round(*voices: Voice, **facts: object) -> RoundFacts:
    return RoundFacts(voices, **facts)  # type: ignore[arg-type]


def test_a_local_round_ends_early_when_all_have_spoken() -> None:
    assert state(a_round(said(ADA, PositionKind.NO_OBJECTION), said(BO, PositionKind.PASS))) is RoundState.CONSENTED


@pytest.mark.parametrize("kind", [None, PositionKind.TIME])
def test_it_stays_open_for_who_is_silent_or_needs_time(kind: PositionKind | None) -> None:
    assert state(a_round(said(ADA, PositionKind.NO_OBJECTION), said(BO, kind))) is RoundState.OPEN


def test_it_stays_open_for_whom_somebody_else_wrote_it_down() -> None:
    heard = replace(said(BO, PositionKind.NO_OBJECTION), recorded=True)
    assert state(a_round(said(ADA, PositionKind.NO_OBJECTION), heard)) is RoundState.OPEN
    assert state(a_round(said(ADA, PositionKind.NO_OBJECTION), heard, is_over=True)) is RoundState.CONSENTED
    assert ready_for_batch(a_round(heard, in_sync=True))  # in the room, where they hear it


def test_what_was_said_to_an_earlier_text_is_silence_until_reconfirmed() -> None:
    round_ = a_round(said(ADA, PositionKind.NO_OBJECTION, again=True), said(BO, PositionKind.NO_OBJECTION))
    assert state(round_) is RoundState.OPEN
    assert silent(round_) == {ADA}


def test_silence_inside_scope_does_not_stop_at_the_end() -> None:
    assert state(a_round(said(ADA, PositionKind.CONCERN), said(BO), is_over=True)) is RoundState.CONSENTED


@pytest.mark.parametrize("kind", [None, PositionKind.TIME, PositionKind.PASS])
def test_a_round_without_one_explicit_no_objection_lapses(kind: PositionKind | None) -> None:
    assert state(a_round(said(ADA, kind), is_over=True)) is RoundState.LAPSED


def test_who_is_alone_in_the_circle_decides_when_the_time_is_over_and_not_before() -> None:
    assert state(a_round()) is RoundState.OPEN
    assert state(a_round(is_over=True)) is RoundState.CONSENTED


def test_a_sync_is_waited_for_though_all_have_spoken() -> None:
    round_ = a_round(said(ADA, PositionKind.NO_OBJECTION), in_sync=True)
    assert state(round_) is RoundState.OPEN
    assert ready_for_batch(round_)


def test_one_valid_objection_is_never_overruled() -> None:
    voices = [said(person, PositionKind.NO_OBJECTION) for person in range(50)]
    assert state(a_round(*voices, objections=1)) is RoundState.INTEGRATING
    assert state(a_round(*voices, objections=1, is_over=True)) is RoundState.FAILED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"is_over": True}, RoundState.FAILED),
        ({"is_over": True, "failed_before": 1}, RoundState.ESCALATED),
        ({"overdue": True}, RoundState.ESCALATED),
        ({"overdue": True, "is_general": True}, RoundState.INTEGRATING),  # nobody above: it waits for its sync
        ({"is_over": True, "is_general": True}, RoundState.FAILED),  # the one integration meeting
        ({"is_over": True, "is_general": True, "failed_before": 1}, RoundState.LAPSED),
    ],
)
def test_failing_leads_upwards_and_at_the_top_to_the_present_state(
    facts: dict[str, object], expected: RoundState
) -> None:
    assert state(a_round(said(ADA, PositionKind.OBJECTION), objections=1, **facts)) is expected


def test_each_affected_circle_speaks_at_least_once() -> None:
    facts = {"silence": Silence.EACH_CIRCLE, "in_sync": True, "is_over": True, "needs": frozenset({POWER, MARKET})}
    heard = a_round(
        said(ADA, PositionKind.NO_OBJECTION, POWER), said(BO, None, MARKET), said(FAY, None, POWER), **facts
    )
    assert missing(heard) == {MARKET}
    assert state(heard) is RoundState.WAITING


def test_a_circle_without_people_holds_nothing_up() -> None:
    facts = {"silence": Silence.EACH_CIRCLE, "in_sync": True, "is_over": True, "needs": frozenset({POWER, MARKET})}
    assert state(a_round(said(ADA, PositionKind.NO_OBJECTION, POWER), **facts)) is RoundState.CONSENTED


def test_each_person_speaks_where_an_element_is_touched() -> None:
    facts = {"silence": Silence.EACH_PERSON, "in_sync": True, "is_over": True}
    round_ = a_round(said(ADA, PositionKind.NO_OBJECTION, POWER), said(BO, None, POWER), **facts)
    assert missing(round_) == {BO}
    assert state(round_) is RoundState.WAITING


def test_the_second_sync_may_close_without_the_silent() -> None:
    facts = {"silence": Silence.EACH_PERSON, "in_sync": True, "is_over": True, "without_silent": True}
    voices = (said(ADA, PositionKind.NO_OBJECTION), said(BO))
    assert state(a_round(*voices, syncs=1, **facts)) is RoundState.WAITING
    assert state(a_round(*voices, syncs=2, **facts)) is RoundState.CONSENTED
    assert may_close_without_silent(a_round(*voices, syncs=2, **facts))


def test_who_left_the_project_is_not_waited_for() -> None:
    assert state(a_round(said(ADA, PositionKind.NO_OBJECTION), replace(said(BO), left=True))) is RoundState.CONSENTED


@pytest.mark.parametrize(("silent_people", "soon"), [(0, False), (3, False), (4, True)])
def test_more_than_a_third_silent_is_reviewed_soon(silent_people: int, soon: bool) -> None:
    voices = [said(n, None if n < silent_people else PositionKind.NO_OBJECTION) for n in range(9)]
    assert review_soon(voices) is soon


voices_given = st.lists(
    st.builds(
        Voice,
        st.integers(1, 9),
        st.none() | st.sampled_from(PositionKind),
        st.frozensets(st.integers(1, 4)),
        to_reconfirm=st.booleans(),
        left=st.booleans(),
        recorded=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda voice: voice.person,
).map(tuple)
rounds_given = st.builds(
    RoundFacts,
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
def test_consent_is_never_reached_over_a_valid_objection(round_: RoundFacts) -> None:
    assert state(replace(round_, objections=1)) is not RoundState.CONSENTED


@given(rounds_given)
def test_no_consent_without_one_who_said_so(round_: RoundFacts) -> None:
    asked = [voice for voice in round_.voices if not voice.left]
    if state(round_) is RoundState.CONSENTED and asked:
        assert any(voice.consents for voice in round_.voices)


@given(rounds_given)
def test_the_first_sync_never_closes_without_who_must_speak(round_: RoundFacts) -> None:
    if missing(round_) and round_.syncs < 2:
        assert state(round_) is not RoundState.CONSENTED or not round_.is_over


@given(rounds_given)
def test_what_others_wrote_down_ends_no_round_early(round_: RoundFacts) -> None:
    if any(voice.recorded and not voice.left for voice in round_.voices) and not round_.is_over:
        assert state(round_) is not RoundState.CONSENTED


@given(rounds_given)
def test_what_others_wrote_down_counts_like_any_word_once_the_window_is_over(round_: RoundFacts) -> None:
    own = tuple(replace(voice, recorded=False) for voice in round_.voices)
    assert state(replace(round_, is_over=True)) is state(replace(round_, voices=own, is_over=True))


@given(rounds_given)
def test_a_sync_decision_is_not_taken_before_its_sync(round_: RoundFacts) -> None:
    if round_.in_sync and not round_.is_over and not round_.overdue:
        assert state(round_) in {RoundState.OPEN, RoundState.INTEGRATING}
