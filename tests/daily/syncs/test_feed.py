"""A person's own calendar follows their syncs at an address, until they leave or take a new one."""

import re
from collections.abc import Callable

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from circles.projects.models import Project
from daily.syncs.contexts.calendar_feed import CIRCLE, MINE, SALT, WHOLE, secret_for
from decisions.actions.models import Action
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_round
from tests.support.entry_points import at_browser, by_token, in_the_administration

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora() -> User:
    """Nora, in a circle of ada's project."""
    nora = a_person("Nora Keller")
    a_circle(nora, inside=a_project(a_person("Ada Mercier")).circles.general())
    return nora


def address_of(user: User) -> str:
    project = Project.objects.get()
    return f"/p/{project.slug}/sync/calendar/{secret_for(project, User.objects.get(pk=user.pk))}.ics"


@pytest.mark.both_databases
def test_ones_own_calendar_follows_the_syncs_until_one_leaves(nora: User, client: Client) -> None:
    address = address_of(nora)
    answer = client.get(address)
    assert answer.status_code == 200
    assert "SUMMARY:General sync" in answer.content.decode()
    nonsense = f"/p/{Project.objects.get().slug}/sync/calendar/nonsense.ics"
    assert client.get(nonsense).status_code == 404
    nora.memberships.get().end(by=nora)
    assert client.get(address).status_code == 404


def test_preferences_lead_to_the_addresses_of_each_project(nora: User) -> None:
    browser = at_browser(nora)
    page = browser.get("/preferences/").text
    sync = f"/p/{Project.objects.get().slug}/sync/"
    assert f'href="{sync}#own-calendar"' in page
    assert 'name="name"' not in page, "one's name is in the profile"
    assert 'id="own-calendar"' in browser.get(sync).text


def test_an_address_from_before_they_could_be_renewed_shows_nothing(nora: User, client: Client) -> None:
    project = Project.objects.get()
    former = signing.dumps([str(nora.pk), str(project.pk)], salt=SALT)
    assert client.get(f"/p/{project.slug}/sync/calendar/{former}.ics").status_code == 404


def by_click(user: User) -> None:
    assert at_browser(user).post("/preferences/calendars/").status_code == 302


def by_program(user: User) -> None:
    assert Client().post("/api/v1/me/calendars", headers=by_token(user)).status_code == 200


def by_an_administrator(user: User) -> None:
    root = User.objects.create_superuser("root@ronde.example", name="Root")
    in_the_administration(at_browser(root), [user], "renew_calendars")


@pytest.mark.parametrize("ask", [by_click, by_program, by_an_administrator])
def test_an_address_that_others_know_ends_when_one_takes_a_new_one(
    nora: User, client: Client, ask: Callable[[User], None]
) -> None:
    ada = User.objects.get(name="Ada Mercier")
    former, of_ada = address_of(nora), address_of(ada)
    ask(nora)
    assert [client.get(one).status_code for one in (former, address_of(nora), of_ada)] == [404, 200, 200]
    assert nora.history.latest().calendar_number == 1
    page = at_browser(nora).get(f"/p/{Project.objects.get().slug}/sync/").content.decode()
    shown = re.findall(r"/[^/\"]+/[^\"]+\.ics", page.replace("http://testserver", ""))
    assert [client.get(one).status_code for one in shown] == [200] * len(shown)
    assert len(shown) == 2 + 1 + nora.memberships.count()


def test_a_calendar_tells_of_windows_that_close_and_days_on_which_something_is_due(client: Client) -> None:
    ada, bo = a_person("Ada Mercier"), a_person("Bo Nguyen")
    circle = a_circle(ada, bo, inside=a_project(ada).circles.general())
    round_ = a_round(circle=circle, by=ada)
    Action.make(circle, "Order the rotor", by=ada, owner=bo, due_on=timezone.localdate())
    project = circle.project
    for of in (MINE, WHOLE, f"{CIRCLE}{circle.key}"):
        words = client.get(f"/p/{project.slug}/sync/calendar/{secret_for(project, bo, of)}.ics").text
        assert f"SUMMARY:{round_.proposal.reference}" in words
        assert "Order the rotor" in words
    assert "Order the rotor" in client.get(f"/calendar/{secret_for(None, bo)}.ics").text
    assert "Order the rotor" not in client.get(f"/calendar/{secret_for(None, ada)}.ics").text
    other = f"/p/{project.slug}/sync/calendar/{secret_for(project, ada, f'{CIRCLE}general')}.ics"
    assert "Order the rotor" not in client.get(other).text
