"""The tour of the first day stands on the pages it speaks of, for whoever has not ended it, and costs nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle
from daily.today.contexts.tour import STEPS
from foundation.accounts.models import User
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, left_there
from tests.support.entry_points import at_browser
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


def step_of(browser: Client, path: str) -> Any:
    """Follow an address to its page; return the step that it shows, or None."""
    answer = browser.get(path, follow=True)
    assert answer.status_code == 200
    shown = answer.context.get("tour")
    assert ('id="tour"' in answer.content.decode()) == bool(shown)
    return shown


@replayed
def a_life(*people: User) -> Circle:
    """Make a circle of these people in which a round is open, and a decision taken elsewhere."""
    circle = a_circle(*people)
    alone = circle.project.circles.general().open_circle("Outer", by=people[0], pilot=people[0])
    a_round(circle=circle, by=people[0])
    left_there(a_round(circle=alone, by=people[0]).proposal)  # nobody else is asked
    return circle


@pytest.mark.both_databases
def test_the_tour_leads_from_today_through_all_six_pages(ada: User, bo: User) -> None:
    circle = a_life(ada, bo)
    browser, path, walked = at_browser(bo), f"/p/{circle.project.slug}/", []
    while path:
        step = step_of(browser, path)
        walked.append((step.number, step.step.key))
        path = step.on
    assert walked == list(enumerate(("today", "map", "circle", "proposal", "register", "sync"), start=1))


def test_the_tour_leads_back_to_today(ada: User) -> None:
    circle = a_life(ada, a_person())
    browser, path, walked = at_browser(ada), f"/p/{circle.project.slug}/sync/", []
    while path:
        step = step_of(browser, path)
        walked.append(step.number)
        path = step.back
    assert walked == [6, 5, 4, 3, 2, 1]


def test_the_tour_shows_ones_own_circle_and_proposal(ada: User, bo: User, eve: User) -> None:
    circle = a_life(ada, bo)
    here = f"/p/{circle.project.slug}/"
    circle.project.circles.general().admit(eve, by=ada)
    waits = circle.project.circles.general().open_circle("Field", by=ada)
    waits.admit(eve, by=ada)
    assert at_browser(bo).get(f"{here}tour/circle/")["Location"] == circle.get_absolute_url()
    assert at_browser(eve).get(f"{here}tour/circle/")["Location"] == waits.get_absolute_url()
    newer = a_proposal(circle=waits, by=eve)
    assert at_browser(bo).get(f"{here}tour/proposal/")["Location"] == f"{here}proposals/1/"  # it waits for him
    assert at_browser(eve).get(f"{here}tour/proposal/")["Location"] == newer.get_absolute_url()


def test_a_project_without_proposals_shows_where_the_first_is_written(ada: User) -> None:
    here = f"/p/{a_project(ada).slug}/"
    answer = at_browser(ada).get(f"{here}tour/proposal/", follow=True)
    assert answer.redirect_chain == [(f"{here}proposals/new/", 302)]
    assert answer.context["tour"].number == 4
    assert "It begins with two fields" in answer.content.decode()


def test_the_tour_leaves_out_what_a_fresh_project_has_nothing_of(ada: User) -> None:
    browser, path, walked = at_browser(ada), f"/p/{a_project(ada).slug}/", []
    while path:
        step = step_of(browser, path)
        walked.append(step.step.key)
        path, back = step.on, step.back
    assert walked == ["today", "circle", "proposal", "sync"]
    assert step_of(browser, back).step.key == "proposal"


def test_an_ended_tour_is_never_shown_again(ada: User, bo: User) -> None:
    circle = a_life(ada, bo)
    browser, here = at_browser(bo), f"/p/{circle.project.slug}/"
    assert step_of(browser, here)
    browser.post("/tour/ending/", {"back": here})
    assert [step_of(browser, f"{here}tour/{step.key}/") for step in STEPS] == [None] * len(STEPS)
    assert step_of(at_browser(ada), here)


def test_every_step_offers_to_skip_the_tour(ada: User, bo: User) -> None:
    here = f"/p/{a_life(ada, bo).project.slug}/"
    browser = at_browser(bo)
    pages = [browser.get(f"{here}tour/{step.key}/", follow=True) for step in STEPS]
    assert ["Skip the tour" in page.content.decode() for page in pages] == [True] * 5 + [False]
    backs = [re.findall(r'name="back" value="([^"]*)"[^<]*(?:<button|<a)', page.content.decode()) for page in pages]
    assert pages[1].request["PATH_INFO"] in backs[1]
    assert "End the tour" in pages[-1].content.decode()
    assert f"{here}tour/today/" in backs[-1]


def test_other_pages_show_no_step_of_the_tour(ada: User) -> None:
    here = f"/p/{a_life(ada, a_person()).project.slug}/"
    browser = at_browser(ada)
    assert [step_of(browser, path) for path in ("/preferences/", f"{here}record/", f"{here}documents/")] == [None] * 3


def test_the_tour_is_for_people_of_the_project(ada: User, bo: User, eve: User) -> None:
    here = f"/p/{a_life(ada, bo).project.slug}/"
    assert at_browser(eve).get(f"{here}tour/map/").status_code == 404
    assert at_browser(ada).get(f"{here}tour/summit/").status_code == 404


def test_a_step_of_the_tour_makes_no_query(ada: User, bo: User) -> None:
    here = f"/p/{a_life(ada, bo).project.slug}/"
    browser = at_browser(bo)

    def asked(step: str) -> int:
        path = browser.get(f"{here}tour/{step}/")["Location"]
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            browser.get(path)
        assert [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
        return len(queries)

    with_tour = [asked(step.key) for step in STEPS]
    bo.end_tour()
    assert with_tour == [asked(step.key) for step in STEPS]
