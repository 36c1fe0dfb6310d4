"""Who waits for a file, or for what comes of one, sees how much of it is done and roughly how long the rest takes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from across.takeaway.models import Takeaway
from circles.circles.models import Circle
from circles.projects.models.prepared_file import PreparedFile
from decisions.decisions.models import Printout
from documents.document_files.models import DocumentExport, DocumentImport
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def an_export(circle: Circle, by: User) -> PreparedFile:
    Document.create(circle, "Pump", by=by)
    documents = Document.objects.in_project(circle.project)
    return DocumentExport.request(documents, circle.project, by=by, format="md", language="en")


def an_import(circle: Circle, by: User) -> PreparedFile:
    return DocumentImport.request(circle, ContentFile(b"", "a.zip"), by=by, name="a.zip")


def a_copy(circle: Circle, by: User) -> PreparedFile:
    return Takeaway.request(circle.project, circle=None, is_whole=False, language="en", by=by)


def a_printout(circle: Circle, by: User) -> PreparedFile:
    return Printout.request(circle.project, "", number=4, language="en", by=by)


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        (an_export, "{done} of {number} documents"),
        (an_import, "{done} of {number} files"),
        (a_copy, "{done} of {number} rows and files"),
        (a_printout, "{done} of {number} decisions"),
    ],
)
def test_the_page_of_a_file_says_how_far_it_is(
    circle: Circle, ada: User, begin: Callable[[Circle, User], PreparedFile], words: str
) -> None:
    file, browser = begin(circle, ada), at_browser(ada)
    assert "starting" in browser.get(file.get_absolute_url()).text
    begun: Any = file
    begun.done, begun.number, begun.asked_at = 3, 4, clock.now() - timedelta(minutes=9, seconds=30)
    begun.save()
    page = browser.get(file.get_absolute_url()).text
    assert '<progress class="progress__bar" value="3" max="4"' in " ".join(page.split())
    assert words.format(done=3, number=4) in page
    assert "about 3\xa0minutes left" in page
