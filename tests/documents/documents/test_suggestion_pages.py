"""Suggestions on pages: what is sent and shown, and how much the database is asked for it."""

from base64 import b64encode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from circles.circles.models import Circle
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread, squeezed
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.block_ids import missing_ids
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import CountedTries, User
from foundation.web.caches import page_cache
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

TEXT = "# Result\n\nT-2 delivers about 4 % less water.\n\nThe seal stayed dry.\n"
BETTER = TEXT.replace("about 4 %", "3.8 %")


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    made = Document.create(circle, "Wear test", by=ada, content=update_of(TEXT))
    _doc, ids = missing_ids(made.log.read().updates)
    made.log.append(ids or b"", by=None)
    return made


@pytest.mark.both_databases
def test_many_suggestions_are_read_with_as_many_queries_as_one(document: Document, ada: User, bo: User) -> None:
    project = document.project
    pages = [reverse(f"documents:{name}", args=[project.slug, document.number]) for name in ("suggestions", "margin")]
    readers: list[tuple[Client, str]] = [(at_browser(ada), path) for path in pages]
    readers.append((Client(headers=by_token(ada)), f"/api/v1/documents/{document.pk}/suggestions"))

    def queries() -> list[int]:
        page_cache.clear()
        counts = []
        for browser, path in readers:
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(path).status_code == 200
            counts.append(len(asked))
            page_cache.clear()
        return counts

    suggest_text(document, nodes_of(BETTER), by=bo)
    queries()  # the token writes down, once a day, that it was used
    first = queries()
    for number in range(4):
        person = a_person(f"Eve {number}")
        document.circle.admit(person, by=ada)
        suggest_text(document, nodes_of(f"{TEXT}\n\nNumber {number}.\n"), by=person)
    assert queries() == first


def test_reading_suggestions_leaves_the_tries_to_sign_in_alone(document: Document, ada: User, bo: User) -> None:
    suggestion = suggest_text(document, nodes_of(BETTER), by=bo)
    before = CountedTries.objects.count()
    assert at_browser(ada).get(suggestion.page).status_code == 200
    assert CountedTries.objects.count() == before


def test_the_page_of_suggest_mode_sends_and_reads_what_is_suggested(document: Document, bo: User, eve: User) -> None:
    project, page = document.project, at_browser(bo)
    assert b"data-suggesting" in page.get(f"{document.get_absolute_url()}?mode=suggest").content
    update = b64encode(edit_into(document.log.read().updates, nodes_of(BETTER))).decode()
    address = reverse("documents:suggestions", args=[project.slug, document.number])
    sent = page.post(address, {"key": "a", "update": update})
    assert sent.status_code == 201
    own = page.get(f"{address}own?suggestion={sent.json()['id']}").json()
    assert (own["seq"], own["state"], own["updates"]) == (1, "open", [update])
    shown = page.get(reverse("documents:margin", args=[project.slug, document.number])).content.decode()
    assert f'data-thread="s-{own["id"]}"' in shown
    assert at_browser(eve).get(address).status_code == 404
    assert (
        '1<span class="unseen"> open suggestion'
        in page.get(reverse("documents:documents", args=[project.slug])).content.decode()
    )
    assert "<span data-suggestion-count>1</span>" in page.get(document.get_absolute_url()).text
    card = page.get(reverse("documents:suggestion", args=[project.slug, own["id"]])).text
    assert squeezed('<span class="comment__what"> suggest </span>') in squeezed(card)
    for place in (address, reverse("documents:suggestion", args=[project.slug, own["id"]])):
        assert "removed: </span>about 4" in page.get(place).content.decode()
    withdrawn = page.post(reverse("documents:withdraw_suggestion", args=[project.slug, own["id"]]), follow=True)
    assert "Withdrawn" in withdrawn.text
    assert squeezed('<span class="comment__what"> suggested </span>') in squeezed(withdrawn.text)


def test_the_list_is_filtered_by_open_comments_and_restriction(document: Document, bo: User) -> None:
    begin_thread(document, Anchor(quote="The seal"), "Which?", by=bo)
    page, address = at_browser(bo), reverse("documents:documents", args=[document.project.slug])
    assert '1<span class="unseen"> open comment' in page.get(f"{address}?commented=1").content.decode()
    assert "No document matches." in page.get(f"{address}?restricted=1").content.decode()
