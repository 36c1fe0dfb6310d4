"""Who has yet to speak is reminded twice in a window, each time once; and what silence comes to in the end."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from decisions.decisions.models import Decision, Proposal, Reminder, Round
from decisions.decisions.models.proposals.stages import Lapse
from decisions.decisions.tasks import remind_the_silent
from decisions.decisions.workflows.adoption import adopt, conclude
from decisions.decisions.workflows.claims import claim
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.reminders import remind
from decisions.decisions.workflows.round_closing import close_due
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from tests.decisions.decisions.examples import FRIDAY, MONDAY, NO_OBJECTION, OBJECTION, PASS, TIME, a_deciding_sync
from tests.decisions.decisions.people import Cast, page
from tests.factories import a_proposal, an_element, set_next_sync, valid_objection_tests
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db

VERB = "round.reminder_sent"
WINDOW = MONDAY - FRIDAY
HALF, NINETY = FRIDAY + WINDOW / 2, FRIDAY + WINDOW * 9 / 10
SECOND = timedelta(seconds=1)
LONG_AGO = timedelta(days=20)
"""More than nine tenths of the window are over by then, where the next sync is three hours off."""


@pytest.fixture
def round_(cast: Cast) -> Round:
    return open_round(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada, at=FRIDAY)


def reminded(mark: int) -> set[str]:
    return set(Reminder.objects.filter(mark=mark).values_list("user__name", flat=True))


@pytest.mark.both_databases
def test_who_is_silent_is_reminded_at_half_and_at_nine_tenths(round_: Round) -> None:
    assert remind(round_, at=HALF - SECOND) == 0
    assert remind(round_, at=HALF) == 2
    assert remind(round_, at=NINETY - SECOND) == 0
    assert remind(round_, at=NINETY) == 2
    assert reminded(50) == reminded(90) == {"Bo Nguyen", "Fay Lemoine"}
    assert Notice.objects.filter(event=VERB).count() == 4
    assert set(Notice.objects.filter(event=VERB).values_list("reason", flat=True)) == {"asked"}


def test_however_often_it_runs_each_hears_once(round_: Round) -> None:
    for minutes in (0, 0, 5, 10, 600):
        remind(round_, at=HALF + timedelta(minutes=minutes))
    assert Notice.objects.filter(event=VERB).count() == 2
    assert Entry.objects.filter(event=VERB).count() == 1
    first = Reminder.objects.first()
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(round=round_, user=first.user, mark=first.mark)


def test_late_it_is_said_once_and_after_the_end_not_at_all(round_: Round) -> None:
    assert remind(round_, at=MONDAY) == 0
    assert remind(round_, at=MONDAY - SECOND) == 2
    assert remind(round_, at=HALF) == 0
    assert reminded(50) == set()


@pytest.mark.parametrize("kind", [TIME, PASS])
def test_while_nobody_consents_all_the_silent_are_waited_for(cast: Cast, round_: Round, kind: str) -> None:
    take_position(round_, kind, by=cast.bo, at=FRIDAY)
    remind(round_, at=FRIDAY + timedelta(days=3) - SECOND)
    everyone = {"Fay Lemoine", "Bo Nguyen"}
    assert {one.user.name for one in Reminder.objects.select_related("user")} == (
        everyone if kind == TIME else {"Fay Lemoine"}
    )


def test_inside_a_scope_silence_stops_nothing_once_somebody_consents(cast: Cast, round_: Round) -> None:
    take_position(round_, NO_OBJECTION, by=cast.bo, at=FRIDAY)
    assert remind(round_, at=NINETY) == 0


def test_nobody_is_urged_to_consent_to_what_is_being_integrated(cast: Cast, round_: Round) -> None:
    take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project)), at=FRIDAY
    )
    assert remind(round_, at=NINETY) == 0


def test_each_person_is_waited_for_where_an_element_is_touched(cast: Cast) -> None:
    set_next_sync(cast.project, timedelta(hours=3), by=cast.fay)
    begun = clock.now() - LONG_AGO
    element = an_element(cast.project)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, elements=[element], at=begun)
    take_position(open_round(proposal, by=cast.ada, at=begun), NO_OBJECTION, by=cast.bo)
    assert remind_the_silent() == 1
    assert remind_the_silent() == 0
    assert {one.user.name for one in Reminder.objects.select_related("user")} == {"Fay Lemoine", "Pia Roy"}


def test_a_circle_that_has_spoken_is_not_reminded(cast: Cast) -> None:
    set_next_sync(cast.project, timedelta(hours=3), by=cast.fay)
    begun = clock.now() - LONG_AGO
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=begun)
    round_ = open_round(proposal, by=cast.ada, at=begun)
    take_position(round_, NO_OBJECTION, by=cast.fay)
    remind_the_silent()
    assert {one.user.name for one in Reminder.objects.select_related("user")} == {"Pia Roy"}
    take_position(round_, NO_OBJECTION, by=cast.pia)
    assert remind(round_) == 0


def test_who_was_asked_a_moment_ago_is_not_reminded_of_it(cast: Cast) -> None:
    set_next_sync(cast.project, timedelta(hours=3), by=cast.fay)
    begun = clock.now() - LONG_AGO
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=begun)
    round_ = open_round(proposal, by=cast.ada, at=begun)
    market = cast.project.circles.general().open_circle("Market", by=cast.fay)
    market.admit(cast.eve, by=cast.fay, roles=["pilot"])
    claim(proposal, market, by=cast.eve, what="The launch")
    remind(round_)
    assert "Eve Martin" not in {one.user.name for one in Reminder.objects.select_related("user")}


# Closed without the silent --------------------------------------------------------------------------------------------


def test_it_says_without_whom_it_was_closed_and_how_often_they_were_asked(cast: Cast) -> None:
    begun = datetime.now(UTC) - timedelta(days=9)
    general = cast.project.circles.general()
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=begun)
    round_ = open_round(proposal, by=cast.ada, at=begun)
    take_position(round_, NO_OBJECTION, by=cast.fay)
    for mark in Reminder.Mark:
        Reminder.objects.create(round=round_, user=cast.pia, mark=mark)
    conclude(proposal, by=cast.fay, sync=a_deciding_sync(general, begun + timedelta(days=7)))
    decision = adopt(
        proposal, by=cast.fay, sync=a_deciding_sync(general, begun + timedelta(days=8)), without_silent=True
    )
    assert decision.lacking == [{"name": "Power", "times": 4}]
    assert decision.without == ["Bo Nguyen", "Pia Roy"]
    shown = at_browser(cast.ada).get(page(cast, "decisions/1/")).content.decode()
    assert "Closed without Power, asked 4 times." in shown
    entry = Entry.objects.get(event="proposal.adopted")
    assert entry.facts["lacking"] == ["Power (4)"]
    record = at_browser(cast.ada).get(page(cast, "record/")).content.decode()
    said = " ".join(re.sub("<[^>]+>", " ", record).split())
    assert "It did not wait for Bo Nguyen and Pia Roy." in said
    assert "It was closed without Power, asked 4 times." in said


def test_a_circle_named_like_somebody_silent_is_told_as_a_circle(cast: Cast) -> None:
    cast.power.rename(by=cast.fay, name="Pia Roy", purpose="")
    begun = datetime.now(UTC) - timedelta(days=9)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=begun)
    take_position(open_round(proposal, by=cast.ada, at=begun), NO_OBJECTION, by=cast.fay)
    for days in (7, 8):
        sync = a_deciding_sync(cast.project.circles.general(), begun + timedelta(days=days))
        conclude(proposal, by=cast.fay, sync=sync, without_silent=days == 8)
    entry = Entry.objects.get(event="proposal.adopted")
    assert entry.facts["lacking"] == ["Pia Roy (2)"]
    assert "Pia Roy (2)" not in entry.personal_values.values_list("value", flat=True)


def test_where_each_person_counts_they_are_named(cast: Cast) -> None:
    begun = datetime.now(UTC) - timedelta(days=9)
    general = cast.project.circles.general()
    proposal = a_proposal(circle=cast.circle, by=cast.ada, elements=[an_element(cast.project)], at=begun)
    round_ = open_round(proposal, by=cast.ada, at=begun)
    for person in (cast.fay, cast.pia):
        take_position(round_, NO_OBJECTION, by=person)
    conclude(proposal, by=cast.fay, sync=a_deciding_sync(general, begun + timedelta(days=7)))
    decision = adopt(
        proposal, by=cast.fay, sync=a_deciding_sync(general, begun + timedelta(days=8)), without_silent=True
    )
    assert decision.lacking == [{"name": "Bo Nguyen", "times": 2}]
    entry = Entry.objects.get(event="proposal.adopted")
    record = at_browser(cast.ada).get(page(cast, "record/")).content.decode()
    assert "It was closed without Bo Nguyen, asked 2 times." in " ".join(re.sub("<[^>]+>", " ", record).split())
    assert "Bo Nguyen" not in str(entry.facts)  # what is sealed there no erasure reaches
    assert set(entry.personal_values.values_list("value", flat=True)) == {"Bo Nguyen", "Bo Nguyen (2)", "Fay Lemoine"}


def test_what_all_have_spoken_on_lacks_nobody(cast: Cast, round_: Round) -> None:
    for person in (cast.bo, cast.fay):
        take_position(round_, NO_OBJECTION, by=person, at=FRIDAY)
    assert Decision.objects.get().lacking == []


# "I need time", and no way found --------------------------------------------------------------------------------------


def test_the_page_says_who_asked_for_time_and_until_when(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada)
    round_ = open_round(proposal, by=cast.ada)
    for person in (cast.bo, cast.fay):
        take_position(round_, TIME, by=person)
    shown = at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    assert "Bo asked for time: a working day more for all, until" in shown
    assert "Fay asked for time" not in shown


def test_before_a_sync_it_says_before_when_none_takes_it(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power])
    take_position(open_round(proposal, by=cast.ada), TIME, by=cast.bo)
    assert (
        "Bo asked for time: no sync takes it before"
        in at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    )


def test_a_day_that_is_past_is_not_named_any_more(cast: Cast) -> None:
    at = clock.now() - timedelta(days=9)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power])
    take_position(open_round(proposal, by=cast.ada, at=at), TIME, by=cast.bo, at=at)
    shown = at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    assert "Bo asked for time." in shown
    assert "no sync takes it before" not in shown


def test_when_the_last_integration_fails_the_tension_is_offered_as_a_question(cast: Cast) -> None:
    general = cast.project.circles.general()
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], cost=2_001)
    answers = valid_objection_tests(an_element(cast.project))
    take_position(open_round(proposal, by=cast.ada), OBJECTION, by=cast.pia, objection_tests=answers)
    conclude(proposal, by=cast.fay, sync=a_deciding_sync(general))
    revise(proposal, by=cast.ada, text="Another seal.")
    assert conclude(proposal, by=cast.fay, sync=a_deciding_sync(general)) == "lapsed"
    assert Proposal.objects.get().lapsed_because == Lapse.NO_WAY
    told = Notice.objects.filter(event="proposal.offered_as_question").values_list("user__name", flat=True)
    assert set(told) == {"Ada Mercier", "Bo Nguyen", "Fay Lemoine", "Pia Roy"}
    shown = at_browser(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    assert "offered as a question, for two tracks or more" in shown


def test_what_lapses_without_a_word_offers_no_question(cast: Cast, round_: Round) -> None:
    close_due(round_, at=MONDAY)
    proposal = Proposal.objects.get()
    assert proposal.lapsed_because == "no consent"
    assert not proposal.is_offered_as_a_question
