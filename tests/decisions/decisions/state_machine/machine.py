"""What stands behind the stories of test_machine.py: two proposals beside the fold, and what always holds."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from decisions.decisions.models import Decision, Objection, Position, Proposal, Round, SmallAct
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from tests.decisions.decisions.state_machine.driver import FOUNDED, Company, a_company, expected
from tests.decisions.decisions.state_machine.facts import BLOCKS, CONSENTS, DAY
from tests.decisions.decisions.state_machine.model import DONE, REFUSED, Move, Story

BEGINS = FOUNDED + timedelta(days=4)
HOUR = timedelta(hours=1)
LIFTED_TWICE = "costly, an objection lifted twice"
BEGUN = {
    "costly": Story(costly=True),
    LIFTED_TWICE: Story(costly=True),
    "dear": Story(cost=400),
    "easy": Story(),
    "grave": Story(grave=True),
    "urgent": Story(urgent=True),
}
BEFORE = {
    LIFTED_TWICE: [
        Move("ask", BEGINS - 3 * DAY),
        Move("speak", BEGINS - 3 * DAY, by="bo", kind="objection"),
        Move("revise", BEGINS - 2 * DAY - HOUR),
        Move("lift", BEGINS - DAY - HOUR, by="cy", whose="bo"),
        Move("reopen", BEGINS - DAY - HOUR, by="bo"),
        Move("revise", BEGINS - DAY),
        Move("lift", BEGINS, by="cy", whose="bo"),
    ],
}
"""What came before, where that is more than to be put to a round."""
SAID_FIRST = ("no_objection", "objection", "pass")
which = st.integers(0, 1)


def begun(company: Company, kind: str) -> tuple[Proposal, Story]:
    """Put a proposal of this kind to its round, and let it live through what came before."""
    before, story = BEFORE.get(kind, [Move("ask", BEGINS)]), BEGUN[kind]
    proposal = company.propose(at=before[0].at, story=story)
    if story.urgent:
        return proposal, story.begin(BEGINS)
    for move in before:
        story, hears = story.take(move)
        assert company.do(proposal, move) == hears == DONE, move
    return proposal, story


class TwoStories(RuleBasedStateMachine):
    """Two proposals in one project; `now` moves only when a rule lets it. Each story is rolled back."""

    company: Company  # founded once
    made: dict[str, list[tuple[Proposal, Story]]]  # by what they begin with, a round of each asked
    lived: Counter[tuple[str, str]]  # what was done, and what people heard; how often

    @classmethod
    def prepare(cls) -> None:
        """Found the company, for all stories that this database will see."""
        cls.company, cls.lived = a_company(), Counter()
        cls.made = {kind: [begun(cls.company, kind) for _ in range(2)] for kind in BEGUN}
        again = Move("reopen", BEGINS, by="bo")
        for proposal, story in cls.made[LIFTED_TWICE]:
            assert cls.company.do(proposal, again) == story.take(again)[1] == REFUSED, "reopened a second time"

    @initialize(
        first=st.sampled_from(sorted(BEGUN)),
        second=st.sampled_from(sorted(BEGUN)),
        words=st.lists(st.tuples(which, st.sampled_from(["bo", "cy"]), st.sampled_from(SAID_FIRST)), max_size=4),
    )
    def found(self, first: str, second: str, words: list[tuple[int, str, str]]) -> None:
        self.rolled_back = transaction.atomic()
        self.rolled_back.__enter__()
        self.now = BEGINS
        begun = [self.made[first][0], self.made[second][1]]
        self.proposals, self.stories = [one for one, _ in begun], [story for _, story in begun]
        self.objected, self.small = sum(one.nth for story in self.stories for one in story.put.values()), 0
        self.chain = list(Entry.objects.of_project(self.company.project.pk).values_list("hash", flat=True))
        self.touched = {0, 1}
        for one, by, kind in words:
            self.do(one, "speak", by=by, kind=kind)

    def teardown(self) -> None:
        if hasattr(self, "rolled_back"):
            assert list(Entry.breaks_of(self.company.project.pk)) == []
            transaction.set_rollback(True)
            self.rolled_back.__exit__(None, None, None)
            self.lived["story", "told"] += 1
            if not self.lived["story", "told"] % 50:
                print(f"{self.lived['story', 'told']} stories, {self.lived.total()} moves", flush=True)

    def do(self, which: int, name: str, **given: Any) -> str:
        """Do it, and see that the person hears what the fold says."""
        if self.stories[which].cost:
            self.let_time_decide()
        return self.do_alone(which, name, **given)

    def do_alone(self, which: int, name: str, **given: Any) -> str:
        move = Move(name, self.now, **given)
        story, hears = self.stories[which].take(move)
        heard = self.company.do(self.proposals[which], move)
        assert heard == hears, f"{move}: {heard}, and by the fold {hears}"
        self.lived[name, heard] += 1
        self.stories[which] = story
        self.touched.add(which)
        self.objected += move.kind in BLOCKS and heard != REFUSED
        self.have(story.money)
        return heard

    def do_to_both(self, name: str, **given: Any) -> None:
        """Do what both stories live through; it happens once."""
        self.do(0, name, **given)
        self.stories[1] = self.stories[1].take(Move(name, self.now, **given))[0]
        self.touched.add(1)

    def have(self, money: tuple[int, int]) -> None:
        """Let both stories know what home and the general circle have in hand."""
        for one in (0, 1):
            if self.stories[one].money != money:
                self.stories[one] = self.stories[one].take(Move("move money", self.now, money=money))[0]
                self.touched.add(one)

    def let_time_decide(self) -> None:
        """Before money comes or goes, and whenever one looks at what costs some: all that has ended by then has its
        money first, what ended first before the rest.
        """
        costly = [one for one in (0, 1) if self.stories[one].cost]
        for one in sorted(costly, key=lambda one: self.stories[one].ends or self.now):
            self.do_alone(one, "sweep")

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
            by_text = said.filter(round=round_, kind__in=CONSENTS)
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
        told = Entry.objects.of_project(self.company.project.pk).filter(event="proposal.adopted").count()
        assert decided == told == sum(story.end == "adopted" for story in self.stories)
        small = SmallAct.objects.filter(decision__project=self.company.project).count()
        assert small == self.small

    def here(self, round_: Round) -> bool:
        end: datetime = round_.closed_at or self.now
        return round_.asked.filter(user__in=self.company.project.memberships.current_at(end).values("user")).exists()

    def was_told_of_being_late(self, proposal: Proposal, by: str) -> None:
        """D2: whoever objects too late hears of it, and who facilitates."""
        told = Notice.objects.filter(event="objection.received_late", reference=proposal.reference)
        assert told.filter(user=self.company.people[by], project=proposal.project_id).exists()
        decides = proposal.rounds.order_by("number").last()
        facilitators = decides.decides.people_in("facilitator") if decides else []
        assert all(told.filter(user=one).exists() for one in facilitators)
