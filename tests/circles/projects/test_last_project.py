"""Pages of no project keep the sidebar of the one that a person was in last."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_person
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db
OUTSIDE = ("inbox", "notifications", "profile", "preferences", "mfa_index", "usersessions_list", "tokens")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


def a_project(name: str, bo: User) -> Project:
    project = create_project(name, by=a_person())
    project.circles.general().admit(bo, by=a_person())
    return project


def sidebar(browser: Client, name: str = "inbox") -> str:
    """Return the project whose sidebar a page shows; empty for none."""
    rail = browser.get(reverse(name)).text.split('id="rail"')[1].split("</nav>")[0]
    return "".join(re.findall(r'rail__item--project"\s+href="/p/([\w-]+)/map/"', rail))


@pytest.mark.both_databases
def test_pages_of_no_project_show_the_sidebar_of_the_last_one(bo: User) -> None:
    boat, browser = a_project("Boat", bo), at_browser(bo)
    a_project("Pump", bo)
    assert sidebar(browser) == "", "of several, none before one was open"
    for slug in ("pump", "boat"):
        browser.get(reverse("today:today", args=[slug]))
        assert {sidebar(browser, name) for name in OUTSIDE} == {slug}
    assert "Inbox · Ronde" in browser.get(reverse("inbox")).text, "its title is of no project"
    boat.circles.general().memberships.get(user=bo).end(by=a_person())
    assert sidebar(browser) == "pump", "the only one that is left"


def test_the_only_project_needs_no_visit(bo: User) -> None:
    a_project("Boat", bo)
    assert sidebar(at_browser(bo)) == "boat"


def test_who_signs_out_leaves_no_project_behind(bo: User) -> None:
    a_project("Boat", bo)
    browser = at_browser(bo)
    browser.get(reverse("today:today", args=["boat"]))
    assert browser.cookies["ronde_project"].value == "boat"
    browser.post(reverse("account_logout"))
    assert browser.cookies["ronde_project"].value == ""


def test_programs_are_given_no_cookie(bo: User) -> None:
    a_project("Boat", bo)
    answer = at_browser(bo).get("/api/v1/projects/boat/circles")
    assert (answer.status_code, "ronde_project" in answer.cookies) == (200, False)
