"""Whatever people do with proposals, in whatever order and however late: no decision stands over an objection.

The invariants D1 to D12 of consent, after each step, against the fold of fold.py. RONDE_DEEP=1 runs 2,000 stories of up
to 60 steps.
"""

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audit.models import Entry
from decisions.models import Decision, Objection, Position, Proposal, Round
from inbox.models import Notice
from tests.decisions.company import FOUNDED, Company, a_company, expected
from tests.decisions.fold import GENERAL, HOME, LATE, POWER, REFUSED, Deed, Story

pytestmark = pytest.mark.django_db
DEEP = bool(os.environ.get("RONDE_DEEP"))
EXAMPLES, STEPS = (2_000, 60) if DEEP else (12, 25)
KINDS = ("no_objection", "concern", "time", "objection", "pass")
SAID_FIRST = ("no_objection", "objection", "pass")
people = st.sampled_from(["bo", "cy", "eve", "fay", "ada"])
which = st.integers(0, 1)


class Consent(RuleBasedStateMachine):
    """Two proposals in one project; `now` moves only when a rule lets it. Each story is rolled back."""

    company: Company  # founded once

    @initialize(
        first=st.sampled_from(["easy", "costly", "grave"]),
        second=st.sampled_from(["easy", "grave"]),
        words=st.lists(st.tuples(which, st.sampled_from(["bo", "cy"]), st.sampled_from(SAID_FIRST)), max_size=4),
    )
    def found(self, first: str, second: str, words: list[tuple[int, str, str]]) -> None:
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.now = FOUNDED + timedelta(days=1)
        self.proposals: list[Proposal] = []
        self.stories: list[Story] = []
        for how in (first, second):
            story = Story(costly=how == "costly", grave=how == "grave")
            self.proposals.append(self.company.propose(at=self.now, costly=story.costly, grave=story.grave))
            self.stories.append(story)
        self.objected = 0
        self.chain = list(Entry.objects.of_project(self.company.project.pk).values_list("hash", flat=True))
        self.touched = {0, 1}
        for one in (0, 1):
            self.do(one, "ask")
        for one, by, kind in words:
            self.do(one, "speak", by=by, kind=kind)

    def teardown(self) -> None:
        if hasattr(self, "rolled_back"):
            assert list(Entry.breaks_of(self.company.project.pk)) == []
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)

    def do(self, which: int, name: str, **given: Any) -> str:
        """Do it, and see that the person hears what the fold says."""
        deed = Deed(name, self.now, **given)
        story, hears = self.stories[which].take(deed)
        heard = self.company.do(self.proposals[which], deed)
        assert heard == hears, f"{deed}: {heard}, and by the fold {hears}"
        self.stories[which] = story
        self.touched.add(which)
        self.objected += deed.kind == "objection" and heard != REFUSED
        return heard

    # What people do -------------------------------------------------------------------------------------------------

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
        deed = {"name": "conclude", "circle": story.decides} if story.in_sync else {"name": "sweep"}
        self.do(which, **deed)

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

    @rule(which=which, by=st.sampled_from(["bo", "cy", "eve"]), kind=st.sampled_from(KINDS))
    def write_down(self, which: int, by: str, kind: str) -> None:
        self.do(which, "speak", by=by, kind=kind, recorded=True)

    @rule(which=which, by=st.sampled_from(["bo", "cy"]))
    def lift(self, which: int, by: str) -> None:
        if by not in self.stories[which].gone:
            self.do(which, "lift", by=by)

    @rule(which=which)
    def revise(self, which: int) -> None:
        self.do(which, "revise")

    @rule(which=which)
    def claim(self, which: int) -> None:
        self.do(which, "claim", by="eve")

    @rule(which=which)
    def withdraw(self, which: int) -> None:
        if self.now.minute % 3 == 0 and len(self.stories[which].outcomes) > 1:  # seldom: it ends the story
            self.do(which, "withdraw")

    @rule(which=which, circle=st.sampled_from([HOME, GENERAL, POWER]), without=st.booleans())
    def adopt(self, which: int, circle: str, *, without: bool) -> None:
        self.do(which, "adopt", circle=circle, without_silent=without)

    @rule(which=which, without=st.booleans())
    def conclude(self, which: int, *, without: bool) -> None:
        self.do(which, "conclude", circle=self.stories[which].decides, without_silent=without)

    @rule(which=which, times=st.sampled_from([1, 2, 5]))
    def sweep(self, which: int, times: int) -> None:
        for _ in range(times):
            self.do(which, "sweep")

    @precondition(lambda self: not self.stories[0].gone)
    @rule(by=st.sampled_from(["bo", "cy", "eve"]))
    def leave(self, by: str) -> None:
        """Both stories live through it; it happens once."""
        self.do(0, "leave", by=by)
        self.touched.add(1)
        self.stories[1] = self.stories[1].take(Deed("leave", self.now, by=by))[0]

    # What always holds ----------------------------------------------------------------------------------------------

    @invariant()
    def what_is_seen_is_what_the_fold_says(self) -> None:
        """D3, D6 to D12: outcomes, ends, who is asked, who is silent, in Python and in SQL."""
        for one in self.touched:
            assert self.company.seen(self.proposals[one], self.now) == expected(self.stories[one], self.now)
        self.touched.clear()

    @invariant()
    def no_round_consented_over_an_objection(self) -> None:
        """D1, from the rows alone."""
        for round_ in Round.objects.filter(proposal__in=self.proposals, outcome="consented"):
            put = Objection.objects.filter(proposal=round_.proposal_id, blocks=True, put_at__lte=round_.closed_at)
            assert not put.exclude(lifted_at__lte=round_.closed_at).exists()
            said = Position.objects.filter(round__proposal=round_.proposal_id, is_late=False)
            by_text = said.filter(round=round_).exclude(kind__in=["time", "pass", "objection"])
            assert by_text.exists() or not self.here(round_), "silence, or a word to another text, became consent"

    @invariant()
    def no_objection_is_swallowed_and_nothing_vanishes(self) -> None:
        """D2, D4, D11."""
        assert Objection.objects.filter(proposal__in=self.proposals).count() == self.objected
        told = list(Entry.objects.of_project(self.company.project.pk).values_list("hash", flat=True))
        assert told[: len(self.chain)] == self.chain
        self.chain = told

    @invariant()
    def one_decision_at_most(self) -> None:
        """D3: one outcome a round is a constraint of the database; one decision a proposal, told once."""
        decided = Decision.objects.filter(proposal__in=self.proposals).count()
        told = Entry.objects.of_project(self.company.project.pk).filter(verb="adopted the proposal").count()
        assert decided == told == sum(story.end == "adopted" for story in self.stories)

    def here(self, round_: Round) -> bool:
        end: datetime = round_.closed_at or self.now
        return round_.asked.filter(user__in=self.company.project.memberships.current_at(end).values("user")).exists()

    def was_told_of_being_late(self, proposal: Proposal, by: str) -> None:
        """D2: whoever objects too late hears of it, and who facilitates."""
        told = Notice.objects.filter(verb="kept an objection that came too late", reference=proposal.reference)
        assert told.filter(user=self.company.people[by], project=proposal.project_id).exists()
        decides = proposal.rounds.order_by("number").last()
        facilitators = decides.decides.people_in("facilitator") if decides else []
        assert all(told.filter(user=one).exists() for one in facilitators)


def test_in_any_order_objections_hold_and_silence_is_silence() -> None:
    Consent.company = a_company()
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
