"""A project's settings: read by everyone in it, changed by the pilot of the general circle, and what follows."""

from decimal import Decimal

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.money.expenses import record_expense
from circles.projects.models import Project
from circles.record.timeline import sentences_of
from decisions.decisions.models import Round
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person, a_project, a_proposal
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada, name="Pumps", budget=None)


def form_of(project: Project, **changed: object) -> dict[str, object]:
    days = list(project.working_days)
    kept = ("name", "purpose", "language", "time_zone", "country", "currency", "cross_circle_by")
    return {name: getattr(project, name) for name in kept} | {"working_days": days} | changed


def keep(project: Project, by: User, **changed: object) -> int:
    return at_browser(by).post(f"/p/{project.slug}/settings/", form_of(project, **changed)).status_code


@pytest.mark.both_databases
def test_the_pilot_changes_settings_and_the_record_says_which(ada: User, project: Project) -> None:
    assert keep(project, ada, country="DE", working_days=["0", "1", "2"]) == 302
    project.refresh_from_db()
    assert (project.country, project.working_days, project.name) == ("DE", "012", "Pumps")
    entry = Entry.objects.of_project(project.pk).newest_first()[0]
    assert (entry.event, entry.facts["changed"]) == ("project.settings_changed", ["working_days", "country"])
    (sentence,) = sentences_of(project, [entry], ada)
    changed = "working days and country of public holidays"
    assert sentence.text == f"Ada Mercier changed the settings of the project: {changed}."


def test_settings_that_stay_leave_no_entry(ada: User, project: Project) -> None:
    before = Entry.objects.count()
    assert keep(project, ada) == 302
    assert Entry.objects.count() == before


def test_a_member_reads_them_and_cannot_change_them(ada: User, bo: User, project: Project) -> None:
    project.circles.general().admit(bo, by=ada)
    page = at_browser(bo).get(f"/p/{project.slug}/settings/").text
    assert "Only the pilot of the general circle can change them." in page
    assert "Save" not in page
    assert keep(project, bo, name="Mine") == 403


def test_a_currency_stays_once_there_are_amounts(ada: User, project: Project) -> None:
    assert keep(project, ada, currency="CHF") == 302
    record_expense(project.circles.general(), Decimal(5), "Glue", by=ada)
    project.refresh_from_db()
    client = Client(headers=by_token(ada))
    answer = client.patch(
        f"/api/v1/projects/{project.slug}/settings", {"currency": "EUR"}, content_type="application/json"
    )
    assert (answer.status_code, "amounts in CHF" in answer.text) == (409, True)


@pytest.mark.parametrize("body", [{"country": "France"}, {"working_days": "9"}, {"time_zone": "Mars"}, {"name": ""}])
def test_settings_that_make_no_sense_are_refused_by_name(ada: User, project: Project, body: dict[str, str]) -> None:
    client = Client(headers=by_token(ada))
    answer = client.patch(f"/api/v1/projects/{project.slug}/settings", body, content_type="application/json")
    assert answer.status_code == 422
    assert next(iter(body)) in answer.text


def test_open_rounds_go_where_the_setting_sends_them(ada: User, project: Project) -> None:
    design = a_circle(ada, inside=project.circles.general(), name="Design")
    pump, seals = (a_circle(a_person(), inside=design, name=name) for name in ("Pump", "Seals"))
    Circle.objects.update(max_reversibility="irreversible")  # none is passed over: they meet in Design
    proposal = a_proposal(circle=pump, by=pump.people().get(), reversibility="irreversible")
    proposal.named.add(seals)
    open_round(proposal, by=proposal.owner)
    assert decided_by(proposal.rounds.get()) == "General"
    assert keep(project, ada, cross_circle_by="lca") == 302
    assert decided_by(proposal.rounds.get()) == "Design"


def decided_by(round_: Round) -> str:
    return Circle.objects.get(pk=round_.decides_id).name
