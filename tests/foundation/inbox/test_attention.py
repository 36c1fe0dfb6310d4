"""What one follows leads to a place on this server, whoever wrote down where."""

import pytest
from django.test import Client

from foundation.inbox.models import Attention
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
ELSEWHERE = ["javascript:alert(1)", "https://evil.example/", "//evil.example/", "/\\evil.example/", "data:text/html,x"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_follows_a_thing_that_is_elsewhere(address: str) -> None:
    ada = a_person("Ada Mercier")
    project = a_circle(ada).project
    said = {"project": str(project.pk), "thing": "proposal:1", "title": "P-1", "address": address, "what": "follow"}
    by_program = at_browser(ada).put(
        "/api/v1/me/attention", said, content_type="application/json", headers=by_token(ada)
    )
    assert by_program.status_code == 422
    assert at_browser(ada).post("/inbox/attention/", said).status_code == 400
    assert not ada.attentions.exists()


@pytest.mark.both_databases
def test_what_an_import_brought_along_leads_nowhere_else() -> None:
    ada = a_person("Ada Mercier")
    project = a_circle(ada).project
    Attention.attend(ada, "follow", project=project.pk, thing="proposal:1", title="P-1", address=ELSEWHERE[0])
    page = at_browser(ada).get("/inbox/notifications/").content.decode()
    assert "P-1" in page
    assert "javascript:" not in page


@pytest.mark.parametrize(("name", "most"), [("thing", 80), ("title", 300)])
def test_a_title_that_fits_nowhere_is_refused_to_programs(name: str, most: int) -> None:
    ada = a_person("Ada Mercier")
    project, program = a_circle(ada).project, Client(headers=by_token(ada))
    said = {"project": str(project.pk), "thing": "proposal:1", "title": "P-1", "address": "/", "what": "mute"}
    for length, status in ((most + 1, 422), (most, 204)):
        sent = said | {name: "x" * length}
        assert program.put("/api/v1/me/attention", sent, content_type="application/json").status_code == status
        assert ada.attentions.exists() == (status == 204)
