"""Who is away says so; their deputy is asked too, speaks for them, and never in their place once they are back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from decisions.decisions import permissions
from decisions.decisions.models import Absence, Position, Round
from decisions.decisions.models.rounds.deputies import voices_due
from decisions.decisions.workflows.objections import lift, reopen
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.reminders import remind
from decisions.decisions.workflows.round_closing import close_due
from foundation.accounts.models import User
from foundation.audit.models import Entry, PersonalValue
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, FRIDAY, MONDAY, NO_OBJECTION, OBJECTION, TIME, decision_of
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

TODAY = datetime.now(UTC).date()
DAY = timedelta(days=1)
JSON = "application/json"


def away(cast: Cast, deputy: User | None, *, who: str = "bo", days: int = 9, since: date = TODAY) -> Absence:
    return Absence.declare(cast.project, by=cast[who], from_on=since, until_on=since + days * DAY, deputy=deputy)


# Saying so ------------------------------------------------------------------------------------------------------------


@pytest.mark.both_databases
def test_the_deputy_is_told_and_the_record_says_so(cast: Cast) -> None:
    away(cast, cast.pia)
    entry = Entry.objects.get(event="absence.declared")
    assert entry.actor == cast.bo.pk
    assert PersonalValue.objects.get(entry=entry, name="deputy").value == "Pia Roy"
    assert Notice.objects.to(cast.pia).get(event=entry.event).by_name == "Bo Nguyen"


@pytest.mark.parametrize(("since", "days"), [(-9, 8), (3, -1), (0, 400)])
def test_days_that_make_no_sense_are_refused(cast: Cast, since: int, days: int) -> None:
    with pytest.raises(Refused, match="Choose a first and a last day"):
        away(cast, None, since=TODAY + since * DAY, days=days)


def test_one_is_away_once_at_a_time(cast: Cast) -> None:
    absence = away(cast, None)
    with pytest.raises(Refused, match="already"):
        away(cast, cast.pia, since=TODAY + 9 * DAY)
    absence.end(by=cast.bo)
    assert away(cast, cast.pia)
    with pytest.raises(Refused, match="over"):
        absence.end(by=cast.bo)


@pytest.mark.parametrize("who", ["bo", "eve"])
def test_a_deputy_is_somebody_else_in_the_project(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="A deputy is"):
        away(cast, cast[who])


# Speaking for who is away ---------------------------------------------------------------------------------------------


def test_a_round_asks_the_deputy_too(cast: Cast) -> None:
    away(cast, cast.pia)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    assert Notice.objects.to(cast.pia).filter(event="proposal.round_opened", reason="asked").exists()
    assert not round_.asked.filter(user=cast.pia).exists()  # asked for bo, not for themselves


def test_what_the_deputy_says_is_stored_with_who_said_it_and_told_to_the_person(cast: Cast) -> None:
    away(cast, cast.pia)
    position = take_position(
        a_round(circle=cast.circle, by=cast.ada), CONCERN, by=cast.bo, words="Six weeks.", deputy=cast.pia
    )
    assert (position.user, position.deputy, position.recorded_by) == (cast.bo, cast.pia, None)
    told = Notice.objects.to(cast.bo).get(event="position.taken_by_deputy")
    assert told.by_name == "Pia Roy"


def test_it_counts_at_the_end_and_ends_nothing_early(cast: Cast) -> None:
    Absence.objects.create(
        project=cast.project, user=cast.bo, from_on=TODAY, until_on=MONDAY.date() + DAY, deputy=cast.pia
    )
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=cast.fay, at=FRIDAY)
    assert decision_of(round_.proposal) is None
    assert close_due(round_, at=MONDAY)
    assert decision_of(round_.proposal)


def test_a_word_is_due_again_once_they_need_time_and_none_while_they_object(cast: Cast) -> None:
    away(cast, cast.pia)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    due = voices_due(cast.pia, cast.project, TODAY)
    take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)
    assert not due.exists()
    take_position(round_, TIME, by=cast.bo)
    assert [row.user for row in due.all()] == [cast.bo]
    take_position(round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project)))
    take_position(round_, TIME, by=cast.bo)
    assert not due.exists()  # only they lift it


def test_the_person_says_otherwise_while_the_round_is_open_and_then_only_they_do(cast: Cast) -> None:
    away(cast, cast.pia)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)
    take_position(round_, TIME, by=cast.bo)
    assert take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)  # "I need time" is no word yet
    take_position(round_, CONCERN, by=cast.bo, words="Six weeks.")
    with pytest.raises(Refused, match="only they can change that"):
        take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)


@pytest.mark.parametrize("case", ["nobody is away", "not yet", "over", "taken back", "another deputy", "left"])
def test_only_the_deputy_speaks_and_only_while_they_are_away(cast: Cast, case: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    if case == "not yet":
        away(cast, cast.pia, since=TODAY + 2 * DAY)
    if case == "over":
        Absence.objects.create(
            project=cast.project, user=cast.bo, from_on=TODAY - 9 * DAY, until_on=TODAY - 2 * DAY, deputy=cast.pia
        )
    if case == "taken back":
        away(cast, cast.pia).end(by=cast.bo)
    if case == "another deputy":
        away(cast, cast.fay)
    if case == "left":
        away(cast, cast.pia)
        cast.power.admit(cast.fay, by=cast.fay, roles=["pilot"])
        cast.power.memberships.get(user=cast.pia).end(by=cast.fay)
    with pytest.raises(Refused, match="Only the deputy"):
        take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)
    assert not permissions.may_speak_for(cast.pia, round_, cast.bo)


def test_who_proposes_speaks_for_nobody(cast: Cast) -> None:
    away(cast, cast.ada)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    assert not permissions.may_speak_for(cast.ada, round_, cast.bo)
    with pytest.raises(Refused, match="The proposer or owner"):
        take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.ada)


def test_an_objection_by_the_deputy_blocks_and_either_of_the_two_lifts_it(cast: Cast) -> None:
    away(cast, cast.pia)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    answers = valid_objection_tests(an_element(cast.project))
    objection = take_position(round_, OBJECTION, by=cast.bo, objection_tests=answers, deputy=cast.pia).objection
    assert (objection.stands, objection.by) == (True, cast.bo)
    lift(objection, by=cast.pia, because="The seal is tested.")
    last = Position.objects.latest("pk")
    assert (last.user, last.deputy, last.kind) == (cast.bo, cast.pia, NO_OBJECTION)
    objection.refresh_from_db()
    assert objection.lifted_by_deputy
    with pytest.raises(Refused, match="Nobody else"):  # it counts as bo's own word; bo may object anew
        reopen(objection, by=cast.bo)
    assert take_position(round_, OBJECTION, by=cast.bo, objection_tests=answers).objection.stands


def test_back_again_only_the_person_lifts_it(cast: Cast) -> None:
    absence = away(cast, cast.pia)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    answers = valid_objection_tests(an_element(cast.project))
    objection = take_position(round_, OBJECTION, by=cast.bo, objection_tests=answers, deputy=cast.pia).objection
    absence.end(by=cast.bo)
    with pytest.raises(Refused, match="Only the objector"):
        lift(objection, by=cast.pia)
    lift(objection, by=cast.bo)


def test_a_deputy_lifts_nothing_that_the_person_put_themselves(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    objection = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    away(cast, cast.pia)
    with pytest.raises(Refused, match="Only the objector"):
        lift(objection, by=cast.pia)
    with pytest.raises(Refused, match="only the objector lifts"):
        take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)


def test_the_deputy_is_reminded_at_nine_tenths(cast: Cast) -> None:
    Absence.objects.create(
        project=cast.project, user=cast.bo, from_on=TODAY, until_on=MONDAY.date() + DAY, deputy=cast.pia
    )
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada, at=FRIDAY)
    reminders = Notice.objects.to(cast.pia).filter(event="round.reminder_sent")
    remind(round_, at=FRIDAY + (MONDAY - FRIDAY) / 2)
    assert not reminders.exists()
    for _again in range(2):
        remind(round_, at=MONDAY - timedelta(minutes=5))
    assert reminders.count() == 1


# By page and by API ---------------------------------------------------------------------------------------------------


def voice(cast: Cast, who: str = "bo") -> str:
    return page(cast, f"proposals/1/rounds/1/voices/{cast[who].pk}/")


def test_by_page_one_says_to_be_away_and_back(cast: Cast) -> None:
    address = page(cast, "absences/")
    sent: dict[str, Any] = {"from_on": TODAY, "until_on": TODAY + DAY, "deputy": cast.pia.pk}
    assert at_browser(cast.bo).post(address, sent).status_code == 302
    assert at_browser(cast.eve).post(address, sent).status_code == 404
    assert at_browser(cast.bo).post(address, sent | {"until_on": ""}).status_code == 422
    shown = at_browser(cast.ada).get(address).content.decode()
    assert "Pia Roy speaks for them" in shown
    ending = page(cast, f"absences/{Absence.objects.get().pk}/ending/")
    assert ending not in shown
    assert at_browser(cast.ada).post(ending).status_code == 403
    assert at_browser(cast.bo).post(ending).status_code == 302
    assert "Nobody is away" in at_browser(cast.ada).get(address).content.decode()
    assert address in at_browser(cast.bo).get("/preferences/").content.decode()
    assert address in at_browser(cast.bo).get(page(cast, "people/")).content.decode()


def test_by_page_the_deputy_speaks(cast: Cast) -> None:
    away(cast, cast.pia)
    a_round(circle=cast.circle, by=cast.ada)
    for who, offered in (("pia", True), ("fay", False)):
        shown = at_browser(cast[who]).get(page(cast, "proposals/1/")).content.decode()
        assert "Bo is away until" in shown
        assert (voice(cast) in shown) is offered
    assert at_browser(cast.fay).post(voice(cast), {"kind": NO_OBJECTION}).status_code == 403
    assert "Record it</button>" in at_browser(cast.pia).get(voice(cast)).text  # whatever is chosen
    assert at_browser(cast.pia).post(voice(cast), {"kind": CONCERN}).status_code == 422
    assert at_browser(cast.pia).post(voice(cast, "fay"), {"kind": NO_OBJECTION}).status_code == 403
    assert at_browser(cast.pia).post(voice(cast), {"kind": CONCERN, "words": "Six weeks."}).status_code == 302
    assert "Pia, for Bo" in at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    Round.objects.update(closes_at=datetime.now(UTC) - timedelta(minutes=1))
    assert close_due(Round.objects.get())
    assert "said by Pia Roy, their deputy" in at_browser(cast.ada).get(page(cast, "decisions/1/")).content.decode()


def test_today_shows_for_whom_a_word_is_due_until_it_is_said(cast: Cast) -> None:
    away(cast, cast.pia)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    a_round(circle=cast.circle, by=cast.bo)  # asks ada and fay, and nobody who is away

    def due() -> bool:
        return voice(cast) in at_browser(cast.pia).get(page(cast, "")).content.decode()

    assert due()
    assert voice(cast) not in at_browser(cast.fay).get(page(cast, "")).content.decode()
    take_position(round_, TIME, by=cast.bo)
    assert due()
    take_position(round_, NO_OBJECTION, by=cast.bo, deputy=cast.pia)
    assert not due()


def test_by_page_the_deputy_objects(cast: Cast) -> None:
    away(cast, cast.pia)
    a_round(circle=cast.circle, by=cast.ada)
    element = an_element(cast.project)
    address = page(cast, "proposals/1/rounds/1/objections/")
    answers = valid_objection_tests(element) | {"element": element.pk}
    assert at_browser(cast.pia).post(address, answers).status_code == 403
    assert at_browser(cast.ada).post(f"{address}?for={cast.bo.pk}", answers).status_code == 403
    assert at_browser(cast.eve).post(f"{address}?for={cast.bo.pk}", answers).status_code == 404
    assert at_browser(cast.pia).get(f"{address}?for=nobody").status_code == 404
    assert at_browser(cast.pia).post(f"{address}?for={cast.bo.pk}", answers).status_code == 302
    assert "raised by Pia Roy, their deputy" in at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()


def test_by_api_the_same(cast: Cast) -> None:
    address = operation(cast, "absences")
    body = {"from_on": str(TODAY), "until_on": str(TODAY + DAY), "deputy": str(cast.pia.pk)}
    assert Client(headers=by_token(cast.eve)).post(address, body, content_type=JSON).status_code == 404
    made = Client(headers=by_token(cast.bo)).post(address, body, content_type=JSON)
    assert made.status_code == 201
    listed = Client(headers=by_token(cast.ada)).get(address).json()
    assert [one["deputy_name"] for one in listed] == ["Pia Roy"]
    a_round(circle=cast.circle, by=cast.ada)
    said = {"kind": NO_OBJECTION, "person": str(cast.bo.pk)}
    positions = operation(cast, "proposals/1/positions")
    assert Client(headers=by_token(cast.ada)).post(positions, said, content_type=JSON).status_code == 403
    answer = Client(headers=by_token(cast.pia)).post(positions, said, content_type=JSON)
    assert answer.json()["deputy"] == "Pia Roy"
    ending = f"{address}/{made.json()['id']}/ending"
    assert Client(headers=by_token(cast.ada)).post(ending).status_code == 403
    assert Client(headers=by_token(cast.bo)).post(ending).status_code == 204
    assert Client(headers=by_token(cast.pia)).post(positions, said, content_type=JSON).status_code == 403
