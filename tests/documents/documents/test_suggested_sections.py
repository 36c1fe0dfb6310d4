"""What is suggested in one section of a text is decided on by one press."""

import pytest
from django.test import Client
from django.urls import reverse

from documents.documents.models import Document
from documents.documents.workflows.begin_document import begin_document
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of
from foundation.accounts.models import User
from tests.documents.documents.test_suggestions import document, fresh, says
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

__all__ = ["document"]
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


SECTIONS = "Begins.\n\n# Wear\n\nAbout 4 %.\n\n# Parts\n\nNo part of ours.\n"


def test_what_stands_in_one_section_is_decided_on_by_one_press(document: Document, ada: User, bo: User) -> None:
    found = begin_document(document.circle, "Report", by=ada, nodes=nodes_of(SECTIONS))
    better = SECTIONS.replace("About", "Nearly").replace("No part of ours.", "Not one part of ours.\n\nAnd seals.")
    made = suggest_text(found, nodes_of(better), by=bo)
    browser, program = at_browser(ada), Client(headers=by_token(ada))
    shown = browser.get(reverse("documents:suggestions", args=[found.project.slug, found.number])).content.decode()
    assert "By section" in shown
    listed, address = f"/api/v1/documents/{found.pk}/suggestions", f"/api/v1/documents/{found.pk}/suggestions/verdicts"
    read = program.get(listed).json()["suggestions"][0]
    assert [change["section"] for change in read["changes"]] == ["Wear", "Parts", "Parts"]
    parts = [f"{made.pk}:{change['key']}" for change in read["changes"] if change["section"] == "Parts"]
    assert all(f'name="change" value="{one}"' in shown for one in parts)
    page = reverse("documents:suggestion_verdicts", args=[found.project.slug, found.number])
    decided = browser.post(page, {"verdict": "accept", "seen": f"{made.pk}:{read['seen']}", "change": parts})
    assert says(found) == better.replace("Nearly", "About")
    batch = decided.headers["Location"].partition("?decided=")[2]
    undone = program.post(f"{listed}/undoing", {"batch": batch}, content_type="application/json")
    assert (undone.json(), says(found)) == ({"reopened": 1}, SECTIONS)

    again = program.get(listed).json()["suggestions"][0]
    body = {"verdict": "refuse", "seen": {made.pk: again["seen"]}, "changes": {made.pk: [again["changes"][0]["key"]]}}
    assert program.post(address, body, content_type="application/json").json()["batch"]
    left = [change.after.text() for change in fresh(made).changes().changes if change.after]
    assert left == ["Not one part of ours.", "And seals."]
    refused = Client(headers=by_token(a_person("Eve"))).post(address, body, content_type="application/json")
    assert refused.status_code == 404
