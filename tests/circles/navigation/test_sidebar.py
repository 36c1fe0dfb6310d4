"""The sidebar has what a person works with; everything else is one press further, in *All*."""

import re

import pytest
from django.urls import reverse

from circles.circles.workflows.project_setup import create_project
from circles.navigation.entries import NavGroup
from circles.navigation.sidebar import OTHER_PROJECTS, OWN_CIRCLES
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


@pytest.fixture
def project(bo: User) -> Project:
    project = create_project("Pump", by=a_person("Ada Mercier"))
    project.circles.general().admit(bo, by=a_person())
    return project


def rail_of(bo: User, address: str) -> tuple[str, str]:
    """Return what stands in the sidebar, and what *All* opens."""
    rail = at_browser(bo).get(address).text.split('id="rail"')[1].split("</nav>")[0]
    rail, found, everything = rail.partition('id="all"')
    everything, _end, foot = everything.partition('class="rail__foot"')
    assert found
    return rail + foot, everything


def test_the_sidebar_lists_ones_own_circles_and_the_one_where_one_is(bo: User, project: Project) -> None:
    own = a_circle(bo, inside=project.circles.general(), name="Rotor")
    other = project.circles.general().open_circle("Market", by=a_person())
    rail, _all = rail_of(bo, project.get_absolute_url())
    assert (own.get_absolute_url() in rail, other.get_absolute_url() in rail) == (True, False)
    rail, _all = rail_of(bo, other.get_absolute_url())
    assert f'href="{other.get_absolute_url()}" aria-current="page"' in re.sub(r"\s+", " ", rail)


def test_who_is_in_many_circles_and_projects_has_a_short_sidebar_yet(bo: User, project: Project) -> None:
    for number in range(OWN_CIRCLES + 3):
        a_circle(bo, inside=project.circles.general(), name=f"Team {number}")
    for number in range(OTHER_PROJECTS + 3):
        create_project(f"Other {number}", by=bo)
    rail, everything = rail_of(bo, project.get_absolute_url())
    assert rail.count("/circles/") == OWN_CIRCLES
    assert len(re.findall(r'href="/p/other', rail)) == OTHER_PROJECTS
    assert reverse("projects") in everything


def test_all_has_every_page_below_its_heading_and_each_of_them_opens(bo: User, project: Project) -> None:
    _rail, everything = rail_of(bo, project.get_absolute_url())
    for group in set(NavGroup) - {NavGroup.RAIL, NavGroup.NEW}:
        assert f"<h2>{group.label}</h2>" in everything
    links = re.findall(r'<a [^>]*href="([^"]+)"', everything)
    assert len(links) > 12
    browser = at_browser(bo)
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_phone_has_four_places_and_makes_new_things_by_one_button(bo: User, project: Project) -> None:
    page = at_browser(bo).get(project.get_absolute_url()).text
    bar = page.split('id="bar"')[1].split("</nav>")[0]
    assert bar.count("bar__item") == 4
    new = page.split('id="new"')[1].split("</div>")[0]
    links = re.findall(r'<a [^>]*href="([^"]+)"', new)
    assert reverse("decisions:new_proposal", args=[project.slug]) in links
    browser = at_browser(bo)
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
