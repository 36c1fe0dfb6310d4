"""Pictures and formulas leave in each format, or it says why not: what writes a format may drop them without a word."""

import io
import re
import zipfile

import pytest

from circles.circles.models import Circle
from documents.document_files.picture_files import attach_file
from documents.documents.models import Document
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.markdown_reader import update_of
from documents.richtext.nodes import Node, write_tree
from foundation.accounts.models import User
from tests.documents.document_files.test_linked_files import a_picture
from tests.factories import a_circle, a_project
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PNG = re.compile(rb"\x89PNG\r\n|iVBORw0KGgo")
"""How the file of a picture begins, by itself or in a text."""
NO_PICTURES = {
    ExportFormat.TEXT: "it says what the picture is called",
    ExportFormat.PDF: "it is typeset from the web page, which is tried here; its bytes say nothing",
}
NO_FORMULAS = {
    ExportFormat.TEXT: "it says a formula by its source",
    ExportFormat.PDF: "it is typeset from the web page, which is tried here; its bytes say nothing",
}


@pytest.fixture
def circle(ada: User) -> Circle:
    return a_circle(ada, inside=a_project(ada).circles.general(), name="Hydraulics")


def written(form: ExportFormat, document: Document, user: User) -> bytes:
    """What a person is given; of a ZIP file all that stands in it."""
    answer = at_browser(user).get(f"{document.get_absolute_url()}as.{form}")
    content = b"".join(answer) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("form", [form for form in ExportFormat if form not in NO_PICTURES])
def test_a_picture_leaves_in_each_format(ada: User, circle: Circle, form: ExportFormat) -> None:
    document = Document.create(circle, "Pump", by=ada)
    stored = attach_file(document, "plan.png", a_picture(3), by=ada)
    assert PNG.search(written(form, document, ada)) is None
    document.log.append(write_tree([Node("image", {"file": str(stored.pk), "alt": "Plan"})]), by=ada)
    assert PNG.search(written(form, document, ada)), "it drops pictures; or say in NO_PICTURES why"


@pytest.mark.parametrize("form", [form for form in ExportFormat if form not in NO_FORMULAS])
def test_a_formula_is_one_in_each_format(ada: User, circle: Circle, form: ExportFormat) -> None:
    formula, words = (
        re.findall(b"It turns at.*?well", written(form, document, ada), re.DOTALL)
        for text in ("It turns at $M = F r$ well.", "It turns at M = F r well.")
        for document in [Document.create(circle, "Pump", by=ada, content=update_of(text))]
    )
    assert len(formula) == len(words) >= 1
    assert formula != words, "it makes words of formulas; or say in NO_FORMULAS why"
