"""Whatever people do in whatever order: no state contradicts its facts, no cent is lost, nothing starts unbounded."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from circles.money.expenses import call_back_expense
from circles.money.models import Expense, Purse
from decisions.decisions.workflows.proposals import withdraw
from decisions.tracks import gates
from decisions.tracks.contexts.board import price_of
from decisions.tracks.models import ExplorationPeriod, StopNote, Track, VerdictTerms
from decisions.tracks.workflows.choosing import propose_choice
from decisions.tracks.workflows.evidence import record_evidence, withdraw_evidence
from decisions.tracks.workflows.gates import decide_gate, lay_verdict_ready, pass_sync
from decisions.tracks.workflows.spending import spend
from decisions.tracks.workflows.stopping import merge, stop
from foundation.audit import clock
from foundation.web.exceptions import Refused
from tests.decisions.tracks.conftest import make_pumps
from tests.decisions.tracks.pumps import LEAK, LINES, WATCHED, Pumps
from tests.factories import a_circle, a_person
from tests.support.rotation import takes_turns

pytestmark = [pytest.mark.django_db, takes_turns(2, "tracks")]
which = st.integers(0, 2)
ENDED = {"stopped", "parked", "chosen", "merged"}


class Exploring(RuleBasedStateMachine):
    """ada and bo explore three pumps; a refusal changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        ada, bo, eve = a_person("Ada"), a_person("Bo"), a_person("Eve")
        circle = a_circle(ada, bo)
        Purse(circle=circle.project.circles.general()).allot(circle, Decimal(5000), by=ada)
        self.pumps: Pumps = make_pumps(circle, ada, bo, eve)
        self.syncs = 0
        self.days = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @property
    def now(self) -> datetime:
        """Time goes on by days, and never stands still."""
        return clock.now() - timedelta(200 - self.days)

    @property
    def today(self) -> date:
        return self.pumps.circle.project.day_of(self.now)

    def track(self, place: int) -> Track:
        return list(Track.objects.order_by("number").filter(project=self.pumps.circle.project))[place]

    def tries(self, verb: Any, *args: Any, **terms: Any) -> None:
        """Do it, or be refused and find everything as it was."""
        before = self.facts()
        try:
            with transaction.atomic():
                verb(*args, **terms, by=self.pumps.bo, at=self.now)
        except Refused:
            assert self.facts() == before

    def facts(self) -> list[Any]:
        return list(
            Track.objects.order_by("pk").values_list("pk", "ending", "spent", "gate_on", "cap_money", "learn_by")
        )

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.days = min(190, self.days + days)

    @rule(place=which)
    def start(self, place: int) -> None:
        self.tries(self.track(place).start)

    @rule(place=which)
    def resume(self, place: int) -> None:
        self.tries(self.track(place).resume, reason="It holds.", learn_by=self.today + timedelta(20))

    @rule(place=which, value=st.decimals(0, 1, places=2))
    def measure(self, place: int, value: Decimal) -> None:
        self.tries(record_evidence, self.track(place), metric=LEAK, unit="ml/h", value=value, on=self.today)

    @rule(place=which)
    def take_back_what_was_measured(self, place: int) -> None:
        if entry := self.track(place).evidence.standing().last():
            self.tries(withdraw_evidence, entry, reason="Wrong gauge.")

    @rule(place=which, amount=st.decimals("0.01", 700, places=2))
    def spend(self, place: int, amount: Decimal) -> None:
        self.tries(spend, self.track(place), amount, "Parts", on=self.today)

    @rule()
    def call_back(self) -> None:
        if expense := Expense.objects.filter(project=self.pumps.circle.project).counted().first():
            self.tries(call_back_expense, expense, why="Twice.")

    @rule(place=which, watched=st.booleans())
    def stop(self, place: int, watched: bool) -> None:
        self.tries(stop, self.track(place), WATCHED if watched else LINES)

    @rule(place=which)
    def park(self, place: int) -> None:
        self.tries(self.track(place).park, reason="No bench.")

    @rule(place=which, into=which)
    def merge(self, place: int, into: int) -> None:
        self.tries(merge, self.track(place), self.track(into), reason="One shaft.")

    @rule(place=which, kind=st.sampled_from(["go_on", "stop", "park", "choose"]), ready=st.booleans())
    def answer(self, place: int, kind: str, ready: bool) -> None:
        until = self.today + timedelta(20)
        terms = VerdictTerms("So.", Decimal(500), 30, until, LINES if kind == "stop" else None)
        self.tries(lay_verdict_ready if ready else decide_gate, self.track(place), kind, terms)

    @rule(place=which)
    def hold_a_sync(self, place: int) -> None:
        self.syncs += 1
        self.tries(pass_sync, self.track(place), f"S-{self.syncs}")

    @rule(place=which)
    def propose_to_choose(self, place: int) -> None:
        self.tries(propose_choice, self.track(place), ask=False)

    @rule(place=which)
    def withdraw_the_choice(self, place: int) -> None:
        if choice := self.track(place).choice:
            self.tries(withdraw, choice)

    @invariant()
    def every_state_is_what_its_facts_say(self) -> None:
        for track in Track.objects.filter(project=self.pumps.circle.project):
            open_periods = ExplorationPeriod.objects.filter(track=track, ended_on=None).count()
            assert open_periods == track.is_exploring
            assert (track.ended_at is not None) == (track.state in ENDED)
            if track.state == "stopped":
                assert StopNote.objects.filter(track=track).exists()
            if track.started_at:
                assert track.own_criteria().killing().exists()

    @invariant()
    def the_gate_that_is_kept_is_the_gate_that_the_facts_give(self) -> None:
        for track in Track.objects.filter(project=self.pumps.circle.project).select_related(*Track.locked_with):
            if track.is_exploring and not track.is_being_chosen:
                found = gates.gate(track.gate_facts(track.costs()))
                assert (track.gate_on, track.gate_cause) == (found.on, found.cause)
            else:
                assert track.gate_on is None

    @invariant()
    def every_cent_is_counted_once(self) -> None:
        counted = Expense.objects.filter(project=self.pumps.circle.project).counted()
        assert price_of(self.pumps.circle.project).total == sum((one.amount for one in counted), Decimal(0))


@pytest.mark.one_database
def test_no_order_of_acts_contradicts_the_facts_or_loses_a_cent() -> None:
    run_state_machine_as_test(Exploring, settings=settings(max_examples=8, stateful_step_count=25, deadline=None))
