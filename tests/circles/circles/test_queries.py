"""A page costs the same number of queries whatever the size of the project, and not many."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from tests.factories import a_person
from tests.support.entry_points import at_browser
from tests.support.queries import MOST

pytestmark = pytest.mark.django_db

PAGES = ["map/", "circles/", "circles/team-0/", "circles/general/", "people/", "people/?circle=team-0", "record/"]


def an_organisation(folder: Path, *, teams: int, people: int) -> Path:
    """Write a file with nested teams of up to eight people, all of which are led."""
    handles = [f"person-{number}" for number in range(people)]
    rows = []
    for number in range(teams):
        seats = dict.fromkeys(handles[(number * 5 + seat) % people] for seat in range(1 + number % 8))
        members = [{"handle": handle, "roles": ["gardener"]} for handle in seats]
        rows.append(
            {"key": f"team-{number}", "name": f"Team {number}", "kind": "team", "members": members}
            | {"parent": None if number % 3 == 0 else f"team-{number // 3}", "leads": [members[0]["handle"]]}
        )
    path = folder / f"{teams}.json"
    path.write_text(json.dumps({"teams": rows, "people": [{"handle": handle, "name": None} for handle in handles]}))
    return path


def the_project(folder: Path, ada: User, *, teams: int, people: int) -> Project:
    """Import an organisation; ada pilots the general circle and is in its first team."""
    name = f"Orchard {teams}"
    call_command("import_organisation", an_organisation(folder, teams=teams, people=people), project=name, by=ada.email)
    project = Project.objects.get(name=name)
    Circle.objects.get(project=project, key="team-0").admit(ada, by=ada)
    return project


def queries(ada: User, address: str) -> list[str]:
    browser = Client()
    browser.force_login(ada)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.both_databases
def test_a_page_asks_as_few_queries_in_a_large_project_as_in_a_small_one(tmp_path: Path) -> None:
    ada = a_person("Ada Mercier")
    small = the_project(tmp_path, ada, teams=3, people=9)
    large = the_project(tmp_path, ada, teams=60, people=150)

    for page in PAGES:
        in_small, in_large = (queries(ada, f"/p/{project.slug}/{page}") for project in (small, large))
        again = queries(ada, f"/p/{large.slug}/{page}")

        # one more says how long a list is that was cut short; two fewer where the map has too many faces
        assert len(in_large) - len(in_small) in {-2, -1, 0, 1}, "\n".join([page, *in_large])
        assert len(in_large) <= MOST, "\n".join([page, *in_large])
        assert len(again) <= MOST, "\n".join([page, *again])


def written(ada: User, address: str) -> list[str]:
    """Return the templates that a page is written by, once for each time; small parts were written before."""
    browser = Client()
    browser.force_login(ada)
    browser.get(address)
    return [str(template.name) for template in browser.get(address).templates]


def test_a_circle_more_on_the_map_or_in_the_tree_is_no_template_more(tmp_path: Path) -> None:
    ada = a_person("Ada Mercier")
    small = the_project(tmp_path, ada, teams=3, people=9)
    large = the_project(tmp_path, ada, teams=60, people=150)

    for page in ("map/", "circles/"):
        in_small, in_large = (written(ada, f"/p/{project.slug}/{page}") for project in (small, large))
        assert "circle_map/tree_table.html" in in_small
        assert sorted(in_large) == sorted(in_small)


def test_people_more_in_a_circle_are_two_templates_more_each_and_no_form(tmp_path: Path) -> None:
    ada = a_person("Ada Mercier")
    project = the_project(tmp_path, ada, teams=3, people=9)
    circle = Circle.objects.get(project=project, key="team-0")
    few = written(ada, circle.get_absolute_url())
    for number in range(10):
        circle.admit(a_person(f"Member {number}"), by=ada, roles=["gardener"])
    many = written(ada, circle.get_absolute_url())
    page = at_browser(ada).get(circle.get_absolute_url()).content.decode()

    assert page.count('id="member-') > 10
    assert len(many) - len(few) <= 10 * len(["face", "roles"])
    people = page.partition('id="people"')[2].partition("</section>")[0]
    assert people.count("<form") == 1


def test_a_large_circle_shows_who_holds_a_role_first_and_leads_to_all(tmp_path: Path) -> None:
    ada = a_person("Ada Mercier")
    project = the_project(tmp_path, ada, teams=3, people=9)
    circle = Circle.objects.get(project=project, key="team-0")
    for number in range(60):
        circle.admit(a_person(f"Aa Member {number:02}"), by=ada)
    circle.admit(a_person("Zoe Pilot"), by=ada, roles=["pilot"])
    browser = Client()
    browser.force_login(ada)

    page = browser.get(f"/p/{project.slug}/circles/team-0/").content.decode()

    assert page.index("Zoe Pilot") < page.index("Aa Member 00")
    circle.admit(a_person("Aa Gardener"), by=ada, roles=["gardener"])
    page = browser.get(f"/p/{project.slug}/circles/team-0/").content.decode()
    assert page.index("Zoe Pilot") < page.index("Aa Gardener") < page.index("Aa Member 00")
    assert page.index("person-0") < page.index("Aa Member 00")
    assert page.count('class="roles__role"') < 60
    assert f"/p/{project.slug}/people/?circle=team-0" in page
    assert "Aa Member 59" in browser.get(f"/p/{project.slug}/people/?circle=team-0").content.decode()
