"""Whatever people do with proposals, in whatever order and however late: no decision stands over an objection.

The invariants D1 to D12 of consent, after each step, against the fold of story.py. RONDE_DEEP=1 runs 2,000 stories
of up to 60 steps.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from decisions.decisions.models.rounds.position_kind import PositionKind
from tests.decisions.decisions.state_machine.facts import FACILITATES, LIMIT
from tests.decisions.decisions.state_machine.machine import TwoStories, which
from tests.decisions.decisions.state_machine.model import DONE, GENERAL, HOME, LATE, POWER, REFUSED
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, on_a_database_in_turn("consent")]
DEEP = bool(os.environ.get("RONDE_DEEP"))
EXAMPLES, STEPS = (2_000, 60) if DEEP else (6, 25)
KINDS = PositionKind.values
people = st.sampled_from(["bo", "cy", "eve", "fay", "ada"])
objectors = st.sampled_from(["bo", "cy", "eve"])


class Consent(TwoStories):
    """What people do."""

    @rule(hours=st.sampled_from([1, 6, 12, 24, 25, 73]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.touched = {0, 1}

    @rule(ms=st.sampled_from([-1, 0, 1]), which=which)
    def wait_for_the_end(self, which: int, ms: int) -> None:
        ends = self.stories[which].ends
        if self.stories[which].is_open and ends is not None:
            self.now = max(self.now, ends + timedelta(milliseconds=ms))
            self.touched = {0, 1}

    @rule(which=which)
    def end(self, which: int) -> None:
        """Come to the end: of the window, or to the sync of next week."""
        story = self.stories[which]
        self.now = max(self.now, story.ends or self.now + timedelta(days=7))
        self.touched = {0, 1}
        move = {"name": "conclude", "circle": story.taken_at} if story.taken_at else {"name": "sweep"}
        self.do(which, **move)

    @precondition(lambda self: not all(story.is_open for story in self.stories))
    @rule(which=which)
    def ask(self, which: int) -> None:
        self.do(which, "ask")

    @rule(which=which, by=people, kind=st.sampled_from(KINDS), valid=st.booleans())
    def speak(self, which: int, by: str, kind: str, *, valid: bool) -> None:
        self.do(which, "speak", by=by, kind=kind, valid=valid)

    @rule(which=which, by=st.sampled_from(["bo", "cy"]))
    def object(self, which: int, by: str) -> None:
        if self.do(which, "speak", by=by, kind="objection") == LATE:
            self.was_told_of_being_late(self.proposals[which], by)

    @rule(which=which, by=st.sampled_from(["bo", "cy", "eve", "fay"]))
    def consent(self, which: int, by: str) -> None:
        self.do(which, "speak", by=by, kind="no_objection")

    @rule(which=which)
    def need_time(self, which: int) -> None:
        """One after the other: the round is held once."""
        for one in ("bo", "cy"):
            self.do(which, "speak", by=one, kind="time")

    @rule(which=which, by=st.sampled_from(["bo", "cy", "eve"]), kind=st.sampled_from(KINDS))
    def write_down(self, which: int, by: str, kind: str) -> None:
        self.do(which, "speak", by=by, kind=kind, recorded=True)

    @rule(which=which, by=st.sampled_from(["bo", "cy", "eve"]))
    def lift(self, which: int, by: str) -> None:
        self.do(which, "lift", by=by)

    @precondition(lambda self: any(story.standing for story in self.stories))
    @rule(which=which, by=st.sampled_from(["cy", "fay", "eve", "ada"]), whose=objectors)
    def lift_for(self, which: int, by: str, whose: str) -> None:
        """As facilitator, as deputy, or as nobody who may."""
        self.do(which, "lift", by=by, whose=whose)

    @precondition(lambda self: any(story.standing for story in self.stories))
    @rule(without_answer=st.sampled_from([23, 24, 30, 40]), reopened=st.integers(0, 2))
    def leave_a_new_text_without_an_answer(self, without_answer: int, reopened: int) -> None:
        """And let the facilitator lift what stood against the old one; once more where the objector reopens it."""
        which = 0 if self.stories[0].standing else 1
        whose = min(self.stories[which].standing)
        for _ in range(max(reopened, 1)):
            self.do(which, "revise")
            self.now += timedelta(hours=without_answer)
            self.touched = {0, 1}
            self.do(which, "sweep")
            self.do(which, "lift", by=FACILITATES[self.stories[which].decides], whose=whose)
            if reopened:
                self.do(which, "reopen", by=whose)

    @precondition(lambda self: any(story.put for story in self.stories))
    @rule(which=which, by=objectors)
    def reopen(self, which: int, by: str) -> None:
        self.do(which, "reopen", by=by)

    @precondition(lambda self: any(story.lifted_for for story in self.stories))
    @rule()
    def reopen_what_others_lifted(self) -> None:
        which = 0 if self.stories[0].lifted_for else 1
        self.do(which, "reopen", by=self.stories[which].lifted_for[-1])

    @precondition(lambda self: any(story.lifted_again and not story.end for story in self.stories))
    @rule()
    def reopen_a_second_time(self) -> None:
        which = 0 if self.stories[0].lifted_again and not self.stories[0].end else 1
        assert self.do(which, "reopen", by=self.stories[which].lifted_again[0]) == REFUSED
        self.lived["reopen a second time", REFUSED] += 1

    @rule(which=which)
    def reword(self, which: int) -> None:
        self.do(which, "reword")

    @precondition(lambda self: any(story.wordings for story in self.stories))
    @rule(by=st.sampled_from(["bo", "cy", "eve", "ada"]), place=st.sampled_from([-1, 0]))
    def refuse_the_label(self, by: str, place: int) -> None:
        self.do(0 if self.stories[0].wordings else 1, "refuse the label", by=by, place=place)

    @rule(by=objectors, deputy=people, days=st.integers(0, 3))
    def go_away(self, by: str, deputy: str, days: int) -> None:
        self.do_to_both("go away", by=by, deputy=deputy, days=days)

    @precondition(lambda self: self.stories[0].away)
    @rule(by=objectors)
    def come_back(self, by: str) -> None:
        self.do_to_both("come back", by=by)

    @rule(which=which, by=objectors, kind=st.sampled_from(KINDS), deputy=people)
    def speak_for_somebody(self, which: int, by: str, kind: str, deputy: str) -> None:
        """As a person’s deputy, or as who is none."""
        self.do(which, "speak", by=by, kind=kind, deputy=deputy)

    @precondition(lambda self: self.stories[0].away)
    @rule(which=which, kind=st.sampled_from(KINDS), then=st.sampled_from(["", "lift", "lift it themselves"]))
    def speak_for_who_is_away(self, which: int, kind: str, then: str) -> None:
        by, (deputy, _) = min(self.stories[which].away.items())
        self.do(which, "speak", by=by, kind=kind, deputy=deputy)
        if then:
            self.do(which, "lift", by=deputy if then == "lift" else by, whose=by)

    @precondition(lambda self: any(story.urgent for story in self.stories))
    @rule(which=which, circle=st.sampled_from([HOME, GENERAL]), in_sync=st.booleans())
    def undo(self, which: int, circle: str, *, in_sync: bool) -> None:
        self.do(which, "undo", circle=circle, in_sync=in_sync)

    @precondition(lambda self: any(story.urgent and story.is_open for story in self.stories))
    @rule()
    def undo_what_is_agreed_to(self) -> None:
        """In the very sync that everyone agrees in: that keeps it."""
        which = 0 if self.stories[0].urgent and self.stories[0].is_open else 1
        for one in sorted(self.stories[which].people()):
            self.do(which, "speak", by=one, kind="no_objection")
        self.now += timedelta(days=7)
        self.touched = {0, 1}
        self.do(which, "undo", circle=self.stories[which].decides)

    @rule(amount=st.sampled_from([-300, -100, 100, 200]))
    def hand_money(self, amount: int) -> None:
        """On to home, or back to the general circle."""
        self.let_time_decide()
        home, general = self.stories[0].money
        is_there = amount <= general and -amount <= home
        assert self.company.hand(amount, self.now) == (DONE if is_there else REFUSED)
        if is_there:
            self.have((home + amount, general - amount))

    @rule(cost=st.sampled_from([0, 60, 150, LIMIT + 1]))
    def record_a_small_act(self, cost: int) -> None:
        """After the fact: a decision at once, of what home may commit and has in hand."""
        self.let_time_decide()
        home, general = self.stories[0].money
        is_small = cost <= min(home, LIMIT)
        assert self.company.record_small(cost, self.now) == (DONE if is_small else REFUSED)
        if is_small:
            self.small += 1
            self.have((home - cost, general))

    @rule(which=which)
    def revise(self, which: int) -> None:
        self.do(which, "revise")

    @precondition(lambda self: not all(story.claimed for story in self.stories))
    @rule(which=which)
    def claim(self, which: int) -> None:
        self.do(which, "claim", by="eve")

    @rule(which=which)
    def withdraw(self, which: int) -> None:
        if self.now.minute % 3 == 0 and len(self.stories[which].outcomes) > 1:  # seldom: it ends the story
            self.do(which, "withdraw")

    @rule(which=which, circle=st.sampled_from([HOME, GENERAL, POWER]), without=st.booleans())
    def adopt(self, which: int, circle: str, *, without: bool) -> None:
        self.do(which, "adopt", by="fay" if without else "ada", circle=circle, without_silent=without)

    @rule(which=which, without=st.booleans())
    def conclude(self, which: int, *, without: bool) -> None:
        story = self.stories[which]
        circle = story.taken_at or story.decides
        self.do(which, "conclude", by="fay" if without else "ada", circle=circle, without_silent=without)

    @rule(which=which, times=st.sampled_from([1, 2, 5]))
    def sweep(self, which: int, times: int) -> None:
        for _ in range(times):
            self.do(which, "sweep")

    @precondition(lambda self: not self.stories[0].gone)
    @rule(by=st.sampled_from(["bo", "cy", "eve"]))
    def leave(self, by: str) -> None:
        self.do_to_both("leave", by=by)


def test_in_any_order_objections_hold_and_silence_is_silence() -> None:
    Consent.prepare()
    run_state_machine_as_test(
        Consent,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=not DEEP,  # the same stories each day; the deep run looks for new ones
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(*(f"{name}, {heard}: {times}" for (name, heard), times in sorted(Consent.lived.items())), sep="\n")


def test_a_round_over_by_then_is_not_sent_on_for_money_that_another_took() -> None:
    """Two end at one instant, nobody looks for two days: one is adopted and takes what home has, one has failed."""
    Consent.prepare()
    story = Consent()
    words = [(0, "cy", "pass"), (1, "bo", "objection"), (0, "bo", "objection"), (0, "bo", "pass")]
    story.found("dear", "dear", words)
    try:
        story.revise(which=0)
        story.write_down(by="cy", kind="concern", which=0)
        story.wait(hours=50)
        story.let_time_decide()
        story.what_is_seen_is_what_the_fold_says()
        assert [one.end for one in story.stories] == ["adopted", ""]
        assert story.stories[1].outcomes
    finally:
        story.teardown()


def test_money_that_comes_or_goes_looks_at_nothing_that_costs_none() -> None:
    """Nobody has spoken, the time is up, nobody has looked yet; a person hands money on."""
    Consent.prepare()
    story = Consent()
    story.found("costly", "costly", [])
    try:
        story.wait_for_the_end(ms=0, which=0)
        story.hand_money(amount=-300)
        story.what_is_seen_is_what_the_fold_says()
        assert [one.is_open for one in story.stories] == [True, True]
        story.sweep(which=0, times=1)
        story.what_is_seen_is_what_the_fold_says()
        assert [one.end for one in story.stories] == ["lapsed", ""]
    finally:
        story.teardown()
