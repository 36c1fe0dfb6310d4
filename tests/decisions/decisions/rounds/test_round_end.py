"""Neither worker nor beat runs: what ends by itself ends at its instant, for whoever comes first.

What ends a round, its integration and a draft stands in test_deadlines.py and test_rounds.py; here is what else ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Absence, Proposal, Round
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.reminders import remind
from decisions.decisions.workflows.round_closing import write_due_outcomes
from decisions.decisions.workflows.urgent_acts import report_urgent_act
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import (
    CONCERN,
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    TIME,
    YEAR,
    a_deciding_sync,
    decision_of,
)
from tests.factories import a_proposal, an_element, valid_objection_tests

pytestmark = pytest.mark.django_db
MOMENT, DAY = timedelta(milliseconds=1), timedelta(days=1)
NEW_TEXT = "Two seals."
WEDNESDAY = MONDAY + 2 * DAY


@dataclass
class Room:
    """ada proposes; bo and eve are asked with her, fay facilitates."""

    circle: Circle
    ada: User
    bo: User
    eve: User
    fay: User

    def asked(self, **terms: Any) -> Round:
        return open_round(a_proposal(circle=self.circle, by=self.ada, at=FRIDAY, **terms), by=self.ada, at=FRIDAY)

    def answers(self) -> dict[str, Any]:
        return valid_objection_tests(an_element(self.circle.project))


@pytest.fixture
def room(project: Project, circle: Circle, ada: User, bo: User, eve: User, fay: User) -> Room:
    circle.admit(eve, by=ada)
    circle.admit(fay, by=ada, roles=["facilitator"])
    return Room(circle, ada, bo, eve, fay)


def window(room: Room) -> Callable[[datetime], Any]:
    return partial(speak, room.asked(), room.bo)


def speak(round_: Round, by: User, at: datetime) -> Any:
    return take_position(round_, CONCERN, by=by, words="Six weeks.", at=at)


def hold(room: Room) -> Callable[[datetime], Any]:
    round_ = room.asked()
    for _ in range(2):
        take_position(round_, TIME, by=room.eve, at=FRIDAY)
    return partial(speak, round_, room.bo)


def absence(room: Room) -> Callable[[datetime], Any]:
    round_ = room.asked(reversibility="costly")
    take_position(round_, TIME, by=room.eve, at=FRIDAY)
    last_day = (MONDAY + DAY).date()
    Absence.declare(
        room.circle.project, by=room.bo, from_on=FRIDAY.date(), until_on=last_day, deputy=room.eve, at=FRIDAY
    )
    return lambda at: take_position(round_, NO_OBJECTION, by=room.bo, deputy=room.eve, at=at)


def editorial(room: Room) -> Callable[[datetime], Any]:
    proposal = room.asked().proposal
    return lambda at: reword(proposal, by=room.ada, text=NEW_TEXT, at=at)


def urgent(room: Room) -> Callable[[datetime], Any]:
    words = {"text": "We shut it off.", "tension": "It leaked."}
    return lambda at: report_urgent_act(room.circle, by=room.ada, acted_at=FRIDAY, at=at, **words)


TUESDAY_ENDS = datetime(YEAR, 12, 1, 23, 0, tzinfo=UTC)  # in Paris
ENDS: dict[str, tuple[Callable[[Room], Callable[[datetime], Any]], datetime, str]] = {
    "a window": (window, MONDAY, "closed"),
    "a window that a person held, once for all": (hold, MONDAY + DAY, "closed"),
    "what a deputy may say": (absence, TUESDAY_ENDS, "Only the deputy"),
    "the label editorial": (editorial, FRIDAY + (MONDAY - FRIDAY) * 9 / 10, "too soon"),
    "a day to tell an urgent act": (urgent, FRIDAY + DAY + MOMENT, "24 hours"),
}


@pytest.mark.parametrize("what", ENDS)
@pytest.mark.parametrize("is_over", [False, True])
def test_it_is_possible_until_the_last_moment_and_not_at_the_end(room: Room, what: str, is_over: bool) -> None:
    begin, end, sentence = ENDS[what]
    act = begin(room)
    if not is_over:
        assert act(end - MOMENT)
        return
    with pytest.raises(Refused, match=sentence):
        act(end)


@pytest.mark.both_databases
def test_the_days_of_integration_end_for_whoever_comes_first(room: Room) -> None:
    round_ = room.asked(reversibility="costly")
    take_position(round_, TIME, by=room.eve, at=FRIDAY)
    take_position(round_, OBJECTION, by=room.bo, objection_tests=room.answers(), at=FRIDAY)
    proposal = round_.proposal
    write_due_outcomes(proposal, at=WEDNESDAY - MOMENT)
    assert proposal.rounds.count() == 1
    write_due_outcomes(proposal, at=WEDNESDAY)
    first, second = proposal.rounds.order_by("number")
    assert (first.outcome, first.closed_at, second.decides.is_general) == ("escalated", WEDNESDAY, True)


def test_a_reminder_that_nobody_sent_in_time_is_not_sent_after_the_end(room: Room) -> None:
    round_ = room.asked()
    entries = Entry.objects.count()
    assert remind(round_, at=MONDAY) == 0
    assert Entry.objects.count() == entries
    assert remind(round_, at=MONDAY - MOMENT) == 3


def test_an_urgent_act_waits_for_its_sync_however_long_nobody_sweeps(room: Room) -> None:
    words = {"text": "We shut it off.", "tension": "It leaked."}
    proposal = report_urgent_act(room.circle, by=room.ada, acted_at=FRIDAY, at=FRIDAY, **words)
    write_due_outcomes(proposal, at=FRIDAY + 30 * DAY)
    for one in (room.bo, room.eve, room.fay):
        take_position(Round.objects.get(), NO_OBJECTION, by=one, at=FRIDAY + 30 * DAY)
    assert decision_of(proposal) is None
    sync = a_deciding_sync(room.circle, FRIDAY + 31 * DAY)
    assert adopt(Proposal.objects.get(), by=room.fay, sync=sync, at=sync.starts_at)


def test_a_decision_is_due_for_review_on_its_day_and_not_before(room: Room) -> None:
    round_ = room.asked(review_months=1)
    for one in (room.bo, room.eve, room.fay):
        take_position(round_, NO_OBJECTION, by=one, at=FRIDAY)
    decision = decision_of(round_.proposal)
    assert decision is not None
    entries, found = Entry.objects.count(), type(decision).objects
    assert not found.due_for_review(decision.review_on - DAY).exists()
    assert list(found.due_for_review(decision.review_on)) == [decision]
    assert Entry.objects.count() == entries
