"""Long lists of the API: each row once, page by page, and the head says where the next page is."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from circles.circles.models import Domain
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web import pagination
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(fay: User, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Five people, two of one name, five circles and five domains, read two at a time."""
    monkeypatch.setattr(pagination, "AT_ONCE", 2)
    project = a_project(fay)
    for name in ("Bo Nguyen", "Bo Nguyen", "Ada Mercier", "Cy Silent"):
        project.circles.general().admit(a_person(name), by=fay)
    for number in range(4):
        circle = a_circle(inside=project.circles.general(), name=f"Circle {number}")
        Domain.give(circle, f"D-{number}", "Part", by=fay)
    return project


def pages(user: User, address: str) -> Iterator[list[dict[str, object]]]:
    """Follow the links."""
    client, there = Client(headers=by_token(user)), f"/api/v1/{address}"
    while there:
        answer = client.get(there)
        assert answer.status_code == 200, answer.content
        yield answer.json()
        link = re.fullmatch(r'<http://[^/]+(/[^>]+)>; rel="next"', answer.get("Link", ""))
        there = link[1] if link else ""


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("address", "name", "number"),
    [
        ("people", "id", 5),
        ("circles/general/members", "id", 5),
        ("circles/general/seats", "person", 5),
        ("circles", "key", 5),
        ("domains", "key", 4),
    ],
)
def test_all_of_it_is_read_page_by_page_each_row_once(
    project: Project, fay: User, address: str, name: str, number: int
) -> None:
    found = list(pages(fay, f"projects/{project.slug}/{address}"))
    assert [len(page) for page in found] == [2] * (number // 2) + [1] * (number % 2)
    assert len({row[name] for page in found for row in page}) == number


def test_a_short_list_has_no_next_page_and_keeps_what_else_was_asked(fay: User, project: Project) -> None:
    assert [len(page) for page in pages(fay, "projects")] == [1]
    client = Client(headers=by_token(fay))
    assert "x=1&after=" in client.get(f"/api/v1/projects/{project.slug}/circles?x=1")["Link"]


@pytest.mark.both_databases
@pytest.mark.parametrize("after", ["x", "|", "x|1", "|x", "9" * 40, "x|" + "9" * 40, "-1|1"])
def test_a_cursor_that_is_none_of_theirs_does_no_harm(fay: User, project: Project, after: str) -> None:
    client = Client(headers=by_token(fay))
    general = ["circles/general/seats", "circles/general/equipment"]
    for address in ("people", "circles", "domains", "fundamentals", *general):
        answer = client.get(f"/api/v1/projects/{project.slug}/{address}?after={after}")
        assert answer.status_code == 200, (address, answer.content)
