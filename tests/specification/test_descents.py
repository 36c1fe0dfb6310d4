"""What lines about clauses that become others may not do: take long to read, or pass by whoever holds the others."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.models import User
from circles.models import Circle
from documents.models import Document
from projects.models import Project
from specification.descents import ARROW, read_descents
from specification.forms import named_descents
from tests.specification.blocks import a_clause
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
LONG = 100_000
SAID = {"tension": "Two things.", "text": "We part them."}


@pytest.mark.parametrize("filler", [" ", "\t", "-", "=", "-="])
def test_a_long_line_is_read_in_one_pass(filler: str) -> None:
    assert not {"*", "+"} & set(ARROW.pattern), "a repetition without an end is tried anew at each character"
    with pytest.raises(ValueError, match="SPEC"):
        read_descents(f"SPEC-1.1{filler * LONG}SPEC-1.2")


def test_pages_and_programs_take_no_endless_lines(
    document: Document, project: Project, circle: Circle, ada: User
) -> None:
    bus = a_clause(document, "Bus", circle, by=ada).key
    program, address = Client(headers=by_token(ada)), f"/api/v1/projects/{project.slug}/proposals"
    for descents in (
        [{"before": [bus], "after": [" " * LONG]}],
        [{"before": [f"{bus}{' ' * 30}"] * 200, "after": [bus]}] * 30,
    ):
        body = SAID | {"circle": circle.key, "descents": descents}
        refused = program.post(address, body, content_type="application/json")
        assert (refused.status_code, "at most" in refused.text) == (422, True)
    words = f"{bus} → {' ' * 2 * LONG}{bus}"
    page = at_browser(ada).get(f"/p/{project.slug}/proposals/new/", {"circle": circle.key, "descents": words})
    assert page.status_code == 200
    with pytest.raises(ValidationError, match="200000"):
        named_descents(project, words, reader=ada)
