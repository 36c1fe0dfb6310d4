"""Files made to do harm are refused with a sentence, and reading one reaches nothing else."""

import struct
from typing import Any

import pytest

from circles.projects.models import Project
from documents.document_files.models import DocumentImport
from documents.document_files.tasks import read_files
from documents.documents.models import Document
from documents.richtext.exchange.file_reader import read_file
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.documents.document_files.sending_files import send, zipped
from tests.factories import a_project

DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\xdac\x64\xf8\xcf\x50\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


def bomb() -> bytes:
    return zipped({"a.md": b"0" * 60_000_000})


def lying() -> bytes:
    """Say that a file is smaller than it comes out."""
    data = zipped({"a.md": b"x" * 5_000_000})
    return data.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 900_000))


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda: b"PK\x03\x04 no", id="no ZIP"),
        pytest.param(bomb, id="bomb"),
        pytest.param(lambda: zipped({"../up.md": b"# Up"}), id="climbs"),
        pytest.param(lambda: zipped({"/etc/x.md": b"# Up"}), id="absolute"),
        pytest.param(lambda: zipped({"x.exe": b"MZ"}), id="nothing to read"),
        pytest.param(lying, id="lies about its size"),
    ],
)
def test_a_hostile_zip_is_refused_with_a_sentence(ada: User, project: Project, content: Any) -> None:
    answer = send(ada, project, ("all.zip", content()))
    if row := DocumentImport.objects.first():
        read_files(str(row.pk))
        row.refresh_from_db()
        assert row.failed_at
        assert row.problems[0]["sentence"]
    else:
        assert answer.status_code == 422
    assert Document.objects.count() == 1


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_hostile_office_file_is_refused_before_or_by_pandoc(ending: str) -> None:
    for data in (b"no", bomb(), zipped({"word/document.xml": b"<w", "content.xml": b"<o"})):
        with pytest.raises(Refused):
            read_file(f"notes.{ending}", data)


def test_pandoc_reads_no_file_of_the_server_and_has_bounded_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    from documents.richtext.exchange import pandoc

    page = pandoc.convert(b"", "markdown", "html") + pandoc.convert(b"![x](/etc/hostname)", "markdown", "html")
    assert b"base64" not in page
    included = b".. include:: /etc/passwd\n\n.. image:: /etc/hostname\n"
    page = pandoc.convert(included, "rst", "html", "--embed-resources", "--standalone", "--css=/etc/passwd")
    assert b"root:" not in page
    assert b"base64" not in page
    monkeypatch.setattr(pandoc, "HEAP", "4M")
    with pytest.raises(Refused):
        pandoc.convert(b"* a\n" * 50_000, "markdown", "html")
