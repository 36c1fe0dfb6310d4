"""Up to six people at once, on real threads and real commits: some order explains what each heard and what then stands.

RONDE_DEEP=1 runs 5,000 histories, and 10,000 objections at the very moment of closing.
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from decisions.decisions.models import Decision, Proposal, Round
from decisions.decisions.models.rounds.position_kind import WITHOUT_TESTS, PositionKind
from decisions.decisions.tasks import close_due_rounds
from decisions.decisions.workflows.positions import take_position
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from tests.decisions.decisions.state_machine.copying import copies
from tests.decisions.decisions.state_machine.driver import FOUNDED, Company, a_company, expected
from tests.decisions.decisions.state_machine.model import GENERAL, HOME, Move, Story
from tests.factories import valid_objection_tests
from tests.support.concurrency import Together, a_crowd
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db(transaction=True), on_a_database_in_turn("histories")]
DEEP = bool(os.environ.get("RONDE_DEEP"))
HISTORIES, OBJECTIONS = (5_000, 10_000) if DEEP else (60, 24)
NOW = FOUNDED + timedelta(days=1)
END = NOW + timedelta(days=1)
SYNC = NOW + timedelta(days=9)
OTHERS = [kind.value for kind in WITHOUT_TESTS if kind != PositionKind.NO_OBJECTION]
CLOSE_BY, SHORTLY = timedelta(milliseconds=50), timedelta(milliseconds=10)
SEED = 20_261_125
AT_ONCE = 20


def a_move(dice: random.Random, at: datetime) -> Move:
    """Draw something that a person may do at this instant."""
    # They all saw the first round when they met, and the first objection of each.
    speak = partial(Move, "speak", at, by=dice.choice(["bo", "cy"]), round=1)
    kinds: list[Callable[[], Move]] = [
        lambda: speak(kind="no_objection"),
        lambda: speak(kind="no_objection"),
        lambda: speak(kind=dice.choice(OTHERS)),
        lambda: speak(kind="objection"),
        lambda: speak(kind="objection", valid=dice.random() < 0.5),
        lambda: speak(by="eve", kind=dice.choice(OTHERS)),
        lambda: Move("lift", at, by=dice.choice(["bo", "cy"]), nth=1),
        lambda: Move("revise", at),
        lambda: Move("claim", at, by="eve"),
        lambda: Move("ask", at),
        lambda: Move("withdraw", at),
        lambda: Move("adopt", at, circle=dice.choice([HOME, GENERAL])),
        lambda: Move("conclude", at, by="fay", circle=GENERAL, without_silent=dice.random() < 0.5),
        lambda: Move("sweep", at),
    ]
    return dice.choice(kinds)()


BO, CY = (partial(Move, "speak", NOW, by=one) for one in ("bo", "cy"))
CLAIMED = [Move("claim", NOW, by="eve")]
BEFORE = [
    [],
    *([one(kind=kind)] for one in (BO, CY) for kind in ("no_objection", "objection")),
    CLAIMED,
    *([CY(kind=kind), *CLAIMED] for kind in ("no_objection", "objection")),
    [CY(kind="objection"), *CLAIMED, Move("speak", NOW, by="eve", kind="concern")],
]
"""What came before they met; each is lived through once and copied."""


def explained(story: Story, moves: list[Move], heard: list[Any], seen: dict[str, Any]) -> bool:
    """Say whether some order of one after the other gives what each heard, and what then stands; an order is given up
    at the first who heard something else.
    """
    now = max(move.at for move in moves)

    def goes_on(after: Story, left: frozenset[int]) -> bool:
        if not left:
            return expected(after, now) == seen
        lived = ((place, after.take(moves[place])) for place in left)
        return any(goes_on(then, left - {place}) for place, (then, hears) in lived if hears == heard[place])

    return goes_on(story, frozenset(range(len(moves))))


def prepared(company: Company, moves: list[Move], at: datetime) -> tuple[Proposal, Story]:
    proposal, story = company.propose(at=at), Story()
    for one in moves:
        story, hears = story.take(one)
        assert company.do(proposal, one) == hears
    return proposal, story


def some(company: Company, moves: list[Move]) -> Iterator[tuple[Proposal, Story]]:
    """Yield proposals without end that have lived through these."""
    lived, story = prepared(company, moves, NOW)
    assert not story.end, "a copy has no decision"
    while True:
        for one in copies(lived, AT_ONCE):
            yield one, story


def test_some_order_explains_whatever_six_people_do_at_once() -> None:
    company = a_company()
    beginnings = [some(company, [Move("ask", NOW), *moves]) for moves in BEFORE]
    begun = time.monotonic()
    with a_crowd(6) as at_once:
        for number in range(HISTORIES):
            dice = random.Random(SEED + number)
            proposal, story = next(dice.choice(beginnings))
            now = dice.choice([NOW, NOW, END, SYNC])
            moves = [a_move(dice, now) for _ in range(dice.randint(2, 6))]
            heard = at_once(*[partial(company.do, proposal, move) for move in moves])
            seen = company.seen(proposal, now)
            assert explained(story, moves, heard, seen), (SEED + number, moves, heard, seen)
            if number % 100 == 99:
                print(f"{number + 1} histories explained, {time.monotonic() - begun:.0f} s", flush=True)
    assert list(Entry.breaks_of(company.project.pk)) == []


def test_an_objection_at_the_very_moment_of_closing_counts_or_is_kept_and_told() -> None:
    """By the database’s clock. Only what came within 50 ms of the end is counted."""
    company = a_company()
    start = clock.now()
    asked, _ = prepared(company, [Move("ask", start), Move("speak", start, by="cy", kind="no_objection")], start)
    dice = random.Random(SEED)
    counted = late = 0
    takes = timedelta(milliseconds=30)  # so long an objection is on its way, as seen at the last
    begun = time.monotonic()
    with a_crowd(2) as at_once:
        while counted + late < OBJECTIONS:
            for proposal in copies(asked, AT_ONCE):
                takes, is_late = met(company, proposal, takes, dice.uniform(-40, 40), at_once)
                counted, late = counted + (is_late is False), late + (is_late is True)
            print(f"{counted} counted, {late} kept as late, 0 lost, {time.monotonic() - begun:.0f} s", flush=True)
    assert counted
    assert late


def met(
    company: Company, proposal: Proposal, takes: timedelta, off_ms: float, at_once: Together
) -> tuple[timedelta, bool | None]:
    """Let bo object so that it comes this far from the end, by what it took before, while the sweeper runs; returns
    what it takes now, and whether it was late: None where it came further from the end.
    """
    rounds = Round.objects.filter(proposal=proposal)
    start = clock.now()
    ends = start + takes + timedelta(milliseconds=off_ms)
    rounds.update(closes_at=ends)
    position, _ = at_once(partial(object_now, company, proposal), partial(sweep_until_closed, rounds, ends))
    round_ = rounds.get()
    takes = (3 * takes + min(position.said_at - start, 2 * takes)) / 4
    if abs(position.said_at - round_.closes_at) > CLOSE_BY:
        return takes, None
    adopted = Decision.objects.filter(proposal=proposal).exists()
    assert position.is_late == adopted == (round_.outcome == "consented"), (round_.outcome, position.said_at)
    assert position.is_late == (position.said_at >= round_.closes_at)
    assert position.objection.stands != adopted
    if position.is_late:
        told = Notice.objects.filter(event="objection.received_late", reference=proposal.reference)
        here = set(told.filter(project=company.project.pk).values_list("user", flat=True))
        assert {company.people["bo"].pk, company.people["cy"].pk} <= here  # the objector, and who facilitates
    return takes, bool(position.is_late)


def object_now(company: Company, proposal: Proposal) -> Any:
    """Object by the real clock."""
    round_ = Round.objects.select_related("proposal__project", "proposal__circle", "decides").get(proposal=proposal)
    return take_position(
        round_, "objection", by=company.people["bo"], objection_tests=valid_objection_tests(company.element)
    )


def sweep_until_closed(rounds: Any, ends: datetime) -> None:
    """Sweep without pause, from a moment before the end on."""
    time.sleep(max((ends - SHORTLY - clock.now()).total_seconds(), 0))
    while rounds.filter(closed_at=None).exists():
        close_due_rounds()
