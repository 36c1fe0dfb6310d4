"""Up to six people at once, on real threads and real commits: some order explains what each heard and what then stands.

RONDE_DEEP=1 runs 5,000 histories, and 10,000 objections at the very moment of closing.
"""

import os
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import permutations
from typing import Any

import pytest

from audit import clock
from audit.models import Entry
from decisions.models import Decision, Proposal, Round
from decisions.tasks import close_due_rounds
from inbox.models import Notice
from tests.decisions.company import FOUNDED, Company, a_company, expected
from tests.decisions.fold import GENERAL, HOME, Deed, Story
from tests.factories import valid_answers
from tests.support.races import together

pytestmark = pytest.mark.django_db(transaction=True)
DEEP = bool(os.environ.get("RONDE_DEEP"))
HISTORIES, OBJECTIONS = (5_000, 10_000) if DEEP else (100, 40)
NOW = FOUNDED + timedelta(days=1)
END = NOW + timedelta(days=1)
SYNC = NOW + timedelta(days=9)
CLOSE_BY = timedelta(milliseconds=50)
SEED = 20_261_125


def a_deed(dice: random.Random, at: datetime) -> Deed:
    """Draw something that somebody may do at this instant."""
    # They all saw the first round when they met.
    speak = partial(Deed, "speak", at, by=dice.choice(["bo", "cy"]), round=1)
    kinds: list[Callable[[], Deed]] = [
        lambda: speak(kind="no_objection"),
        lambda: speak(kind="no_objection"),
        lambda: speak(kind=dice.choice(["concern", "time", "pass"])),
        lambda: speak(kind="objection"),
        lambda: speak(kind="objection", valid=dice.random() < 0.5),
        lambda: Deed("lift", at, by=dice.choice(["bo", "cy"])),
        lambda: Deed("revise", at),
        lambda: Deed("claim", at, by="eve"),
        lambda: Deed("ask", at),
        lambda: Deed("withdraw", at),
        lambda: Deed("adopt", at, circle=dice.choice([HOME, GENERAL])),
        lambda: Deed("conclude", at, circle=GENERAL, without_silent=dice.random() < 0.5),
        lambda: Deed("sweep", at),
    ]
    return dice.choice(kinds)()


def before(dice: random.Random) -> list[Deed]:
    """Draw what came before they met."""
    bo, cy = (Deed("speak", NOW, by=one, kind=dice.choice(["no_objection", "objection"])) for one in ("bo", "cy"))
    claimed = [Deed("claim", NOW, by="eve"), Deed("speak", NOW, by="eve", kind="concern")]
    return [Deed("ask", NOW), *dice.choice([[], [bo], [cy], claimed, [cy, *claimed]])]


def explained(story: Story, deeds: list[Deed], heard: list[Any], seen: dict[str, Any]) -> bool:
    """Say whether some order of one after the other gives what each heard, and what then stands."""
    now = max(deed.at for deed in deeds)
    for order in permutations(range(len(deeds))):
        after = story
        for place in order:
            after, hears = after.take(deeds[place])
            if hears != heard[place]:
                break
        else:
            if expected(after, now) == seen:
                return True
    return False


def prepared(company: Company, deeds: list[Deed], at: datetime) -> tuple[Proposal, Story]:
    proposal, story = company.propose(at=at), Story()
    for one in deeds:
        story, hears = story.take(one)
        assert company.do(proposal, one) == hears
    return proposal, story


def test_some_order_explains_whatever_six_people_do_at_once() -> None:
    company = a_company()
    for number in range(HISTORIES):
        dice = random.Random(SEED + number)
        proposal, story = prepared(company, before(dice), NOW)
        now = dice.choice([NOW, NOW, END, SYNC])
        deeds = [a_deed(dice, now) for _ in range(dice.randint(2, 6))]
        heard = together(*[partial(company.do, proposal, deed) for deed in deeds])
        seen = company.seen(proposal, now)
        assert explained(story, deeds, heard, seen), (SEED + number, deeds, heard, seen)
    assert list(Entry.breaks_of(company.project.pk)) == []


def test_an_objection_at_the_very_moment_of_closing_counts_or_is_kept_and_told() -> None:
    """By the database’s clock. The sweeper runs without pause; only what came within 50 ms of the end is counted."""
    company = a_company()
    dice = random.Random(SEED)
    counted = late = 0
    takes = timedelta(milliseconds=30)  # so long an objection is on its way, as seen at the last
    while counted + late < OBJECTIONS:
        start = clock.now()
        consent = Deed("speak", start, by="cy", kind="no_objection")
        proposal, _ = prepared(company, [Deed("ask", start), consent], start)
        rounds = Round.objects.filter(proposal=proposal)
        begun = clock.now()
        rounds.update(closes_at=begun + takes + timedelta(milliseconds=dice.uniform(-40, 40)))
        position, _ = together(partial(object_now, company, proposal), partial(sweep_until_closed, rounds))
        takes, round_ = (3 * takes + min(position.said_at - begun, 2 * takes)) / 4, rounds.get()
        if abs(position.said_at - round_.closes_at) > CLOSE_BY:
            continue
        adopted = Decision.objects.filter(proposal=proposal).exists()
        assert position.is_late == adopted == (round_.outcome == "consented"), (round_.outcome, position.said_at)
        assert position.is_late == (position.said_at >= round_.closes_at)
        assert position.objection.stands != adopted
        if position.is_late:
            told = Notice.objects.filter(verb="kept an objection that came too late", reference=proposal.reference)
            here = set(told.filter(project=company.project.pk).values_list("user", flat=True))
            assert {company.people["bo"].pk, company.people["cy"].pk} <= here  # the objector, and who facilitates
        counted, late = counted + (not position.is_late), late + position.is_late
    print(f"{counted} counted, {late} kept as late, 0 lost")
    assert counted
    assert late


def object_now(company: Company, proposal: Proposal) -> Any:
    """Object by the real clock."""
    round_ = Round.objects.select_related("proposal__project", "proposal__circle", "decides").get(proposal=proposal)
    return round_.take("objection", by=company.people["bo"], answers=valid_answers(company.element))


def sweep_until_closed(rounds: Any) -> None:
    while rounds.filter(closed_at=None).exists():
        close_due_rounds()
