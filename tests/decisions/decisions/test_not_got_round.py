"""Six people in a project, and ways round the others that one of them tries, through page and API."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.money.models import Purse
from circles.projects.models import Project
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import conclude_point
from decisions.decisions.models import Decision, Objection
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, an_element
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
JSON = "application/json"


@pytest.fixture
def project(fay: User) -> Project:
    return a_project(fay, name="Pompe")


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics", money=5_000)


@pytest.fixture
def market(project: Project, fay: User) -> Circle:
    market = a_circle(inside=project.circles.general(), name="Market", money=1_000)
    market.admit(a_person("Mia Petit"), by=fay, roles=["pilot"])
    return market


def test_two_syncs_held_alone_close_nothing_without_the_silent(
    project: Project, circle: Circle, market: Circle, ada: User, bo: User, fay: User
) -> None:
    project.circles.general().admit(ada, by=fay)  # so that she may hold a sync there
    at = clock.now() - timedelta(days=20)
    proposal = a_proposal(circle=circle, by=ada, named=[market], at=at)
    round_ = open_round(proposal, by=ada, at=at)
    take_position(round_, NO_OBJECTION, by=bo)
    for _ in range(2):
        sync = open_sync(project.circles.general(), by=ada)
        point = sync.points.get(reference=proposal.reference)
        sync.turn_to(point, by=ada)
        with pytest.raises(Refused, match="another person leads that"):
            conclude_point(sync, point, by=ada, without_silent=True)
        assert conclude_point(sync, point, by=bo, without_silent=True) == "waiting"
        close_sync(sync, by=ada)
    round_.refresh_from_db()
    assert round_.syncs == []
    assert not Decision.objects.exists()


def test_only_a_planned_sync_with_two_people_counts_and_one_on_a_day(project: Project, fay: User, ada: User) -> None:
    project.circles.general().admit(ada, by=fay)
    beside_the_plan = open_sync(project.circles.general(), by=fay, at=datetime(2037, 11, 25, 20, 0, tzinfo=UTC))
    beside_the_plan.attend(ada)
    planned = beside_the_plan.planned_for
    assert beside_the_plan.counts is (planned is not None)
    beside_the_plan.planned_for = datetime(2037, 11, 25, 8, 15, tzinfo=UTC)
    assert beside_the_plan.counts
    assert beside_the_plan.deciding_sync().counts_on == beside_the_plan.project.day_of(beside_the_plan.planned_for)
    beside_the_plan.presences.filter(user=ada).delete()
    assert not beside_the_plan.counts


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_a_circle_of_one_s_own_spends_nothing_at_once(project: Project, ada: User, fay: User, entry_point: str) -> None:
    project.circles.general().admit(ada, by=fay)
    project.circles.general().open_circle("Brakes", by=ada, pilot=ada)
    text = "Mechanics drops the parking brake."
    if entry_point == "page":
        sent = {"tension": "It squeaks.", "text": text, "reversibility": "easy", "review_months": 3, "open": "yes"}
        at_browser(ada).post(f"/p/{project.slug}/proposals/new/?circle=brakes", sent)
    else:
        sent = {"circle": "brakes", "tension": "It squeaks.", "text": text, "open_round": True}
        Client().post(f"/api/v1/projects/{project.slug}/proposals", sent, JSON, headers=by_token(ada))
    assert not Decision.objects.exists()
    assert fay.notices.filter(event="proposal.told_around").exists()


@pytest.mark.parametrize(("small", "status"), [(None, 409), (Decimal(20), 409), (Decimal(30), 201)])
def test_who_is_alone_records_only_what_the_circle_around_lets_them(
    project: Project, ada: User, fay: User, small: Decimal | None, status: int
) -> None:
    project.circles.general().admit(ada, by=fay)
    brakes = project.circles.general().open_circle("Brakes", by=ada, pilot=ada, small_limit=small)
    Purse(circle=project.circles.general()).allot(brakes, Decimal(500), by=fay)
    sent = {"text": "Bought pads.", "cost": "30", "circle": "brakes"}
    answer = Client().post(f"/api/v1/projects/{project.slug}/small-acts", sent, JSON, headers=by_token(ada))
    assert answer.status_code == status, answer.text


YEARS = ["1999-01-01", "1900-01-01", "9999-12-31"]


@pytest.mark.parametrize("on", YEARS)
def test_a_year_that_cannot_be_meant_is_refused(project: Project, circle: Circle, ada: User, on: str) -> None:
    api, headers = f"/api/v1/projects/{project.slug}", by_token(ada)
    expense = {"amount": "10", "what": "Seals", "on": on}
    assert Client().post(f"{api}/circles/{circle.key}/expenses", expense, JSON, headers=headers).status_code in (
        409,
        422,
    )
    action = {"what": "Measure", "circle": circle.key, "due_on": on}
    assert Client().post(f"{api}/actions", action, JSON, headers=headers).status_code in (409, 422)
    small = {"text": "Changed a tap.", "circle": circle.key, "done_on": on}
    assert Client().post(f"{api}/small-acts", small, JSON, headers=headers).status_code in (409, 422)
    assert not Decision.objects.exists()


def test_a_field_that_is_misspelt_is_refused_and_makes_no_concern_of_an_objection(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    round_ = a_round(circle=circle, by=ada)
    answers = {
        "element": an_element(project).reference, "harm": "A shock.", "dangers": "from_proposal",
        "cannot_be_fixed": True, "certainty": "certain", "evidence": "Measured.",
    }  # fmt: skip
    address = f"/api/v1/projects/{project.slug}/proposals/{round_.proposal.number}/positions"
    answer = Client().post(address, {"kind": "objection", "answers": answers}, JSON, headers=by_token(bo))
    assert answer.status_code == 422
    assert "dangers" in answer.text
    assert not Objection.objects.exists()
