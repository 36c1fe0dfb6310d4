"""What addresses say that makes no sense is passed over, or leads nowhere: it breaks no page."""

from uuid import UUID

import pytest
from django.test import Client

from circles.projects.models import Project
from circles.projects.project_cache import cached
from tests.factories import a_person, a_project
from tests.markup import compact

pytestmark = pytest.mark.django_db

ENDLESS = "9" * 5000
"""More digits than Python turns into a number."""
NO_KEY = "x" * 36
"""As long as a primary key, and none."""


@pytest.fixture
def project() -> Project:
    """A project piloted by ada."""
    return a_project(a_person("Ada Mercier"), name="Pompe")


@pytest.fixture
def browser(project: Project) -> Client:
    """The pilot's browser."""
    browser = Client()
    browser.force_login(project.circles.general().people()[0])
    return browser


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "asked",
    [
        f"record/?person={NO_KEY}",
        "record/?day=2026-13-45",
        f"record/?before={ENDLESS}",
        f"decisions/?before={ENDLESS}",
        f"people/?after=a|{NO_KEY}",
        f"documents/?after=a|{ENDLESS}",
        f"actions/new/?from=P-{ENDLESS}",
        "record/?day=0001-01-01",
        "record/?day=9999-12-31",
        "decisions/?year=9999",
        "decisions/?year=0001",
        "decisions/?since=0001-01-01",
        "decisions/?until=9999-12-31",
        "decisions/?sort=cost&before=NaN|1",
        "decisions/?sort=-cost&before=1e999999|1",
        "decisions/?sort=taken&before=0001-01-01T00:00:00%2b14:00|1",
        "decisions/?sort=taken&before=2026-01-01|1",
        f"chat/?after=0001-01-01T00:00:00%2b14:00|{UUID(int=0)}",
        f"chat/?after=9999-12-31T23:59:59-14:00|{UUID(int=0)}",
        f"chat/?after=2026-01-01T00:00:00%2b00:00|{NO_KEY}",
        "decisions/?sort=review&before=9999-12-31|1",
    ],
)
def test_a_list_asked_for_what_makes_no_sense_is_shown_as_if_not_asked(
    browser: Client, project: Project, asked: str
) -> None:
    assert browser.get(f"/p/{project.slug}/{asked}").status_code == 200


@pytest.mark.parametrize("asked", [f"go/P-{ENDLESS}/", f"talk/P/{ENDLESS}/"])
def test_a_reference_with_endless_digits_leads_nowhere(browser: Client, project: Project, asked: str) -> None:
    assert browser.get(f"/p/{project.slug}/{asked}").status_code == 404


def test_what_is_asked_for_with_words_without_end_is_kept_under_a_short_name(project: Project) -> None:
    names = ("a" * 5000, "a" * 4999 + "b")
    assert [cached(project, name, lambda: name) for name in names] == [*names]  # noqa: B023 called at once
    assert [cached(project, name, lambda: "anew") for name in names] == [*names]


def test_what_is_typed_about_a_proposal_with_endless_digits_still_has_a_way(browser: Client, project: Project) -> None:
    typed = {"tension": "It leaks.", "text": "A new seal."}
    address = f"/p/{project.slug}/proposals/route/?circle=general&proposal={ENDLESS}"
    assert browser.post(address, typed).status_code == 200


def test_the_next_page_of_people_begins_where_the_last_ended(browser: Client, project: Project) -> None:
    people = sorted((a_person(f"Person {letter}") for letter in "xyz"), key=lambda one: one.name)
    for person in people:
        project.circles.general().admit(person, by=person)
    page = browser.get(f"/p/{project.slug}/people/", {"after": f"{people[1].name}|{people[1].pk}"}).content.decode()
    assert people[2].name in page
    assert f">{people[0].name}<" not in compact(page)


@pytest.mark.parametrize(
    ("came_from", "leads"),
    [
        ("http://testserver/p/pompe/decisions/?state=kept", "http://testserver/p/pompe/decisions/?state=kept"),
        ("http://testserver/p/pompe/circles/nowhere/", "/p/pompe/"),  # itself: one would be going round in circles
        ("https://elsewhere.example/p/pompe/", "/p/pompe/"),
        ("", "/p/pompe/"),
    ],
)
def test_who_is_told_no_goes_back_to_where_they_were_or_to_the_project(
    browser: Client, project: Project, came_from: str, leads: str
) -> None:
    refused = browser.get(f"/p/{project.slug}/circles/nowhere/", headers={"Referer": came_from})
    assert refused.status_code == 404
    assert f'href="{leads}" data-goes-back' in refused.content.decode()


def test_whose_form_is_refused_goes_back_to_the_form(browser: Client, project: Project) -> None:
    form = f"http://testserver/p/{project.slug}/circles/general/changes/closing/"
    refused = browser.post(
        f"/p/{project.slug}/circles/general/changes/closing/", {"why": "done"}, headers={"Referer": form}
    )
    assert refused.status_code == 409
    assert f'href="{form}" data-goes-back' in refused.content.decode()


def test_who_is_told_no_outside_of_a_project_goes_to_the_first_page() -> None:
    browser = Client()
    browser.force_login(a_person("Root", is_staff=True))
    refused = browser.get("/admin/money/purse/add/")
    assert refused.status_code == 403
    assert 'href="/" data-goes-back' in refused.content.decode()
