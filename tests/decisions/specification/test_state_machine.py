"""No sequence of edits, moves, decisions and merges of circles loses a key, ratifies without a decision, or leaves a
state that the facts contradict. RONDE_DEEP=1 runs 2,000 histories of up to 40 steps.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from circles.circles.models import Circle
from decisions.decisions.models import Ratification
from decisions.specification.extension import move as hand_over
from decisions.specification.models import Baseline, Clause, ClauseState, RatifiedText
from decisions.specification.workflows.clauses import describe, drop, make_clause, note_look
from documents.documents.models import Document
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import adopted
from tests.decisions.specification.text_blocks import TextBlocks
from tests.factories import a_circle, a_person, a_project

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
EXAMPLES, STEPS = (2_000, 40) if os.environ.get("RONDE_DEEP") else (6, 10)
WORDS = st.sampled_from(["48 V", "24 V", "12 V", "no gearbox"])
PLACE = st.integers(0, 5)
STEP = st.one_of(
    st.tuples(st.just("insert"), PLACE, WORDS),
    st.tuples(st.just("edit"), PLACE, WORDS),
    st.tuples(st.just("remove"), PLACE, PLACE),
    st.tuples(st.just("bring back"), PLACE, PLACE),
    st.tuples(st.just("move"), PLACE, PLACE),
    st.tuples(st.just("make"), PLACE, PLACE),
    st.tuples(st.just("make"), PLACE, PLACE),
    st.tuples(st.just("drop"), PLACE, PLACE),
    st.tuples(st.just("tie"), PLACE, PLACE),
    st.tuples(st.just("look"), PLACE, PLACE),
    st.tuples(st.just("ratify"), PLACE, PLACE),
    st.tuples(st.just("ratify"), PLACE, PLACE),
    st.tuples(st.just("retire"), PLACE, PLACE),
    st.tuples(st.just("merge"), PLACE, PLACE),
)


class Company:
    """Two circles of one person, a document, and what has to be so: known without asking the code under test."""

    def __init__(self) -> None:
        self.kim = a_person("Kim Park")
        self.project = a_project(self.kim)
        self.circles = [
            a_circle(self.kim, inside=self.project.circles.general(), name=name) for name in ("Shop", "Store")
        ]
        self.document = Document.create(self.circles[0], "Pump", by=self.kim)
        self.blocks = TextBlocks(self.document)
        self.given: dict[str, int] = {}
        self.agreed: dict[int, str] = {}
        self.retired: set[int] = set()
        self.looked: dict[tuple[int, int], str] = {}

    def clauses(self) -> list[Clause]:
        """Return all that were ever made, in their order."""
        return list(Clause.objects.for_lists().filter(project=self.project).order_by("pk"))

    def step(self, name: str, one: int, other: Any) -> None:
        """Do it, where it can be done."""
        steps: dict[str, Callable[[int, Any], None]] = {
            "insert": self.blocks.insert,
            "edit": self.blocks.edit,
            "move": self.blocks.move,
            "remove": lambda place, _: self.blocks.remove(place),
            "bring back": lambda place, to: self.blocks.insert(
                to, self.blocks.gone[place][1], self.blocks.gone[place][0]
            ),
            "make": lambda place, _: self.make(place),
            "drop": lambda place, _: drop(self.clauses()[place], by=self.kim),
            "tie": self.tie,
            "look": lambda place, _: self.look(place),
            "ratify": lambda place, _: self.decide(place, retires=False),
            "retire": lambda place, _: self.decide(place, retires=True),
            "merge": lambda place, to: self.merge(self.circles[place % 2], self.circles[to % 2]),
        }
        try:
            with transaction.atomic():
                steps[name](one, other)
        except (IndexError, Refused):
            return

    def make(self, place: int) -> None:
        bid, _words = self.blocks.all()[place]
        made = make_clause(self.document, bid, by=self.kim)
        assert made.key not in self.given, "no key is given twice"
        self.given[made.key] = made.pk

    def tie(self, child: int, parent: int) -> None:
        clauses = self.clauses()
        describe(clauses[child], by=self.kim, parents=[clauses[parent]])
        pairs = {(clauses[child].pk, clauses[parent].pk)}
        self.looked = {
            pair: text for pair, text in self.looked.items() if pair[0] != clauses[child].pk or pair in pairs
        }
        for pair in pairs - set(self.looked):
            self.looked[pair] = self.text_of(clauses[parent])

    def look(self, place: int) -> None:
        clause = self.clauses()[place]
        note_look(clause, "right", by=self.kim)
        parents = {pair: self.text_of(Clause.objects.get(pk=pair[1])) for pair in self.looked if pair[0] == clause.pk}
        self.looked |= parents

    def decide(self, place: int, *, retires: bool) -> None:
        clause = self.clauses()[place]
        text = self.text_of(clause)
        [circle] = clause.holders
        adopted(circle, clause, by=self.kim, retires=retires)
        if retires:
            self.retired.add(clause.pk)
        else:
            self.agreed[clause.pk] = text

    def merge(self, circle: Circle, into: Circle) -> None:
        if circle != into:
            hand_over(circle, into, None, self.kim, None)

    def text_of(self, clause: Clause) -> str:
        """Return what the document says at a clause's block; nothing once it is no clause any more."""
        if clause.pk in self.retired or clause.dropped_at:
            return ""
        return dict(reversed(self.blocks.all())).get(clause.bid, "")

    def check(self) -> None:
        clauses = self.clauses()
        assert {clause.key: clause.pk for clause in clauses} == self.given
        decided = Ratification.objects.filter(decision__project=self.project).count()
        assert decided == RatifiedText.objects.filter(clause__project=self.project).count()
        numbers = [one.place for one in Baseline.objects.in_project(self.project).order_by("pk")]
        assert numbers == sorted(set(numbers))
        suspects = set(Clause.objects.in_project(self.project).suspect())
        for clause in clauses:
            assert clause.state is self.state_of(clause)
            assert clause.holders
            assert (clause.ratified.words if clause.ratified else None) == self.agreed.get(clause.pk)
            parents = {pair[1]: text for pair, text in self.looked.items() if pair[0] == clause.pk}
            changed = any(self.text_of(Clause.objects.get(pk=pk)) != text for pk, text in parents.items())
            alive = clause in set(Clause.objects.in_project(self.project).living())
            assert (clause in suspects) == (changed and alive)

    def state_of(self, clause: Clause) -> ClauseState:
        if clause.pk in self.retired:
            return ClauseState.RETIRED
        if clause.pk not in self.agreed:
            return ClauseState.DRAFT
        return ClauseState.RATIFIED if self.text_of(clause) == self.agreed[clause.pk] else ClauseState.CHANGED


@settings(max_examples=EXAMPLES)
@given(steps=st.lists(STEP, min_size=4, max_size=STEPS))
def test_no_history_loses_a_key_or_ratifies_without_a_decision(steps: list[tuple[str, int, Any]]) -> None:
    with transaction.atomic():
        company = Company()
        for words in ("48 V", "24 V", "12 V"):
            company.blocks.insert(0, words)
        for step in [("make", 0, 0), ("make", 1, 0), *steps]:
            company.step(*step)
            company.check()
        transaction.set_rollback(True)
