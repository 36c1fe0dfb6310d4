"""The page for programs: everything is on it, and what it shows works."""

import json
from html import unescape

import pytest
from django.test import Client

from across.webhooks.models import known_types
from across.webhooks.models.webhook import MESSAGE_TYPES
from config.api import api
from config.developers import EXAMPLES, Example, operations
from decisions.actions.models import Action
from foundation.accounts.models import Token
from tests.factories import a_person, a_project

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_operation_and_event_type_is_on_it() -> None:
    page = unescape(Client().get("/developers/").content.decode())
    paths = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert len(paths) > 300
    assert [one for one in paths if f'<code class="example__path">{one}</code>' not in page] == []
    assert [one for one in [*known_types(), *MESSAGE_TYPES] if f"<code>{one}</code>" not in page] == []


def test_it_is_french_for_who_reads_french() -> None:
    page = Client(headers={"Accept-Language": "fr"}).get("/developers/").content.decode()
    assert "<h1>Pour les programmes</h1>" in page


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.path)
def test_an_example_is_answered_as_it_says(example: Example) -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    Action.make(project.circles.general(), "Look", by=ada, why="It leaks")
    secret = Token.issue(ada, "tests")
    headers = {"Authorization": f"Bearer {secret}"} | {
        name: value.replace('\\"', '"') for name, value in example.headers.items()
    }
    address = f"/api/v1/{example.path.replace('$PROJECT', project.slug)}"
    answer = Client(headers=headers).generic(example.method, address, json.dumps(example.body), "application/json")
    assert answer.status_code == example.status
    assert address.partition(project.slug)[0] in example.curl


def test_what_an_operation_needs_is_what_its_description_says() -> None:
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    for area, rows in operations().items():
        writes = [one for one in rows if one.scope != "read"]
        assert {one.scope for one in writes} <= {area}
    secret = Token.issue(ada, "tests", scopes=["tracks:write"])
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    for area, rows in operations().items():
        one = next((one for one in rows if one.method == "POST" and "{slug}" in one.path), None)
        if one is not None:
            path = one.path.replace("{slug}", project.slug).replace("{", "").replace("}", "")
            answer = client.post(f"/api/v1{path}", {}, content_type="application/json")
            assert (answer.status_code == 403 and answer.json().get("code") == "scope") == (area != "tracks:write")
