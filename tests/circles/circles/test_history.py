"""A thing's page leads to its history: what the record says of it, and nothing of another thing."""

import re

import pytest

from tests.factories import a_person, a_project, a_proposal, an_element
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_the_history_beside_a_proposal_tells_of_this_one_alone() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    first, _other = (
        a_proposal(circle=project.circles.general(), by=ada, title="M4 screws"),
        a_proposal(circle=project.circles.general(), by=ada, title="Blue enclosure"),
    )
    browser = at_browser(ada)

    page = browser.get(first.get_absolute_url()).content.decode()
    address = re.search(rf'href="([^"]*about=proposal-{first.pk})"', page)
    assert address
    told = browser.get(address[1]).content.decode()
    assert "M4 screws" in told
    assert "Blue enclosure" not in told


@pytest.mark.parametrize("about", ["proposal", "proposal-", "-3", "nothing-1", "proposal-99999999999999999999"])
def test_a_history_of_nothing_is_empty(about: str) -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)

    assert b"created the project" not in at_browser(ada).get(f"/p/{project.slug}/record/?about={about}").content


def test_the_kinds_of_things_are_in_the_order_of_the_reader() -> None:
    ada = a_person("Ada Mercier", language="fr")
    project = a_project(ada)
    an_element(project)

    page = at_browser(ada).get(f"/p/{project.slug}/record/").text
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page.split('name="kind"')[1].split("</select>")[0])
    assert names.index("élément fondamental") < names.index("projet")
