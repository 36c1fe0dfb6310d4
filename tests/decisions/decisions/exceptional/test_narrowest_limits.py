"""What passes in a circle that may do as little alone as can be: each way in which a proposal begins says so here."""

import ast
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.contests import object_to
from decisions.decisions.workflows.missing_elements import request_element
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import create_proposal, open_round, withdraw
from decisions.decisions.workflows.pulling import pull
from decisions.decisions.workflows.reviews import hold_review
from decisions.decisions.workflows.small_acts import record_small_act
from decisions.decisions.workflows.urgent_acts import report_urgent_act
from decisions.elections.workflows import begin_election, nominate, open_change_round, put_to_consent
from decisions.tracks.models import Question, Track
from decisions.tracks.workflows.choosing import propose_choice
from decisions.tracks.workflows.criteria import add_criterion
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.architecture.sources import APPS, app_of, calls, modules, parsed, read
from tests.circles.circles.narrowest_limits import NARROWEST, WIDE
from tests.decisions.decisions.examples import NO_OBJECTION, taken
from tests.factories import a_circle, a_person, a_proposal, a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
type Begin = Callable[[Circle, User, User], Proposal]
JSON = "application/json"
OPEN = 12
"""So many proposals are open already."""


def asked(circle: Circle, ada: User, bo: User) -> Proposal:
    return create_proposal(circle, by=bo, ask=True, tension="It leaks.", text="We change the seal.")


def urgent(circle: Circle, ada: User, bo: User) -> Proposal:
    acted_at = datetime.now(UTC) - timedelta(hours=1)
    return report_urgent_act(circle, by=bo, text="I closed the valve.", tension="It ran out.", acted_at=acted_at)


def contested(circle: Circle, ada: User, bo: User) -> Proposal:
    return object_to(taken(circle, ada, bo), circle, by=bo, harm="A screw came loose.")


def revoked(circle: Circle, ada: User, bo: User) -> Proposal:
    decision = taken(circle, ada, bo)
    review = hold_review(decision, "revoked", by=ada, helped="No.", drop="It did not help.", concerns={})
    assert review.proposal
    return review.proposal


def lacking(circle: Circle, ada: User, bo: User) -> Proposal:
    round_ = a_round(circle=circle, by=ada)
    return request_element(round_.proposal, by=bo, why="Three steps.", statement="No ramp", sort="values")


def small(circle: Circle, ada: User, bo: User) -> Proposal:
    return record_small_act(circle, by=bo, text="I bought screws.").proposal


def kept(circle: Circle, ada: User, bo: User) -> Proposal:
    parent = circle.parent
    assert parent
    market, north = (a_circle(person, inside=parent) for person in (a_person(), a_person()))
    round_ = a_round(circle=circle, by=ada, named=[market])
    for person in (bo, *market.people()):
        take_position(round_, NO_OBJECTION, by=person)
    [voice] = north.people()
    return pull(round_.proposal, by=voice, what="We sell the old one.", circle=north)


def elected(circle: Circle, ada: User, bo: User) -> Proposal:
    election = begin_election(circle, "facilitator", by=ada)
    nominate(election, bo, reason="He hears everyone out.", by=ada)
    open_change_round(election, by=ada)
    return put_to_consent(election, bo, by=ada)


def chosen(circle: Circle, ada: User, bo: User) -> Proposal:
    question = Question.ask(circle, "Which pump?", by=ada)
    add_criterion(question, "kill", "Leak at 3 bar", ">", Decimal(1), by=ada)
    in_a_month = circle.project.day_of(datetime.now(UTC)) + timedelta(30)
    track = Track.propose(question, "Rotor", by=ada, owner=bo, learn_by=in_a_month)
    track.start(by=bo)
    return propose_choice(track, by=bo)


WAYS: dict[str, Begin] = {
    "decisions/decisions/workflows/proposals.py": asked,
    "decisions/decisions/workflows/urgent_acts.py": urgent,
    "decisions/decisions/workflows/contests.py": contested,
    "decisions/decisions/workflows/reviews.py": revoked,
    "decisions/decisions/workflows/missing_elements.py": lacking,
    "decisions/decisions/workflows/small_acts.py": small,
    "decisions/decisions/workflows/pulling.py": kept,
    "decisions/elections/workflows.py": elected,
    "decisions/tracks/workflows/choosing.py": chosen,
}
"""How a proposal begins, by the module that does it: none of these waits for others to be decided."""
BY_ITSELF = {
    "decisions/decisions/api/proposals.py": "begins as `asked` does",
    "decisions/decisions/models/proposals/answering.py": "declares `propose_answered`, by which they begin",
    "decisions/decisions/views/proposals.py": "begins as `asked` does",
    "sample": "what is generated has no limits set",
}
"""No ways of their own: modules, and apps."""


@pytest.fixture
def narrow(circle: Circle, fay: User, ada: User) -> Circle:
    """A circle with the least that it may do alone, in which much is open."""
    circle.allow(**NARROWEST, by=fay)
    for _number in range(OPEN):
        a_round(circle=circle, by=ada)
    return circle


def test_every_way_is_named() -> None:
    begin = {
        path
        for path in modules(of=APPS)
        if "propos" in read(path) and app_of(path) not in BY_ITSELF
        for name, call in calls(parsed(path))
        if name in {"create_proposal", "propose_answered"} or ast.unparse(call.func).endswith("Proposal.propose")
    }
    assert begin - set(BY_ITSELF) == set(WAYS), "say what it does where a circle may do little alone"


@pytest.mark.parametrize("path", WAYS)
def test_it_begins_however_little_a_circle_may_do_alone(narrow: Circle, ada: User, bo: User, path: str) -> None:
    proposal = WAYS[path](narrow, ada, bo)
    assert Proposal.objects.filter(pk=proposal.pk).exists()


def test_what_is_beyond_the_limits_is_decided_around_the_circle_and_is_no_small_decision(
    narrow: Circle, ada: User, bo: User
) -> None:
    dear = create_proposal(narrow, by=bo, ask=False, tension="It leaks.", text="A pump.", cost=Decimal(1))
    assert open_round(dear, by=bo).decides == narrow.parent
    with pytest.raises(Refused, match="more than a small decision"):
        record_small_act(narrow, by=bo, text="I bought screws.", cost=Decimal(1))


BY_NO_ROUND = {"small_limit": "bounds what is recorded after the fact"}
"""Limits that move no route, and why not."""


def records(circle: Circle, by: User) -> bool:
    """Say whether the circle may record a small act that costs something."""
    with suppress(Refused):
        return bool(record_small_act(circle, by=by, text="I bought screws.", cost=Decimal(1)))
    return False


@pytest.mark.parametrize("name", NARROWEST)
def test_each_limit_alone_takes_something_of_what_a_circle_decides_alone(
    circle: Circle, fay: User, ada: User, name: str
) -> None:
    dear: dict[str, Any] = {"circle": circle, "by": ada, "cost": Decimal(1), "reversibility": "costly"}
    circle.allow(**WIDE, by=fay)
    assert (a_round(**dear).decides, records(circle, ada)) == (circle, True)
    circle.allow(**WIDE | {name: NARROWEST[name]}, by=fay)
    assert (a_round(**dear).decides == circle) == (name in BY_NO_ROUND), (
        "it moves no route: see decisions/decisions/routing.py"
    )
    assert name not in BY_NO_ROUND or not records(circle, ada), "it moves nothing"


@pytest.mark.parametrize("name", [name for name in NARROWEST if name not in BY_NO_ROUND])
def test_a_limit_that_changes_sends_open_rounds_and_drafts_where_new_ones_go(
    circle: Circle, fay: User, ada: User, name: str
) -> None:
    dear: dict[str, Any] = {"circle": circle, "by": ada, "cost": Decimal(1), "reversibility": "costly"}
    circle.allow(**WIDE, by=fay)
    open_, draft = a_round(**dear), a_proposal(**dear)
    for limits, decides in ((WIDE | {name: NARROWEST[name]}, circle.parent), (WIDE, circle)):
        circle.allow(**limits, by=fay)
        open_.refresh_from_db()
        assert (open_.decides, draft.route().decides) == (decides, decides and decides.pk)


@pytest.mark.parametrize("cost", [0, 1])
def test_the_route_that_is_shown_is_the_route_that_is_taken(narrow: Circle, bo: User, cost: int) -> None:
    said, slug = {"tension": "It leaks.", "text": "A pump."}, narrow.project.slug
    page = at_browser(bo).post(f"/p/{slug}/proposals/route/?circle={narrow.key}", said | {"cost": str(cost)})
    asked = Client(headers=by_token(bo)).post(
        f"/api/v1/projects/{slug}/routes?circle={narrow.key}", {"cost": cost}, JSON
    )
    proposal = create_proposal(narrow, by=bo, ask=False, tension="It leaks.", text="A pump.", cost=Decimal(cost))
    round_ = open_round(proposal, by=bo)
    shown = page.context["way"].steps[-1].circle  # the last step is who decides
    assert (shown, asked.json()["decides"]) == (round_.decides, round_.decides.key)


def test_what_opens_or_ends_later_moves_no_open_round(narrow: Circle, ada: User, bo: User) -> None:
    first = asked(narrow, ada, bo)
    began = first.route()
    later = asked(narrow, ada, bo)
    assert first.route() == began
    withdraw(later, by=bo)
    assert first.route() == began
