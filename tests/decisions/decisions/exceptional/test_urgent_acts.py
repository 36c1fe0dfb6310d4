"""An urgent act: done first, told at once, on the next sync to keep or to undo."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Link, Project
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.models.agenda_proposal import matters_for
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement, undo_act
from decisions.actions.models import Action
from decisions.decisions.models import Decision, Proposal, UrgentAct
from decisions.decisions.models.proposals.stages import Stage
from decisions.decisions.routing import Because
from decisions.decisions.workflows.adoption import adopt, conclude
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import withdraw
from decisions.decisions.workflows.urgent_acts import report_urgent_act, undo_urgent_act
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import CONCERN, NO_OBJECTION, OBJECTION, a_deciding_sync
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_person, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
WORDS = {"text": "We shut the inlet at farm 2.", "tension": "40 ml a minute ran onto the terminals."}


def acted(circle: Circle, by: User, *, ago: timedelta = timedelta(hours=1), **terms: Any) -> Proposal:
    return report_urgent_act(circle, by=by, acted_at=datetime.now(UTC) - ago, **{**WORDS, **terms})


@pytest.mark.both_databases
def test_it_is_told_to_everybody_affected_at_once_and_asked_of_whoever_speaks(
    circle: Circle, power: Circle, ada: User, bo: User, eve: User, fay: User
) -> None:
    power.admit(fay, by=eve)  # an own member, who is not asked: eve speaks for Power
    proposal = acted(circle, ada, named=[power])
    assert proposal.stage == Stage.CONSENTING
    told = Notice.objects.filter(reference=proposal.reference).exclude(user=ada)
    heard = {notice.user.name for notice in told}
    assert {"Bo Nguyen", "Eve Martin", "Fay Lemoine"} <= heard
    assert Notice.objects.to(eve).filter(reason=Notice.Reason.ASKED).count() == 1
    entry = Entry.objects.get(event="urgent_act.reported")
    assert entry.facts["acted_at"] == proposal.urgent_act.acted_at.isoformat()


def test_it_goes_to_a_sync_also_where_its_circle_decides_and_says_why(circle: Circle, ada: User, bo: User) -> None:
    proposal = acted(circle, ada)
    route = proposal.route()
    assert (route.decides, route.in_sync, route.pressing) == (circle.pk, True, True)
    assert {reason.code for reason in route.reasons} == {Because.URGENT}
    round_ = proposal.open_round
    assert round_
    take_position(round_, NO_OBJECTION, by=bo)
    assert Proposal.objects.undecided().get() == proposal  # all have spoken: it still waits for the room
    with pytest.raises(Refused, match="nowhere else"):
        adopt(proposal, by=ada)


@pytest.mark.parametrize(
    ("ago", "sentence"),
    [
        (timedelta(hours=24, minutes=1), "more than 24 hours ago"),
        (timedelta(days=30), "more than 24 hours ago"),
        (timedelta(minutes=-10), "still to come"),
    ],
)
def test_only_what_happened_within_a_day_is_urgent(circle: Circle, ada: User, ago: timedelta, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        acted(circle, ada, ago=ago)
    assert not Proposal.objects.exists()
    acted(circle, ada, ago=timedelta(hours=23, minutes=59))


def test_what_cannot_be_undone_or_changes_what_was_decided_is_no_urgent_act(
    circle: Circle, ada: User, bo: User
) -> None:
    round_ = a_round(circle=circle, by=ada)
    take_position(round_, NO_OBJECTION, by=bo)
    decision = Decision.objects.get()
    for terms in ({"reversibility": "irreversible"}, {"replaces": decision}, {"revokes": decision}):
        with pytest.raises(Refused):
            acted(circle, ada, **terms)
    assert not UrgentAct.objects.exists()


@pytest.mark.parametrize("grave", [False, True])
def test_the_very_next_sync_takes_it_also_a_minute_later_and_where_an_element_is_touched(
    project: Project, circle: Circle, ada: User, grave: bool
) -> None:
    proposal = acted(circle, ada, elements=[an_element(project)] if grave else [])
    round_ = proposal.open_round
    assert round_
    deciding_sync = a_deciding_sync(round_.decides, datetime.now(UTC) + timedelta(minutes=1))
    assert round_.may_be_taken_by(deciding_sync)
    (matter,) = matters_for(project, deciding_sync)
    assert (matter.proposal, matter.pressing) == (proposal, "urgent")


def test_kept_it_becomes_a_decision_that_is_looked_at_in_14_days_where_many_were_silent(
    project: Project, circle: Circle, ada: User, bo: User, eve: User, fay: User
) -> None:
    for one in (eve, fay):
        circle.admit(one, by=ada)
    proposal = acted(circle, ada)
    round_ = proposal.open_round
    assert round_
    take_position(round_, NO_OBJECTION, by=bo)  # one of three
    decision = adopt(proposal, by=bo, sync=a_deciding_sync(circle))
    assert decision.reference == "D-1"
    assert Proposal.objects.get().stage == Stage.ADOPTED
    assert decision.review_on == project.day_of(decision.adopted_at) + timedelta(days=14)
    assert "kept here" in at_browser(ada).get(decision.get_absolute_url()).content.decode()


def test_who_did_it_undoes_it_with_words_and_that_ends_it(circle: Circle, ada: User, bo: User) -> None:
    proposal = acted(circle, ada)
    with pytest.raises(Refused, match="how it was undone"):
        withdraw(proposal, by=ada)
    with pytest.raises(Refused, match="what was undone"):
        undo_urgent_act(proposal.urgent_act, by=ada, how="  ")
    undo_urgent_act(proposal.urgent_act, by=ada, how="The inlet is open again.")

    fresh = Proposal.objects.get()
    assert fresh.stage == Stage.UNDONE
    assert (fresh.urgent_act.undone_by, fresh.urgent_act.undone_how) == (ada, "The inlet is open again.")
    assert Entry.objects.get(event="urgent_act.undone").facts["how"] == "The inlet is open again."
    assert Notice.objects.to(bo).filter(event="urgent_act.undone").exists()
    with pytest.raises(Refused):
        undo_urgent_act(fresh.urgent_act, by=ada, how="Again.")


def test_what_nobody_agrees_to_keep_is_undone_by_an_action_of_its_owner(
    project: Project, ada: User, bo: User, fay: User
) -> None:
    project.circles.general().admit(ada, by=fay)
    proposal = acted(project.circles.general(), ada)
    round_ = proposal.open_round
    assert round_
    take_position(round_, "pass", by=fay)
    conclude(proposal, by=fay, sync=a_deciding_sync(project.circles.general()))
    assert Proposal.objects.get().stage == Stage.LAPSED
    action = Action.objects.get()
    assert (action.owner, action.what) == (ada, "Undo what was not kept: We shut the inlet at farm 2")
    assert Link.objects.into(action).get().source == str(proposal.pk)


# In the room ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def sync(circle: Circle, ada: User, bo: User, fay: User) -> Sync:
    """A sync of Hydraulics that bo leads, opened after ada had acted; fay is in the circle too."""
    circle.admit(fay, by=ada)
    acted(circle, ada)
    return open_sync(circle, by=bo)


def test_it_stands_first_on_the_agenda_to_keep_or_to_undo(sync: Sync) -> None:
    point = sync.points.get(reference="P-1")
    assert (point.part, point.kind) == ("decisions", "urgent")


def test_the_room_undoes_what_somebody_objects_to_and_the_minutes_say_so(
    sync: Sync, project: Project, bo: User, fay: User
) -> None:
    round_ = Proposal.objects.get().open_round
    assert round_
    take_position(round_, OBJECTION, by=fay, objection_tests=valid_objection_tests(an_element(project)))
    point = sync.points.get(reference="P-1")
    undo_act(sync, point, "The inlet is open again.", by=bo)
    point.refresh_from_db()
    assert (point.ending, point.came_of) == (AgendaItem.Ending.SETTLED, AgendaItem.CameOf.UNDONE)
    act = UrgentAct.objects.get()
    assert act.undone_in == sync.deciding_sync().words
    assert Proposal.objects.get().stage == Stage.UNDONE


def test_the_room_does_not_undo_what_everybody_agrees_to_keep(sync: Sync, bo: User, fay: User) -> None:
    round_ = Proposal.objects.get().open_round
    assert round_
    take_position(round_, NO_OBJECTION, by=bo)
    take_position(round_, CONCERN, by=fay, words="Say it in the manual.")
    point = sync.points.get(reference="P-1")
    with pytest.raises(Refused, match="keep it"):
        undo_act(sync, point, "No.", by=bo)
    assert adopt_agreement(sync, point, by=bo).proposal.urgent_act.undone_at is None


def test_its_page_asks_how_and_leads_back_to_the_room(sync: Sync, bo: User, ada: User) -> None:
    point = sync.points.get(reference="P-1")
    address = f"{sync.get_absolute_url()}points/{point.pk}/undoing/"
    sync.turn_to(point, by=bo)
    assert address in at_browser(bo).get(sync.get_absolute_url()).content.decode()
    assert at_browser(ada).get(address).status_code == 403
    assert at_browser(bo).post(address, {"how": ""}).status_code == 422
    assert at_browser(bo).post(address, {"how": "Open again."}).status_code == 302
    assert UrgentAct.objects.get().undone_how == "Open again."


@pytest.mark.parametrize("objects", [False, True])
def test_by_api_the_room_concludes_it(sync: Sync, bo: User, fay: User, ada: User, objects: bool) -> None:
    round_ = Proposal.objects.get().open_round
    assert round_
    take_position(round_, NO_OBJECTION, by=bo)
    given = (
        {"kind": OBJECTION, "objection_tests": valid_objection_tests(an_element(sync.project))}
        if objects
        else {"kind": NO_OBJECTION}
    )
    take_position(round_, by=fay, **given)
    point, stranger = sync.points.get(reference="P-1"), a_person("Ivo Ek")
    address = f"/api/v1/projects/{sync.project.slug}/syncs/{sync.number}/points/{point.pk}/conclusions"
    body: dict[str, Any] = {"content_type": "application/json", "data": {}}
    assert Client(headers=by_token(stranger)).post(address, **body).status_code == 404
    assert Client(headers=by_token(ada)).post(address, **body).status_code == 403
    answer = Client(headers=by_token(bo)).post(address, **body)
    assert (answer.status_code, answer.json()["decision"]) == (201, "" if objects else "D-1")
    assert answer.json()["state"] == ("failed" if objects else "consented")
    assert Client(headers=by_token(bo)).post(address, **body).status_code == 409


# By page and by API --------------------------------------------------------------------------------------------------


def test_three_fields_tell_it_and_the_page_says_that_it_is_done(cast: Cast) -> None:
    browser = at_browser(cast.ada)
    here = page(cast, "proposals/urgent/?circle=hydraulics")
    assert b"keeps or undoes in its next sync" in browser.get(here).content
    local = datetime.now(UTC).astimezone(cast.ada.zone) - timedelta(hours=2)
    given = {**WORDS, "acted_at": f"{local:%Y-%m-%dT%H:%M}", "reversibility": "easy", "cost": ""}
    answer = browser.post(here, given)
    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    assert abs(proposal.urgent_act.acted_at - local) < timedelta(minutes=1)
    shown = browser.get(proposal.get_absolute_url()).content.decode()
    assert "because it could not wait" in shown
    assert "Withdraw" not in shown

    undoing = page(cast, f"proposals/{proposal.number}/undoing/")
    assert at_browser(cast.bo).post(undoing, {"how": "Open."}).status_code == 403
    assert browser.post(undoing, {"how": "Open."}).status_code == 302
    assert "undone by Ada Mercier" in browser.get(proposal.get_absolute_url()).content.decode()


def test_the_same_by_the_api_with_the_same_refusals(cast: Cast) -> None:
    ada, bo = (Client(headers=by_token(one)) for one in (cast.ada, cast.bo))

    def tell(ago: timedelta) -> Any:
        body = {**WORDS, "circle": "hydraulics", "acted_at": (datetime.now(UTC) - ago).isoformat()}
        return ada.post(operation(cast, "urgent-acts"), body, content_type="application/json")

    assert tell(timedelta(days=2)).status_code == 409
    told = tell(timedelta(hours=2))
    assert told.status_code == 201
    assert told.json()["act"]["undone_at"] is None
    assert told.json()["route"]["in_sync"] is True

    undoing = operation(cast, f"proposals/{told.json()['number']}/undoing")
    assert bo.post(undoing, {"how": "Open."}, content_type="application/json").status_code == 403
    undone = ada.post(undoing, {"how": "Open."}, content_type="application/json")
    assert (undone.status_code, undone.json()["state"]) == (200, "undone")


def test_what_was_not_done_first_is_not_undone(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    rest = f"proposals/{round_.proposal.number}/undoing"
    assert at_browser(cast.ada).get(page(cast, f"{rest}/")).status_code == 404
    ada = Client(headers=by_token(cast.ada))
    assert ada.post(operation(cast, rest), {"how": "Open."}, content_type="application/json").status_code == 404
