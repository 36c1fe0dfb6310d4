"""Each sentence of the rules of consent on what a round amounts to, as a row: the round, and what it comes to."""

from dataclasses import replace
from typing import Any

import pytest

from decisions.decisions.consent import (
    RoundFacts,
    RoundState,
    Voice,
    may_close_without_silent,
    may_end_early,
    missing,
    ready_for_batch,
    review_soon,
    silent,
    state,
    waited_for,
)
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.routing import Silence

ADA, BO, FAY = 1, 2, 3
HYDRAULICS, POWER, MARKET = 10, 20, 30
YES, CONCERN, TIME, NO, PASS = (
    PositionKind.NO_OBJECTION,
    PositionKind.CONCERN,
    PositionKind.TIME,
    PositionKind.OBJECTION,
    PositionKind.PASS,
)
SYNC = {"in_sync": True, "is_over": True}
CIRCLES = {**SYNC, "silence": Silence.EACH_CIRCLE, "needs": frozenset({POWER, MARKET})}
PEOPLE = {**SYNC, "silence": Silence.EACH_PERSON}


def ada(kind: PositionKind | None = None, **how: Any) -> Voice:
    return Voice(ADA, kind, frozenset({POWER}), **how)


def bo(kind: PositionKind | None = None, **how: Any) -> Voice:
    return Voice(BO, kind, frozenset({MARKET}), **how)


def fay(kind: PositionKind | None = None, **how: Any) -> Voice:
    return Voice(FAY, kind, frozenset({HYDRAULICS}), **how)


ROWS: list[tuple[str, tuple[Voice, ...], dict[str, Any], RoundState]] = [
    ("inside scope, all have spoken", (ada(YES), bo(CONCERN)), {}, RoundState.CONSENTED),
    ("one is silent, the window is open", (ada(YES), bo()), {}, RoundState.OPEN),
    ("one needs time: not having spoken", (ada(YES), bo(TIME)), {}, RoundState.OPEN),
    ("one recused: has spoken", (ada(YES), bo(PASS)), {}, RoundState.CONSENTED),
    ("all recused: nobody consents, the window goes on", (ada(PASS), bo(PASS)), {}, RoundState.OPEN),
    ("all recused to the end: lapsed", (ada(PASS), bo(PASS)), {"is_over": True}, RoundState.LAPSED),
    ("silence inside scope does not stop", (ada(YES), bo()), {"is_over": True}, RoundState.CONSENTED),
    ("a concern never blocks", (ada(CONCERN), bo()), {"is_over": True}, RoundState.CONSENTED),
    ("no explicit no objection: lapsed", (ada(), bo(TIME)), {"is_over": True}, RoundState.LAPSED),
    ("said to an earlier text: silent", (ada(YES, to_reconfirm=True), bo()), {"is_over": True}, RoundState.LAPSED),
    ("recorded: ends nothing early", (ada(YES, recorded=True), bo(YES)), {}, RoundState.OPEN),
    ("recorded: counts at the end", (ada(YES, recorded=True), bo()), {"is_over": True}, RoundState.CONSENTED),
    ("wording changed since: ends nothing early", (ada(YES, reworded=True), bo(YES)), {}, RoundState.OPEN),
    ("wording changed since: counts at the end", (ada(YES, reworded=True),), {"is_over": True}, RoundState.CONSENTED),
    ("who left is not waited for", (ada(YES), bo(left=True)), {}, RoundState.CONSENTED),
    ("for a sync: waits, though all have spoken", (ada(YES), bo(YES)), {"in_sync": True}, RoundState.OPEN),
    ("each affected circle spoke", (ada(YES), bo(YES), fay()), CIRCLES, RoundState.CONSENTED),
    ("a circle recused: it has spoken", (ada(YES), bo(PASS)), CIRCLES, RoundState.CONSENTED),
    ("a circle needs time: it has not", (ada(YES), bo(TIME)), CIRCLES, RoundState.WAITING),
    ("a circle is silent at the first sync", (ada(YES), bo()), {**CIRCLES, "syncs": 1}, RoundState.WAITING),
    ("at the second, nobody chooses to close", (ada(YES), bo()), {**CIRCLES, "syncs": 2}, RoundState.WAITING),
    (
        "at the second, closed without them",
        (ada(YES), bo()),
        {**CIRCLES, "syncs": 2, "without_silent": True},
        RoundState.CONSENTED,
    ),
    (
        "not at the first, whoever wishes it",
        (ada(YES), bo()),
        {**CIRCLES, "syncs": 1, "without_silent": True},
        RoundState.WAITING,
    ),
    ("a circle without people holds nothing up", (ada(YES),), CIRCLES, RoundState.CONSENTED),
    ("each person speaks where an element is touched", (ada(YES), bo(YES), fay()), PEOPLE, RoundState.WAITING),
    ("each person did, one recused", (ada(YES), bo(CONCERN), fay(PASS)), PEOPLE, RoundState.CONSENTED),
    ("all recused in a sync: lapsed", (ada(PASS), bo(PASS)), PEOPLE, RoundState.LAPSED),
    ("a valid objection stands: integrating", (ada(NO), bo(YES)), {"objections": 1}, RoundState.INTEGRATING),
    ("it stands at the end: failed", (ada(NO), bo(YES)), {"objections": 1, "is_over": True}, RoundState.FAILED),
    (
        "the second failed round: escalated",
        (ada(NO), bo(YES)),
        {"objections": 1, "is_over": True, "failed_before": 1},
        RoundState.ESCALATED,
    ),
    (
        "three days in integration: escalated",
        (ada(NO), bo(YES)),
        {"objections": 1, "overdue": True},
        RoundState.ESCALATED,
    ),
    (
        "rank closes nothing over an objection",
        (ada(NO), bo(YES)),
        {**PEOPLE, "objections": 1, "syncs": 5, "without_silent": True},
        RoundState.FAILED,
    ),
    (
        "general circle: one integration meeting",
        (ada(NO), bo(YES)),
        {**SYNC, "objections": 1, "is_general": True},
        RoundState.FAILED,
    ),
    (
        "general circle: it failed too, the present state stays",
        (ada(NO), bo(YES)),
        {**SYNC, "objections": 1, "is_general": True, "failed_before": 1},
        RoundState.LAPSED,
    ),
    (
        "general circle: days escalate nothing",
        (ada(NO), bo(YES)),
        {"in_sync": True, "objections": 1, "is_general": True, "overdue": True, "failed_before": 3},
        RoundState.INTEGRATING,
    ),
]


@pytest.mark.parametrize(("voices", "facts", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_row_of_the_page(voices: tuple[Voice, ...], facts: dict[str, Any], expected: RoundState) -> None:
    assert state(RoundFacts(voices, **facts)) is expected


# "Not for me to judge": spoken, and no consent, in every rule ---------------------------------------------------------


@pytest.mark.parametrize("silence", Silence)
def test_who_recuses_is_not_silent_not_missing_not_waited_for(silence: Silence) -> None:
    round_ = RoundFacts((ada(YES), bo(PASS)), silence=silence, needs=frozenset({POWER, MARKET}))
    assert silent(round_) == missing(round_) == waited_for(round_) == frozenset()
    assert not review_soon(round_.voices)


@pytest.mark.parametrize("in_sync", [True, False])
def test_who_recuses_does_not_consent(in_sync: bool) -> None:
    round_ = RoundFacts((ada(PASS), bo(PASS)), in_sync=in_sync)
    assert not may_end_early(round_)
    assert not ready_for_batch(round_)


def test_to_an_earlier_text_recusing_is_silence_like_the_rest() -> None:
    assert silent(RoundFacts((ada(PASS, to_reconfirm=True),))) == {ADA}


# Whose word is waited for ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("silence", "voices", "expected"),
    [
        (Silence.PASSES, (ada(YES), bo()), set()),  # it does not stop
        (Silence.PASSES, (ada(PASS), bo(), fay(TIME)), {BO, FAY}),  # but a person has to say so
        (Silence.EACH_CIRCLE, (ada(YES), bo(), fay()), {BO}),
        (Silence.EACH_CIRCLE, (ada(YES), bo(PASS), fay()), set()),
        (Silence.EACH_PERSON, (ada(YES), bo(YES), fay()), {FAY}),
        (Silence.EACH_PERSON, (ada(YES), bo(YES), fay(left=True)), set()),
    ],
)
def test_who_has_to_speak_and_has_not_is_waited_for(
    silence: Silence, voices: tuple[Voice, ...], expected: set[int]
) -> None:
    round_ = RoundFacts(voices, silence=silence, needs=frozenset({POWER, MARKET}))
    assert waited_for(round_) == expected
    assert waited_for(replace(round_, objections=1)) == frozenset()  # the text will change


# Who left, and what is missing, in every rule -------------------------------------------------------------------------

LEFT: list[tuple[str, tuple[Voice, ...], dict[str, Any], RoundState]] = [
    ("everyone left: its own time ends it", (ada(YES, left=True),), {}, RoundState.OPEN),
    ("nobody was asked: its own time ends it", (), {}, RoundState.OPEN),
    ("nor does who is not asked", (ada(YES, asked=False),), {}, RoundState.OPEN),
    ("synchronised with a circle that is empty: nor that", (), {"synchronised": True}, RoundState.OPEN),
    ("everyone left, at the end", (ada(left=True),), {"is_over": True}, RoundState.CONSENTED),
    ("nobody was asked, to the end", (), {"is_over": True}, RoundState.CONSENTED),
    ("who left was written down: no delay", (ada(YES), bo(PASS, recorded=True, left=True)), {}, RoundState.CONSENTED),
    ("a circle of which all left holds nothing up", (ada(YES), bo(left=True)), CIRCLES, RoundState.CONSENTED),
    ("an element is missing: it does not end early", (ada(YES),), {"waits": True}, RoundState.OPEN),
]


@pytest.mark.parametrize(("voices", "facts", "expected"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
def test_who_left_holds_nothing_up(voices: tuple[Voice, ...], facts: dict[str, Any], expected: RoundState) -> None:
    assert state(RoundFacts(voices, **facts)) is expected


def test_who_left_is_neither_waited_for_nor_counted_as_silent() -> None:
    gone = Voice(FAY, None, frozenset({MARKET}), left=True)
    by_circle = RoundFacts((ada(YES), bo(), gone), silence=Silence.EACH_CIRCLE, needs=frozenset({POWER, MARKET}))
    assert waited_for(by_circle) == {BO}
    assert not review_soon((ada(YES), gone))


def test_an_objection_has_been_said_through_a_change_of_text_and_nothing_said_is_silence() -> None:
    assert silent(RoundFacts((ada(NO, to_reconfirm=True), Voice(BO)))) == {BO}


def test_no_round_ends_early_over_an_objection() -> None:
    assert not may_end_early(RoundFacts((ada(YES),), objections=1))


def test_inside_scope_no_circle_has_to_speak() -> None:
    assert missing(RoundFacts((bo(),), needs=frozenset({MARKET}))) == frozenset()


def test_only_a_sync_closes_without_the_silent() -> None:
    assert may_close_without_silent(RoundFacts((bo(),), in_sync=True, syncs=2))
    assert not may_close_without_silent(RoundFacts((bo(),), syncs=2))


@pytest.mark.parametrize(
    ("voices", "facts", "ready"),
    [
        ((), {}, True),  # a circle of one
        ((ada(YES), bo(PASS)), {}, True),
        ((ada(YES),), {"objections": 1}, False),
        ((ada(YES), bo()), {"silence": Silence.EACH_PERSON}, False),
    ],
)
def test_a_sync_takes_at_once_what_everybody_affected_agrees_to(
    voices: tuple[Voice, ...], facts: dict[str, Any], ready: bool
) -> None:
    assert ready_for_batch(RoundFacts(voices, in_sync=True, **facts)) is ready
