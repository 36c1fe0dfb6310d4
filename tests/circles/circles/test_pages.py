"""Pages and operations of circles: who may see and do what, through both entry points."""

import pytest
from django.test import Client

from circles.projects.models import Project
from circles.restructuring.changes import Closing
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

PAGES = ["map/", "circles/", "circles/general/", "people/", "record/", "record/verification/", "fundamentals/"]
READS = ["", "/circles", "/circles/general/members", "/people", "/fundamentals", "/record"]


@pytest.fixture
def project() -> Project:
    """A project with ada as pilot and bo in a circle of his own."""
    ada = a_person("Ada Mercier")
    project = a_project(ada, name="Pompe")
    a_circle(a_person("Bo Nguyen"), inside=project.circles.general(), name="Design")
    return project


@pytest.mark.both_databases
@pytest.mark.parametrize("page", PAGES)
def test_a_member_reads_and_eve_outside_finds_nothing(project: Project, page: str) -> None:
    bo = project.people().get(name="Bo Nguyen")
    address = f"/p/{project.slug}/{page}"
    assert at_browser(bo).get(address).status_code == 200
    assert at_browser(a_person("Eve Martin")).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_phone_is_at_one_place_at_a_time(project: Project) -> None:
    def places(address: str) -> int:
        page = at_browser(project.people().get(name="Ada Mercier")).get(f"/p/{project.slug}/{address}").content.decode()
        bar = page.partition('id="bar"')[2].partition("</nav>")[0]
        return bar.count('aria-current="page"')

    assert places("chat/general/topics/") == places("circles/") == places("circles/general/") == 1


def test_closed_circles_are_folded_away_below_the_list_of_all(project: Project) -> None:
    ada = project.people().get(name="Ada Mercier")
    shown = at_browser(ada).get(f"/p/{project.slug}/circles/").content.decode()
    assert "closed circle" not in shown
    Closing(a_circle(ada, inside=project.circles.general(), name="Trial"), "The trial is over.").apply(by=ada)
    shown = at_browser(ada).get(f"/p/{project.slug}/circles/").content.decode()
    living, _, past = shown.partition("One closed circle")
    assert [name in living for name in ("circles/design/", 'data-circle-row="trial"')] == [True, False]
    assert [name in past for name in ('data-circle-row="design"', 'data-circle-row="trial"')] == [False, True]


@pytest.mark.parametrize("operation", READS)
def test_the_api_lets_in_the_same_people(project: Project, operation: str) -> None:
    bo = project.people().get(name="Bo Nguyen")
    address = f"/api/v1/projects/{project.slug}{operation}"
    assert Client().get(address, headers=by_token(bo)).status_code == 200
    assert Client().get(address, headers=by_token(a_person("Eve Martin"))).status_code == 404
    assert Client().get(address).status_code == 401


def test_only_who_has_a_voice_opens_a_circle_by_page_and_api(project: Project) -> None:
    bo = project.people().get(name="Bo Nguyen")
    page = at_browser(bo).post(f"/p/{project.slug}/circles/general/circles/", {"name": "Mine"})
    api = Client().post(
        f"/api/v1/projects/{project.slug}/circles",
        {"name": "Mine"},
        content_type="application/json",
        headers=by_token(bo),
    )
    assert (page.status_code, api.status_code) == (403, 403)
    assert not project.circles.filter(name="Mine").exists()


def test_ada_opens_a_circle_by_page_and_by_api(project: Project) -> None:
    ada = project.people().get(name="Ada Mercier")
    form = {"name": "Field", "purpose": "Try it out", "max_reversibility": "costly"}
    at_browser(ada).post(f"/p/{project.slug}/circles/general/circles/", form)
    Client().post(
        f"/api/v1/projects/{project.slug}/circles",
        {"name": "Market"},
        content_type="application/json",
        headers=by_token(ada),
    )
    assert {"Field", "Market"} <= set(project.circles.values_list("name", flat=True))


def test_a_refusal_is_a_sentence_in_page_and_problem_in_api(project: Project) -> None:
    ada = project.people().get(name="Ada Mercier")
    leave = f"/p/{project.slug}/circles/general/members/{project.circles.general().memberships.get().pk}/ending/"
    page = at_browser(ada).post(leave)
    assert page.status_code == 409
    assert "needs a pilot" in page.content.decode()


def test_an_unsafe_request_by_session_without_token_is_refused(project: Project) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(project.people().get(name="Ada Mercier"))
    answer = browser.post(f"/api/v1/projects/{project.slug}/circles", {"name": "x"}, content_type="application/json")
    assert answer.status_code == 403


def test_a_page_in_french_for_who_reads_french(project: Project) -> None:
    ada = project.people().get(name="Ada Mercier")
    ada.language = "fr"
    ada.save()
    page = at_browser(ada).get(f"/p/{project.slug}/people/")
    assert page.headers["Content-Language"] == "fr"
    assert '<html lang="fr"' in page.content.decode()


def test_signing_in_with_an_address_from_elsewhere_is_not_offered_to_strangers() -> None:
    assert Client().post("/sign-in/sample/", {"email": "root@ronde.example"}).status_code == 404


def test_whoever_is_signed_in_makes_a_project_of_their_own_in_which_they_pilot(project: Project) -> None:
    bo = project.people().get(name="Bo Nguyen")
    words = {"name": "Boat", "language": "fr", "time_zone": "Europe/Paris", "currency": "EUR", "working_days": ["0"]}
    assert at_browser(bo).get("/projects/new/").status_code == 200
    made = at_browser(bo).post("/projects/new/", words)
    assert made.status_code == 302
    assert at_browser(bo).get(made["Location"]).status_code == 200
    assert Project.objects.get(name="Boat").circles.general().people_in("pilot").get() == bo
    assert Client().get("/projects/new/").status_code == 302
