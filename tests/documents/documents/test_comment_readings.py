"""A thread that is read where it stands is done in the inbox: in the margin, on its page and by a program."""

import pytest
from django.test import Client
from django.urls import reverse

from circles.circles.models import Circle
from documents.documents.models import Document
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.factories import a_person
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
RING = Anchor(quote="The first ring lost 0.12 mm", before="bottom up. ", after=", the last one nothing")


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    words = "The stages wear from the bottom up. The first ring lost 0.12 mm, the last one nothing.\n"
    return Document.create(circle, "Wear test", by=ada, content=update_of(words))


def test_a_thread_that_is_read_where_it_stands_is_done_in_the_inbox(document: Document, ada: User, bo: User) -> None:
    said = begin_thread(document, RING, f"@{ada.name} should we?", by=bo)
    other = begin_thread(document, RING, f"@{ada.name} or not?", by=bo)
    browser, page = at_browser(ada), said.thread.page
    address = reverse("documents:thread_readings", args=[document.project.slug, said.thread.pk])
    assert f'data-reading="{address}"' in browser.get(page, headers={"HX-Request": "true"}).text
    assert f'hx-post="{address}"' in browser.get(page).text
    assert browser.post(address).status_code == 204
    waiting = Notice.objects.to(ada).filter(done_at=None, event="comment.mentioned")
    assert [one.address for one in waiting] == [other.get_absolute_url()]
    assert "data-reading" not in browser.get(page, headers={"HX-Request": "true"}).text
    by_program = Client(headers=by_token(ada))
    readings = f"/api/v1/projects/{document.project.slug}/threads/{other.thread.pk}/readings"
    assert by_program.post(readings).status_code == 204
    assert not waiting.all().exists()
    assert at_browser(a_person("Eve Martin")).post(address).status_code == 404
