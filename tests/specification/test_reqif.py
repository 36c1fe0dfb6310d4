"""ReqIF in and out: a real specification comes in whole or not at all, and says the same when it is taken away."""

from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from reqif.parser import ReqIFParser

from accounts.models import User
from documents.models import Document
from projects.models import Project
from specification.exports.reqif import file_of_baseline, file_of_documents, written
from specification.models import Baseline, Clause, ClauseParent
from specification.reqif_file import MAX_BYTES, ReqifFile, read_reqif
from specification.workflows.import_reqif import import_reqif
from tests.factories import a_project
from tests.specification.blocks import a_clause, adopted, write
from tests.specification.conftest import TEXT
from web.exceptions import Refused

pytestmark = pytest.mark.django_db
SMALL = Path(__file__).parent / "small.reqif"


def taken_out(project: Project) -> ReqifFile:
    documents = Document.objects.in_project(project).exclude(clauses=None).order_by("number")
    return file_of_documents(project, documents)


@pytest.mark.both_databases
def test_a_specification_of_another_tool_comes_in_once(project: Project, fay: User) -> None:
    said = StringIO()
    call_command("import_specification", str(SMALL), project=project.name, by=fay.email, stdout=said)
    assert "2 documents with 2 sections, 4 clauses and 3 relations came in" in said.getvalue()
    call_command("import_specification", str(SMALL), project=project.name, by=fay.email, stdout=said)
    assert "nothing new, all 4 clauses were there already" in said.getvalue()
    pump = Clause.objects.get(foreign_key="SYS-2")
    assert (pump.title, pump.foreign_status, pump.rationale) == ("Lift", "Active", "Wells are deep.")
    assert pump.text.words == "Lift\nIt lifts 24 m³ a day.\nAt 30 m."
    assert [tie.parent.foreign_key for tie in pump.parent_ties.all()] == ["NEED-1"]
    assert not Clause.objects.suspect().exists()
    assert Clause.objects.drafts().count() == 4


def test_what_goes_out_says_the_same_when_it_comes_in(project: Project, fay: User) -> None:
    call_command("import_specification", str(SMALL), project=project.name, by=fay.email, stdout=StringIO())
    first = taken_out(project)
    other = a_project(fay)
    import_reqif(read_reqif(written(first, title="x")), other.general, by=fay, origin="x.reqif")
    assert taken_out(other).plain == first.plain
    assert read_reqif(written(first, title="x")).plain == first.plain


def test_own_clauses_go_out_with_their_keys_and_do_not_come_in_twice(
    document: Document, project: Project, ada: User, fay: User
) -> None:
    bus = a_clause(document, "Bus", by=ada)
    a_clause(document, "It never", by=ada, parents=[bus])
    data = written(taken_out(project), title="x")
    assert len(ReqIFParser.parse_from_string(data.decode()).core_content.req_if_content.spec_relations) == 1
    assert read_reqif(data).plain == taken_out(project).plain
    tally = import_reqif(read_reqif(data), project.general, by=fay, origin="x.reqif")
    assert (tally["clauses"], tally.existing) == (0, 2)
    other = a_project(fay)
    import_reqif(read_reqif(data), other.general, by=fay, origin="x.reqif")
    assert sorted(Clause.objects.in_project(other).values_list("foreign_key", flat=True)) == ["SPEC-2.1", "SPEC-2.2"]
    assert ClauseParent.objects.filter(child__project=other).count() == 1


def test_a_baseline_goes_out_as_it_was_agreed(document: Document, project: Project, ada: User, fay: User) -> None:
    bus = a_clause(document, "Bus", by=ada)
    adopted(project.general, bus, by=fay)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    [baseline] = Baseline.objects.all()
    data = written(file_of_baseline(baseline, fay), title="1.0").decode()
    assert "48 V" in data
    assert "24 V" not in data


@pytest.mark.parametrize(
    ("wrong", "instead", "named"),
    [
        ("REQ-IF", "HTML", "not a ReqIF file"),
        ('IDENTIFIER="O-2"', 'IDENTIFIER="O-1"', "O-1"),
        ("O-4</SPEC-OBJECT-REF></TARGET>", "O-9</SPEC-OBJECT-REF></TARGET>", "O-9"),
        (
            "O-4</SPEC-OBJECT-REF></TARGET>",
            "O-3</SPEC-OBJECT-REF></TARGET>",
            "itself",
        ),
        ("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', "entities"),
    ],
)
def test_a_bad_file_is_named_and_nothing_comes_in(
    project: Project, tmp_path: Path, wrong: str, instead: str, named: str
) -> None:
    bad = tmp_path / "bad.reqif"
    assert wrong in SMALL.read_text()
    bad.write_text(SMALL.read_text().replace(wrong, instead))
    before = Document.objects.in_project(project).count()
    with pytest.raises((CommandError, Refused), match=named):
        call_command("import_specification", str(bad), project=project.name)
    assert Document.objects.in_project(project).count() == before
    assert not Clause.objects.exists()


def an_archive(**files: bytes) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return made.getvalue()


def test_an_archive_says_what_the_file_in_it_says() -> None:
    packed = an_archive(small__reqif=SMALL.read_bytes(), picture__png=b"PNG")
    assert read_reqif(packed).plain == read_reqif(SMALL.read_bytes()).plain


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (an_archive(picture__png=b"PNG"), "it holds 0"),
        (an_archive(a__reqif=b"", b__reqif=b""), "it holds 2"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (an_archive(a__reqif=b" " * (MAX_BYTES + 1)), "larger than 32 MiB"),
    ],
)
def test_an_archive_that_cannot_be_read_is_refused(data: bytes, named: str) -> None:
    with pytest.raises(Refused, match=named):
        read_reqif(data)
