"""Each sentence of PRODUCT 3.3 on what a round amounts to, as a row: the round, and what it comes to."""

from dataclasses import replace
from typing import Any

import pytest

from decisions.consent import (
    Kind,
    Round,
    State,
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
from decisions.routing import Silence

ADA, BO, FAY = 1, 2, 3
HYDRAULICS, POWER, MARKET = 10, 20, 30
YES, CONCERN, TIME, NO, PASS = Kind.NO_OBJECTION, Kind.CONCERN, Kind.TIME, Kind.OBJECTION, Kind.PASS
SYNC = {"in_sync": True, "is_over": True}
CIRCLES = {**SYNC, "silence": Silence.EACH_CIRCLE, "needs": frozenset({POWER, MARKET})}
PEOPLE = {**SYNC, "silence": Silence.EACH_PERSON}


def ada(kind: Kind | None = None, **how: Any) -> Voice:
    return Voice(ADA, kind, frozenset({POWER}), **how)


def bo(kind: Kind | None = None, **how: Any) -> Voice:
    return Voice(BO, kind, frozenset({MARKET}), **how)


def fay(kind: Kind | None = None, **how: Any) -> Voice:
    return Voice(FAY, kind, frozenset({HYDRAULICS}), **how)


ROWS: list[tuple[str, tuple[Voice, ...], dict[str, Any], State]] = [
    ("inside scope, all have spoken", (ada(YES), bo(CONCERN)), {}, State.CONSENTED),
    ("one is silent, the window is open", (ada(YES), bo()), {}, State.OPEN),
    ("one needs time: not having spoken", (ada(YES), bo(TIME)), {}, State.OPEN),
    ("one recused: has spoken", (ada(YES), bo(PASS)), {}, State.CONSENTED),
    ("all recused: nobody consents, the window goes on", (ada(PASS), bo(PASS)), {}, State.OPEN),
    ("all recused to the end: lapsed", (ada(PASS), bo(PASS)), {"is_over": True}, State.LAPSED),
    ("silence inside scope does not stop", (ada(YES), bo()), {"is_over": True}, State.CONSENTED),
    ("a concern never blocks", (ada(CONCERN), bo()), {"is_over": True}, State.CONSENTED),
    ("no explicit no objection: lapsed", (ada(), bo(TIME)), {"is_over": True}, State.LAPSED),
    ("said to an earlier text: silent", (ada(YES, to_reconfirm=True), bo()), {"is_over": True}, State.LAPSED),
    ("recorded: ends nothing early", (ada(YES, recorded=True), bo(YES)), {}, State.OPEN),
    ("recorded: counts at the end", (ada(YES, recorded=True), bo()), {"is_over": True}, State.CONSENTED),
    ("wording changed since: ends nothing early", (ada(YES, reworded=True), bo(YES)), {}, State.OPEN),
    ("wording changed since: counts at the end", (ada(YES, reworded=True),), {"is_over": True}, State.CONSENTED),
    ("who left is not waited for", (ada(YES), bo(left=True)), {}, State.CONSENTED),
    ("for a sync: waits, though all have spoken", (ada(YES), bo(YES)), {"in_sync": True}, State.OPEN),
    ("each affected circle spoke", (ada(YES), bo(YES), fay()), CIRCLES, State.CONSENTED),
    ("a circle recused: it has spoken", (ada(YES), bo(PASS)), CIRCLES, State.CONSENTED),
    ("a circle needs time: it has not", (ada(YES), bo(TIME)), CIRCLES, State.WAITING),
    ("a circle is silent at the first sync", (ada(YES), bo()), {**CIRCLES, "syncs": 1}, State.WAITING),
    ("at the second, nobody chooses to close", (ada(YES), bo()), {**CIRCLES, "syncs": 2}, State.WAITING),
    (
        "at the second, closed without them",
        (ada(YES), bo()),
        {**CIRCLES, "syncs": 2, "without_silent": True},
        State.CONSENTED,
    ),
    (
        "not at the first, whoever wishes it",
        (ada(YES), bo()),
        {**CIRCLES, "syncs": 1, "without_silent": True},
        State.WAITING,
    ),
    ("a circle without people holds nothing up", (ada(YES),), CIRCLES, State.CONSENTED),
    ("each person speaks where an element is touched", (ada(YES), bo(YES), fay()), PEOPLE, State.WAITING),
    ("each person did, one recused", (ada(YES), bo(CONCERN), fay(PASS)), PEOPLE, State.CONSENTED),
    ("all recused in a sync: lapsed", (ada(PASS), bo(PASS)), PEOPLE, State.LAPSED),
    ("a valid objection stands: integrating", (ada(NO), bo(YES)), {"objections": 1}, State.INTEGRATING),
    ("it stands at the end: failed", (ada(NO), bo(YES)), {"objections": 1, "is_over": True}, State.FAILED),
    (
        "the second failed round: escalated",
        (ada(NO), bo(YES)),
        {"objections": 1, "is_over": True, "failed_before": 1},
        State.ESCALATED,
    ),
    (
        "three days in integration: escalated",
        (ada(NO), bo(YES)),
        {"objections": 1, "overdue": True},
        State.ESCALATED,
    ),
    (
        "rank closes nothing over an objection",
        (ada(NO), bo(YES)),
        {**PEOPLE, "objections": 1, "syncs": 5, "without_silent": True},
        State.FAILED,
    ),
    (
        "general circle: one integration meeting",
        (ada(NO), bo(YES)),
        {**SYNC, "objections": 1, "is_general": True},
        State.FAILED,
    ),
    (
        "general circle: it failed too, the present state stays",
        (ada(NO), bo(YES)),
        {**SYNC, "objections": 1, "is_general": True, "failed_before": 1},
        State.LAPSED,
    ),
    (
        "general circle: days escalate nothing",
        (ada(NO), bo(YES)),
        {"in_sync": True, "objections": 1, "is_general": True, "overdue": True, "failed_before": 3},
        State.INTEGRATING,
    ),
]


@pytest.mark.parametrize(("voices", "facts", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_each_row_of_the_page(voices: tuple[Voice, ...], facts: dict[str, Any], expected: State) -> None:
    assert state(Round(voices, **facts)) is expected


# "Not mine to judge": spoken, and no consent, in every rule -----------------------------------------------------------


@pytest.mark.parametrize("silence", Silence)
def test_who_recuses_is_not_silent_not_missing_not_waited_for(silence: Silence) -> None:
    round_ = Round((ada(YES), bo(PASS)), silence=silence, needs=frozenset({POWER, MARKET}))
    assert silent(round_) == missing(round_) == waited_for(round_) == frozenset()
    assert not review_soon(round_.voices)


@pytest.mark.parametrize("in_sync", [True, False])
def test_who_recuses_does_not_consent(in_sync: bool) -> None:
    round_ = Round((ada(PASS), bo(PASS)), in_sync=in_sync)
    assert not may_end_early(round_)
    assert not ready_for_batch(round_)


def test_to_an_earlier_text_recusing_is_silence_like_the_rest() -> None:
    assert silent(Round((ada(PASS, to_reconfirm=True),))) == {ADA}


# Whose word is waited for ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("silence", "voices", "expected"),
    [
        (Silence.PASSES, (ada(YES), bo()), set()),  # it does not stop
        (Silence.PASSES, (ada(PASS), bo(), fay(TIME)), {BO, FAY}),  # but somebody has to say so
        (Silence.EACH_CIRCLE, (ada(YES), bo(), fay()), {BO}),
        (Silence.EACH_CIRCLE, (ada(YES), bo(PASS), fay()), set()),
        (Silence.EACH_PERSON, (ada(YES), bo(YES), fay()), {FAY}),
        (Silence.EACH_PERSON, (ada(YES), bo(YES), fay(left=True)), set()),
    ],
)
def test_who_has_to_speak_and_has_not_is_waited_for(
    silence: Silence, voices: tuple[Voice, ...], expected: set[int]
) -> None:
    round_ = Round(voices, silence=silence, needs=frozenset({POWER, MARKET}))
    assert waited_for(round_) == expected
    assert waited_for(replace(round_, objections=1)) == frozenset()  # the text will change


# Who left, and what is missing, in every rule -------------------------------------------------------------------------

LEFT: list[tuple[str, tuple[Voice, ...], dict[str, Any], State]] = [
    ("everybody left: nothing to wait for", (ada(left=True),), {}, State.CONSENTED),
    ("nor at the end", (ada(left=True),), {"is_over": True}, State.CONSENTED),
    ("nobody was asked, to the end", (), {"is_over": True}, State.CONSENTED),
    ("who left was written down: no delay", (ada(YES), bo(PASS, recorded=True, left=True)), {}, State.CONSENTED),
    ("a circle of which all left holds nothing up", (ada(YES), bo(left=True)), CIRCLES, State.CONSENTED),
    ("an element is missing: it does not end early", (ada(YES),), {"waits": True}, State.OPEN),
]


@pytest.mark.parametrize(("voices", "facts", "expected"), [row[1:] for row in LEFT], ids=[row[0] for row in LEFT])
def test_who_left_holds_nothing_up(voices: tuple[Voice, ...], facts: dict[str, Any], expected: State) -> None:
    assert state(Round(voices, **facts)) is expected


def test_who_left_is_neither_waited_for_nor_counted_as_silent() -> None:
    gone = Voice(FAY, None, frozenset({MARKET}), left=True)
    by_circle = Round((ada(YES), bo(), gone), silence=Silence.EACH_CIRCLE, needs=frozenset({POWER, MARKET}))
    assert waited_for(by_circle) == {BO}
    assert not review_soon((ada(YES), gone))


def test_an_objection_has_been_said_through_a_change_of_text_and_nothing_said_is_silence() -> None:
    assert silent(Round((ada(NO, to_reconfirm=True), Voice(BO)))) == {BO}


def test_no_round_ends_early_over_an_objection() -> None:
    assert not may_end_early(Round((ada(YES),), objections=1))


def test_inside_scope_no_circle_has_to_speak() -> None:
    assert missing(Round((bo(),), needs=frozenset({MARKET}))) == frozenset()


def test_only_a_sync_closes_without_the_silent() -> None:
    assert may_close_without_silent(Round((bo(),), in_sync=True, syncs=2))
    assert not may_close_without_silent(Round((bo(),), syncs=2))


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
    assert ready_for_batch(Round(voices, in_sync=True, **facts)) is ready
