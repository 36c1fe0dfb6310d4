"""Two at the same moment where one takes something back: a pull, a release, an undoing. Every meshing of their steps
ends as one of them wholly before the other does, done by the same verbs; nothing is in force over an objection.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from daily.syncs.models import Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models import Claim, Decision, Objection, Position, Proposal
from decisions.decisions.workflows.claims import release_claim
from decisions.decisions.workflows.pulling import pull
from decisions.decisions.workflows.taking_back import take_back_position
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.state_machine.driver import FOUNDED, Company, a_company
from tests.decisions.decisions.state_machine.model import GENERAL, POWER, Move
from tests.support.interleavings import every_order
from tests.support.rotation import on_a_database_in_turn, one_in

pytestmark = [pytest.mark.django_db(transaction=True), on_a_database_in_turn("races of the three ways")]
NOW = FOUNDED + timedelta(days=1)
LATER = NOW + timedelta(minutes=1)
type Scene = tuple[Company, Proposal, list[Callable[[], Any]]]


def told(call: Callable[[], Any]) -> Callable[[], str]:
    """Return the call so that it says whether it was refused."""

    def run() -> str:
        try:
            call()
        except Refused:
            return "refused"
        return "done"

    return run


def asked(company: Company, *moves: Move) -> Proposal:
    """Let ada ask for consent, and the others do what comes before."""
    proposal = company.propose(at=NOW)
    for one in (Move("ask", NOW), *moves):
        assert company.do(proposal, one) == "done"
    return proposal


def speaks(company: Company, proposal: Proposal, by: str, kind: str = "no_objection") -> Callable[[], str]:
    return lambda: company.do(proposal, Move("speak", LATER, by=by, kind=kind))


def a_pull_and_the_end_of_the_sync(company: Company) -> Scene:
    """Eve pulls what her word put in force, while fay closes the sync that was told of it."""
    word = Move("speak", NOW, by="eve", kind="no_objection")
    proposal = asked(company, Move("speak", NOW, by="bo", kind="no_objection"), Move("claim", NOW, by="eve"), word)
    people, general = company.people, company.circles[GENERAL]
    sync = open_sync(general, by=people["fay"], at=LATER)

    def pulls() -> Any:
        fresh = Proposal.objects.select_related("project", "circle").get(pk=proposal.pk)
        return pull(fresh, by=people["eve"], what="PWR-OUT", circle=company.circles[POWER], at=LATER)

    return company, proposal, [told(pulls), told(lambda: close_sync(sync, by=people["fay"], at=LATER))]


def a_release(company: Company, proposal: Proposal) -> Callable[[], str]:
    standing = Claim.objects.select_related("proposal__project").get(proposal=proposal)
    return told(lambda: release_claim(standing, by=company.people["eve"], settled="It is 48 V.", at=LATER))


def claimed_and_agreed_at_home(company: Company) -> Proposal:
    """Only Power is waited for, so that a release puts it in force."""
    words = (Move("speak", NOW, by=one, kind="no_objection") for one in ("bo", "cy"))
    return asked(company, Move("claim", NOW, by="eve"), *words)


def a_release_and_the_word_that_adopts(company: Company) -> Scene:
    proposal = claimed_and_agreed_at_home(company)
    return company, proposal, [a_release(company, proposal), speaks(company, proposal, "eve")]


def a_release_and_an_objection(company: Company) -> Scene:
    proposal = claimed_and_agreed_at_home(company)
    return company, proposal, [a_release(company, proposal), speaks(company, proposal, "cy", "objection")]


def an_undoing(company: Company, proposal: Proposal, by: str) -> Callable[[], str]:
    [last] = proposal.rounds.all()
    return told(lambda: take_back_position(last, by=company.people[by], at=LATER))


def an_undoing_and_the_last_position(company: Company) -> Scene:
    proposal = asked(company, Move("speak", NOW, by="bo", kind="no_objection"))
    return company, proposal, [an_undoing(company, proposal, "bo"), speaks(company, proposal, "cy")]


SCENES = (
    a_pull_and_the_end_of_the_sync,
    a_release_and_the_word_that_adopts,
    a_release_and_an_objection,
    an_undoing_and_the_last_position,
)


def stands(company: Company, proposal: Proposal, heard: list[str]) -> dict[str, Any]:
    """Return what each heard, and how it then stands."""
    decision = Decision.objects.filter(proposal=proposal).first()
    positions = Position.objects.filter(round__proposal=proposal).order_by("user", "pk")
    return {
        **company.seen(proposal, LATER),
        "heard": heard,
        "positions": sorted((company.called[one.user_id], one.kind, hasattr(one, "taken_back")) for one in positions),
        "claims": Claim.objects.standing().filter(proposal=proposal).count(),
        "suspended": bool(decision and decision.suspended_until),
        "kept": Proposal.objects.filter(pull__decision=decision).count() if decision else 0,
        "running": Sync.objects.filter(project=company.project, closed_at=None).count(),
    }


@pytest.mark.parametrize("scene", one_in(3, "races of the three ways", SCENES))
def test_every_meshing_ends_as_one_after_the_other(scene: Callable[[Company], Scene]) -> None:
    serial = []
    for order in permutations(range(2)):
        company, proposal, calls = scene(a_company())
        heard = ["", ""]
        for place in order:
            heard[place] = calls[place]()
        serial.append(stands(company, proposal, heard))
    assert serial[0] != serial[1], "who comes first is seen"
    made: list[Scene] = []

    def make() -> list[Callable[[], Any]]:
        made.append(scene(a_company()))
        return made[-1][2]

    ways = set()
    for walkers, way in every_order(make):
        company, proposal, _ = made[-1]
        seen = stands(company, proposal, [one.result for one in walkers])
        assert seen in serial, (way, seen, serial)
        ways.add(tuple(way))
        assert not list(Entry.breaks_of(company.project.pk))
    assert len(ways) > 1
    assert not Objection.objects.standing().filter(proposal__decision__isnull=False).exists()
