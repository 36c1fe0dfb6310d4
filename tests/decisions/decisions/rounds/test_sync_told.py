"""Who decides a proposal stands with the day of a sync, and its round with the time that is left: the same sync."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.utils.dateparse import parse_datetime

from decisions.decisions.models import Proposal, Round
from decisions.decisions.models.rounds.round_end import end_of, sync_ahead
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from foundation.web.formatting import day
from tests.decisions.decisions.examples import FRIDAY, MONDAY, TIME, YEAR
from tests.decisions.decisions.people import Cast, page
from tests.factories import a_proposal
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
MONDAY_AT_NINE = MONDAY - timedelta(hours=5)
TUESDAY, WEDNESDAY = (datetime(YEAR, 12, date, 8, 15, tzinfo=UTC) for date in (1, 2))


def asked(cast: Cast, **terms: Any) -> Round:
    """Put to a round, on Friday before five, what the sync of Monday morning could take."""
    return open_round(a_proposal(circle=cast.circle, by=cast.ada, at=FRIDAY, **terms), by=cast.ada, at=FRIDAY)


def need_time(cast: Cast) -> None:
    take_position(asked(cast, named=[cast.power], cost=2_001), TIME, by=cast.bo, at=FRIDAY)


def cannot_be_undone(cast: Cast) -> None:
    asked(cast, reversibility="irreversible")


def asked_on_the_day(cast: Cast) -> None:
    claim(asked(cast, cost=2_001).proposal, cast.power, by=cast.pia, what="PWR-OUT", at=MONDAY_AT_NINE)


TAKEN_LATER: dict[str, tuple[Callable[[Cast], None], datetime]] = {
    "a person needs time": (need_time, TUESDAY),
    "it is grave": (cannot_be_undone, WEDNESDAY),
    "a circle was asked on the day": (asked_on_the_day, TUESDAY),
}


def told(cast: Cast, rest: str = "") -> tuple[str, datetime | None]:
    """Return what bo reads beside the text about the sync, and until when the ring counts."""
    number = Proposal.objects.get().number
    shown = unescape(at_browser(cast.bo).get(page(cast, f"proposals/{number}/{rest}")).content.decode())
    headline, left = re.search(r'route__verdict">([^<]*)<', shown), re.search(r'data-left="([^"]*)"', shown)
    assert headline
    return headline[1], parse_datetime(left[1]) if left else None


@pytest.mark.parametrize("why", TAKEN_LATER)
def test_the_route_and_the_ring_name_the_same_sync(cast: Cast, why: str) -> None:
    happens, sync = TAKEN_LATER[why]
    happens(cast)
    assert told(cast) == (f"Goes to the general sync on {day(sync)}", sync)


@pytest.mark.both_databases
def test_beside_an_earlier_round_stands_the_sync_that_ends_the_open_one(cast: Cast) -> None:
    round_ = asked(cast, named=[cast.power], cost=2_001)
    revise(round_.proposal, by=cast.ada, text="Two seals.", at=MONDAY_AT_NINE)
    take_position(round_.proposal.rounds.get(number=2), TIME, by=cast.bo, at=MONDAY)
    assert told(cast, "?round=1") == (f"Goes to the general sync on {day(WEDNESDAY)}", None)


@pytest.mark.parametrize("terms", [{"named": True}, {"reversibility": "irreversible"}])
def test_what_is_said_before_a_round_is_opened_is_true_of_it(cast: Cast, terms: dict[str, Any]) -> None:
    terms = {"named": [cast.power]} if "named" in terms else terms
    proposal = a_proposal(circle=cast.circle, by=cast.ada, at=FRIDAY, **terms)
    before = sync_ahead(proposal.route(), cast.project, FRIDAY, None)
    round_ = open_round(proposal, by=cast.ada, at=FRIDAY)
    assert before
    assert before == end_of(round_, round_.participants())


def test_a_new_text_of_what_is_grave_is_said_to_wait_no_three_days_more(cast: Cast) -> None:
    round_ = asked(cast, reversibility="irreversible")
    proposal = round_.proposal
    before = sync_ahead(proposal.route(), cast.project, MONDAY, round_)
    revise(proposal, by=cast.ada, text="Two seals.", at=MONDAY)
    last = proposal.rounds.get(number=2)
    assert before
    assert before == end_of(last, last.participants())
