"""A small act inside scope is recorded after the fact in one line; what touches others is not."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circles.circles.models import Circle, Domain
from circles.money.models import Purse
from circles.projects.models import Project
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.contests import object_to
from decisions.decisions.workflows.small_acts import record_small_act
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_circle, an_element
from tests.markup import compact
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
LINE = "Replaced the tap of the test bench."


@pytest.mark.both_databases
def test_one_line_is_a_decision_at_once_and_its_people_are_told(
    circle: Circle, project: Project, ada: User, bo: User
) -> None:
    decision = record_small_act(circle, by=ada, text=LINE, cost=Decimal(40))
    assert (decision.reference, decision.title) == ("D-1", "Replaced the tap of the test bench")
    assert decision.small_act.done_on == project.day_of(timezone.now())
    assert not decision.round.asked.exists()
    assert decision.without == []
    assert Purse.objects.get(circle=circle).reserved == 40
    assert Notice.objects.to(bo).filter(event="small_act.recorded").exists()
    assert Entry.objects.get(event="small_act.recorded").facts["cost"] == "40"
    assert not Entry.objects.filter(event="proposal.adopted").exists()
    assert decision.review_on > project.day_of(timezone.now()) + timedelta(days=80)
    told = at_browser(bo).get(decision.get_absolute_url()).content.decode()
    assert "Nobody was asked" in told
    assert "Entry " in told
    assert ">The problem<" not in compact(told)


def test_anybody_may_object_to_it_afterwards(circle: Circle, power: Circle, ada: User, eve: User) -> None:
    decision = record_small_act(circle, by=ada, text=LINE)
    assert object_to(decision, power, by=eve, harm="It was our tap.").revokes == decision


@pytest.mark.parametrize(
    ("line", "cost", "sentence"),
    [
        ("Changed the plug of Power.", 0, "names Power"),
        ("Turned PWR-OUT down to 46 V.", 0, "names PWR-OUT"),
        ("Taped over FE-1.", 0, "names FE-1"),
        ("changed the plug of POWER, and taped over fe-1", 0, "names Power, FE-1"),
        (LINE, 201, "more than a small decision"),  # a fiftieth of 10,000 is what it commits alone
        (LINE, 10_001, "more than a small decision"),
    ],
)
def test_what_is_large_or_touches_others_is_proposed(
    circle: Circle, power: Circle, project: Project, ada: User, eve: User, line: str, cost: int, sentence: str
) -> None:
    Domain.give(power, "PWR-OUT", "48 V bus", by=eve, sort="interface")
    an_element(project)
    with pytest.raises(Refused, match=sentence):
        record_small_act(circle, by=ada, text=line, cost=Decimal(cost))
    assert not Decision.objects.exists()
    assert not Proposal.objects.exists()


def test_words_that_only_contain_a_name_are_no_mention(circle: Circle, power: Circle, ada: User) -> None:
    assert record_small_act(circle, by=ada, text="Empowered the apprentice; Powers of ten on the wall.")


def test_the_general_circle_records_no_more_than_what_any_circle_commits(project: Project, fay: User) -> None:
    with pytest.raises(Refused, match="more than a small decision"):
        record_small_act(project.circles.general(), by=fay, text=LINE, cost=Decimal(201))
    assert record_small_act(project.circles.general(), by=fay, text=LINE, cost=Decimal(200))


def test_more_than_is_in_hand_is_not_recorded(project: Project, ada: User) -> None:
    poor = a_circle(ada, inside=project.circles.general(), name="Poor", money=30)
    with pytest.raises(Refused, match="does not decide this alone"):
        record_small_act(poor, by=ada, text=LINE, cost=Decimal(40))


def test_what_is_still_to_come_is_proposed(circle: Circle, project: Project, ada: User) -> None:
    tomorrow = project.day_of(timezone.now()) + timedelta(days=1)
    with pytest.raises(Refused, match="still to come"):
        record_small_act(circle, by=ada, text=LINE, done_on=tomorrow)
    assert record_small_act(circle, by=ada, text=LINE, done_on=tomorrow - timedelta(days=2))


def test_by_page_and_by_api(cast: Cast) -> None:
    here = page(cast, "proposals/small/?circle=hydraulics")
    browser = at_browser(cast.ada)
    assert browser.get(here).status_code == 200
    assert browser.post(here, {"text": ""}).status_code == 422
    assert browser.post(here, {"text": "Asked Power."}).status_code == 422
    assert browser.post(here, {"text": "Asked Power.", "effect-circle-power": "no"}).status_code == 302
    assert browser.post(here, {"text": LINE, "cost": "", "done_on": ""}).status_code == 302
    assert at_browser(cast.pia).post(here, {"text": LINE}).status_code == 403

    def record(by: User, **body: Any) -> Any:
        client = Client(headers=by_token(by))
        given = {"circle": "hydraulics", "text": LINE, **body}
        return client.post(operation(cast, "small-acts"), given, content_type="application/json")

    recorded = record(cast.bo, cost="12.50")
    assert recorded.status_code == 201
    assert recorded.json()["recorded_on"] is not None
    assert record(cast.pia).status_code == 403
    assert record(cast.bo, cost="9999").status_code == 409
