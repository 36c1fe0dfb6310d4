"""Two at the same moment, in every order in which their steps can mesh: what comes out is what some order gives.

The eight pairs of consent. Each meshing is checked against the fold: both hear, and the proposal then stands, as if one
had come wholly before the other; no objection is lost on the way, and none is adopted over.
"""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from decisions.decisions.models import Objection, Proposal
from foundation.audit.models import Entry
from tests.decisions.decisions.state_machine.driver import FOUNDED, Company, a_company, expected
from tests.decisions.decisions.state_machine.model import GENERAL, Move, Story
from tests.support.interleavings import every_order
from tests.support.rotation import on_a_database_in_turn, one_in

pytestmark = [pytest.mark.django_db(transaction=True), on_a_database_in_turn("interleavings")]
NOW = FOUNDED + timedelta(days=1)
END = NOW + timedelta(days=1)
SYNC = NOW + timedelta(days=9)


def move(name: str, by: str = "ada", at: Any = NOW, **given: Any) -> Move:
    return Move(name, at, by=by, **given)


ASKED = [move("ask")]
ONE_SPOKE = [*ASKED, move("speak", "cy", kind="no_objection")]
IN_SYNC = [*ONE_SPOKE, move("claim", "eve"), move("speak", "eve", kind="concern")]
FAILED = [*ASKED, move("speak", "cy", kind="objection"), move("sweep", at=END)]
LAST = move("speak", "bo", kind="no_objection")
OBJECT = move("speak", "bo", kind="objection")
ADOPT = move("adopt", at=SYNC, circle=GENERAL)
PAIRS = {
    "object and the last consent": (ASKED, [move("speak", "cy", kind="no_objection"), OBJECT]),
    "object and the same person consents": (ONE_SPOKE, [LAST, OBJECT]),
    "object and close in a sync": (IN_SYNC, [move("speak", "bo", at=SYNC, kind="objection"), ADOPT]),
    "close and close": (IN_SYNC, [ADOPT, ADOPT]),
    "close and sweep": (ONE_SPOKE, [move("adopt", at=END), move("sweep", at=END)]),
    "sweep and sweep": (ONE_SPOKE, [move("sweep", at=END), move("sweep", at=END)]),
    "change the text and consent": (ONE_SPOKE, [move("revise"), move("speak", "bo", kind="no_objection", round=1)]),
    "change the text and object": (ONE_SPOKE, [move("revise"), move("speak", "bo", kind="objection", round=1)]),
    "leave and object": (ONE_SPOKE, [move("leave", "bo"), OBJECT]),
    "ask for time and sweep": (ONE_SPOKE, [move("speak", "bo", kind="time"), move("sweep", at=END)]),
    "claim and sweep": (ONE_SPOKE, [move("claim", "eve"), move("sweep", at=END)]),
    "object at the end and sweep": (ONE_SPOKE, [OBJECT, move("sweep", at=END)]),
    "ask again and object": (FAILED, [move("ask", at=END), move("speak", "bo", at=END, kind="objection", round=1)]),
    "lift and sweep": (FAILED[:2], [move("lift", "cy"), move("sweep", at=END)]),
}


def prepared(company: Company, before: list[Move]) -> tuple[Proposal, Story]:
    """Make a proposal and live through what came before."""
    proposal, story = company.propose(at=NOW), Story()
    for one in before:
        story, hears = story.take(one)
        assert company.do(proposal, one) == hears
    return proposal, story


def orders(story: Story, moves: list[Move]) -> list[tuple[list[str], dict[str, Any]]]:
    """Return what each would hear, and how it would stand, in every order of one after the other."""
    found = []
    for order in permutations(range(len(moves))):
        after, heard = story, [""] * len(moves)
        for place in order:
            after, heard[place] = after.take(moves[place])
        now = max(one.at for one in moves)
        found.append((heard, expected(after, now)))
    return found


@pytest.mark.parametrize("pair", one_in(2, "pairs", PAIRS))
def test_every_meshing_of_two_moves_ends_as_one_after_the_other(pair: str) -> None:
    before, moves = PAIRS[pair]
    made: list[tuple[Company, Proposal, Story]] = []

    def make() -> list[Any]:
        company = a_company() if pair.startswith("leave") or not made else made[0][0]
        made.append((company, *prepared(company, before)))
        proposal = made[-1][1]
        return [lambda one=one: company.do(proposal, one) for one in moves]

    ways = set()
    for walkers, way in every_order(make):
        company, proposal, story = made[-1]
        seen = ([one.result for one in walkers], company.seen(proposal, max(one.at for one in moves)))
        assert seen in orders(story, moves), (way, seen)
        ways.add(tuple(way))
    assert len(ways) > 1
    assert not Objection.objects.standing().filter(proposal__decision__isnull=False).exists()
    assert all(not list(Entry.breaks_of(company.project.pk)) for company, _, _ in made)
