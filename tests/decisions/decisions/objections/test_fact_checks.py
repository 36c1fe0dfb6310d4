"""A fact that an objection rests on and a person disputes becomes an action; the verdict stays what the answers say."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circles.circles.models import Circle
from circles.projects.models import Link, Project
from decisions.actions.models import Action
from decisions.decisions import deadlines
from decisions.decisions.models import FactCheck, Objection
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.workflows.fact_checks import dispute_fact
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import OBJECTION
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
WHAT = "Is the test really 40 days?"


@pytest.fixture
def objection(circle: Circle, project: Project, ada: User, bo: User, eve: User) -> Objection:
    """Return bo’s objection to what ada proposes; eve is asked too."""
    circle.admit(eve, by=ada)
    round_ = a_round(circle=circle, by=ada)
    return take_position(round_, OBJECTION, by=bo, objection_tests=valid_objection_tests(an_element(project))).objection


@pytest.mark.both_databases
def test_it_is_an_action_of_two_working_days_born_where_it_is_disputed(
    objection: Objection, project: Project, ada: User, bo: User, eve: User
) -> None:
    check = dispute_fact(objection, by=ada, what=WHAT, owner=eve)
    action = check.action
    assert (action.what, action.owner, action.circle) == (f"Check for P-1: {WHAT}", eve, objection.proposal.circle)
    due = calendar(project).after(timezone.now(), deadlines.FACT_DAYS)
    assert action.due_on == project.day_of(due)
    link = Link.objects.into(action).get()
    assert (link.source_kind, link.quote) == ("proposal", objection.evidence)
    assert Notice.objects.to(bo).filter(event="objection.fact_disputed").exists()


def test_the_verdict_and_the_round_stay_as_they_are(objection: Objection, ada: User) -> None:
    dispute_fact(objection, by=ada, what=WHAT).action.finish(by=ada, how="It is 12 days, says the laboratory.")
    fresh = Objection.objects.get()
    assert fresh.stands
    assert fresh.proposal.open_round
    shown = at_browser(ada).get(fresh.proposal.get_absolute_url()).content.decode()
    assert "It is 12 days, says the laboratory." in shown


def test_one_at_a_time_each_and_only_while_it_stands(objection: Objection, ada: User, bo: User, eve: User) -> None:
    first = dispute_fact(objection, by=ada, what=WHAT)
    with pytest.raises(Refused, match="A-1 checks"):
        dispute_fact(objection, by=ada, what="And the price?")
    dispute_fact(objection, by=eve, what="And the price?")
    first.action.finish(by=ada, how="It is.")
    dispute_fact(objection, by=ada, what="And the day?")
    with pytest.raises(Refused, match="which fact"):
        dispute_fact(objection, by=bo, what=" ")
    lift(objection, by=bo)
    with pytest.raises(Refused):
        dispute_fact(objection, by=bo, what=WHAT)
    assert Action.objects.count() == FactCheck.objects.count() == 3


def test_by_page_and_by_api_for_whom_it_concerns(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    objection = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    rest = f"proposals/{round_.proposal.number}/objections/{objection.pk}/checks"
    here = page(cast, f"{rest}/")
    ada = at_browser(cast.ada)
    assert here in ada.get(round_.proposal.get_absolute_url()).content.decode()
    assert "never whether it is true" in ada.get(here).content.decode()
    assert here not in at_browser(cast.pia).get(round_.proposal.get_absolute_url()).content.decode()
    assert at_browser(cast.pia).post(here, {"what": WHAT}).status_code == 403
    assert ada.post(here, {"what": ""}).status_code == 422
    assert ada.post(here, {"what": WHAT, "owner": cast.bo.pk}).status_code == 302
    assert FactCheck.objects.get().action.owner == cast.bo

    def ask(by: User, **body: Any) -> Any:
        client = Client(headers=by_token(by))
        return client.post(operation(cast, rest), {"what": WHAT, **body}, content_type="application/json")

    assert ask(cast.pia).status_code == 403
    assert ask(cast.ada).status_code == 409
    asked = ask(cast.fay, owner=str(cast.ada.pk))  # facilitates
    assert asked.status_code == 201
    assert asked.json()["objections"][0]["checks"] == ["A-1", "A-2"]
