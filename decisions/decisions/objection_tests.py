"""What one objection weighs: five tests, and what they amount to.

Pure (docs/consent.md). The model fetches the facts, asks here, writes.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Self


def _(words: str) -> str:
    """Mark words for translation; who shows them translates them."""
    return words


class Danger(StrEnum):
    """T2: where the danger comes from."""

    FROM_PROPOSAL = "from_proposal"
    ALREADY_THERE = "already_there"


class Certainty(StrEnum):
    """T4: whether the harm is certain, and if not, whether it would be seen in time to react."""

    CERTAIN = "certain"
    POSSIBLE_LATE = "possible_late"
    POSSIBLE_IN_TIME = "possible_in_time"


@dataclass(frozen=True)
class QuestionFacts:
    """What is asked of a test of an objection: the number before it, the question (in English, to be translated where
    it is shown), which fields of `ObjectionTests` answer it, and how these are asked
    (`templates/decisions/decisions/asked/`).
    """

    mark: str
    question: str
    fields: tuple[str, ...]
    asked_as: str


class Test(StrEnum):
    """The five tests of an objection, each with what is asked for it."""

    __test__ = False  # pytest collects what is called Test
    facts: QuestionFacts

    def __new__(cls, value: str, facts: QuestionFacts) -> Self:
        """Make a member that is its value."""
        member = str.__new__(cls, value)
        member._value_, member.facts = value, facts
        return member

    ELEMENT = (
        "T1",
        QuestionFacts(
            "1",
            _("Which fundamental element would this endanger, and what would happen to it?"),
            fields=("element", "harm"),
            asked_as="element",
        ),
    )
    CAUSE = (
        "T2",
        QuestionFacts(
            "2",
            _("Does the danger come from this proposal, or is it there without it?"),
            fields=("danger",),
            asked_as="choice",
        ),
    )
    REPAIR = (
        "T3",
        QuestionFacts(
            "3",
            _("If we adopt it and turn out wrong, how many days and how much money to put it right?"),
            fields=("fix_days", "fix_cost", "cannot_be_fixed"),
            asked_as="repair",
        ),
    )
    FORESIGHT = (
        "T4",
        QuestionFacts(
            "4",
            _("Is the harm certain? If not, would we see it in time to react?"),
            fields=("certainty",),
            asked_as="choice",
        ),
    )
    EVIDENCE = (
        "T5",
        QuestionFacts(
            "5",
            _("What fact, measurement, rule or quote supports this?"),
            fields=("evidence",),
            asked_as="evidence",
        ),
    )


@dataclass(frozen=True)
class Acceptable:
    """What an element declares as acceptable to put right: working days, money. None skips that half of T3."""

    days: int | None
    cost: Decimal | None


@dataclass(frozen=True)
class ObjectionTests:
    """What the five tests are given so far; None and blank mean nothing yet. `acceptable` is of the chosen element."""

    element: str | None = None
    harm: str = ""
    danger: Danger | None = None
    fix_days: int | None = None
    fix_cost: Decimal | None = None
    cannot_be_fixed: bool = False
    certainty: Certainty | None = None
    evidence: str = ""
    acceptable: Acceptable = Acceptable(None, None)
    against_decision: int | None = None  # a decision in force that the proposal would break …
    quote: str = ""  # … in its own words


@dataclass(frozen=True)
class Verdict:
    """Whether the objection blocks, which tests are met, and which halves of T3 exceed what is acceptable.
    `untested`: it quotes a decision in force, which needs no tests.
    """

    blocks: bool
    met: frozenset[Test] = frozenset()
    too_long: bool = False
    too_dear: bool = False
    untested: bool = False


def verdict(given: ObjectionTests) -> Verdict:
    """Weigh an objection; one that does not block becomes a concern."""
    if given.against_decision is not None and given.quote.strip():
        return Verdict(blocks=True, untested=True)
    too_long = _exceeds(given.fix_days, given.acceptable.days)
    too_dear = _exceeds(given.fix_cost, given.acceptable.cost)
    tests = {
        Test.ELEMENT: bool(given.element),
        Test.CAUSE: given.danger is Danger.FROM_PROPOSAL,
        # A half without a declared limit cannot be exceeded; with neither, only what cannot be put right blocks.
        Test.REPAIR: given.cannot_be_fixed or too_long or too_dear,
        Test.FORESIGHT: given.certainty in (Certainty.CERTAIN, Certainty.POSSIBLE_LATE),
        Test.EVIDENCE: bool(given.evidence.strip()),
    }
    met = frozenset(test for test, passed in tests.items() if passed)
    return Verdict(met == frozenset(Test), met, too_long, too_dear)


def _exceeds[Amount: (int, Decimal)](given: Amount | None, acceptable: Amount | None) -> bool:
    return given is not None and acceptable is not None and given > acceptable
