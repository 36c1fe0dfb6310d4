"""ReqIF in and out: a real specification comes in whole or not at all, and says the same when it is taken away."""

from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from reqif.parser import ReqIFParser

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.specification.exports.reqif import documents_to_exchange, file_of_baseline, file_of_documents
from decisions.specification.exports.reqif_xml import written
from decisions.specification.frozen import Frozen, freeze, thaw
from decisions.specification.models import Baseline, Clause, ClauseParent
from decisions.specification.reqif_file import MAX_BYTES, read_reqif
from decisions.specification.reqif_rows import ReqifDocument, ReqifFile, ReqifRelation, ReqifRow
from decisions.specification.workflows.clauses import describe
from decisions.specification.workflows.import_reqif import import_reqif
from decisions.traceability.baseline_copy import BaselineCopy
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.nodes import Node, Run
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, adopted, write
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
SMALL = Path(__file__).parent / "small.reqif"


def taken_out(project: Project, user: User) -> ReqifFile:
    return file_of_documents(project, documents_to_exchange(project, user), user)


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
    first = taken_out(project, fay)
    other = a_project(fay)
    import_reqif(read_reqif(written(first, title="x")), other.circles.general(), by=fay, origin="x.reqif")
    assert taken_out(other, fay).plain == first.plain
    assert read_reqif(written(first, title="x")).plain == first.plain


@pytest.mark.parametrize("other", [ReqifRelation("Refines", "O-2", "O-1"), ReqifRelation("Explains", "S-2", "O-9")])
def test_files_that_relate_otherwise_do_not_say_the_same(other: ReqifRelation) -> None:
    file = read_reqif(SMALL.read_bytes())
    assert replace(file, relations=[*file.relations, other]).plain != file.plain
    assert replace(file, relations=file.relations[::-1]).plain == file.plain


def test_own_clauses_go_out_with_their_keys_and_do_not_come_in_twice(
    document: Document, project: Project, ada: User, fay: User
) -> None:
    bus = a_clause(document, "Bus", by=ada)
    a_clause(document, "It never", by=ada, parents=[bus])
    data = written(taken_out(project, fay), title="x")
    assert len(ReqIFParser.parse_from_string(data.decode()).core_content.req_if_content.spec_relations) == 1
    assert read_reqif(data).plain == taken_out(project, fay).plain
    tally = import_reqif(read_reqif(data), project.circles.general(), by=fay, origin="x.reqif")
    assert (tally["clauses"], tally.existing) == (0, 2)
    other = a_project(fay)
    import_reqif(read_reqif(data), other.circles.general(), by=fay, origin="x.reqif")
    assert sorted(Clause.objects.in_project(other).values_list("foreign_key", flat=True)) == ["SPEC-2.1", "SPEC-2.2"]
    assert ClauseParent.objects.filter(child__project=other).count() == 1


def test_a_baseline_goes_out_as_it_was_agreed(document: Document, project: Project, ada: User, fay: User) -> None:
    bus = a_clause(document, "Bus", by=ada)
    adopted(project.circles.general(), bus, by=fay)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    [baseline] = Baseline.objects.all()
    data = written(file_of_baseline(baseline, fay), title="1.0").decode()
    assert "48 V" in data
    assert "24 V" not in data


@pytest.mark.both_databases
def test_a_baseline_goes_out_with_the_text_between_its_clauses(
    document: Document, project: Project, ada: User, fay: User
) -> None:
    write(document, "Of a pump.\n\n" + TEXT.replace("# Energy\n", "# Energy\n\nAll that flows.\n"), by=ada)
    bus = a_clause(document, "Bus", by=ada)
    a_clause(document, "Four blocks", by=ada)
    adopted(project.circles.general(), bus, by=fay)
    write(document, TEXT, by=ada)
    [baseline] = Baseline.objects.all()
    [found] = read_reqif(written(file_of_baseline(baseline, fay), title="1.0")).documents
    said = [(row.kind, row.title or "".join(node.text() for node in thaw(row.nodes))) for row in found.rows]
    assert said == [
        ("text", "Of a pump."),
        ("section", "Purpose"),
        ("section", "Water"),
        ("text", "At 30 m it lifts 24 m³ a day."),
        ("section", "Energy"),
        ("text", "All that flows."),
        ("requirement", "Bus"),
        ("section", "Battery"),
    ], "and nothing of a clause that is not ratified"
    assert "All that flows" not in BaselineCopy(baseline, fay).text(), "nobody agreed to it"


def pieces(file: ReqifFile) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Return the objects of a file by identifier, and its relations."""
    objects = [row.identifier for one in file.documents for row in one.rows]
    return sorted(objects), sorted((one.kind, *one.pair) for one in file.all_relations)


def in_files_of_their_own(project: Project, user: User) -> list[bytes]:
    """Take each document with clauses out by itself, the last one first."""
    documents = documents_to_exchange(project, user)[::-1]
    return [written(file_of_documents(project, [one], user), title="x") for one in documents]


@pytest.mark.both_databases
def test_a_document_goes_out_with_what_its_clauses_come_from_elsewhere(project: Project, fay: User) -> None:
    file = read_reqif(SMALL.read_bytes())
    import_reqif(file, project.circles.general(), by=fay, origin="x.reqif")
    pump, needs = (read_reqif(data) for data in in_files_of_their_own(project, fay))
    assert (pieces(pump)[1], pieces(needs)[1]) == (pieces(file)[1], [])
    assert [(row.identifier, row.foreign_key, row.elsewhere) for row in pump.elsewhere] == [("O-1", "NEED-1", "D-1")]
    assert pieces(taken_out(project, fay)) == pieces(file)


def test_documents_that_come_in_one_by_one_are_related_once_both_are_there(project: Project, fay: User) -> None:
    import_reqif(read_reqif(SMALL.read_bytes()), project.circles.general(), by=fay, origin="x.reqif")
    other = a_project(fay)
    for data in in_files_of_their_own(project, fay):
        import_reqif(read_reqif(data), other.circles.general(), by=fay, origin="x.reqif")
        relations = sorted(len(read_reqif(one).all_relations) for one in in_files_of_their_own(other, fay))
        assert relations[-1] == 3, "also while what it comes from is not there yet"
    assert ClauseParent.objects.filter(child__project=other).count() == 3
    assert Clause.objects.in_project(other).count() == 4
    assert pieces(taken_out(other, fay)) == pieces(taken_out(project, fay))


def paragraphs(*words: str) -> Frozen:
    return freeze([Node("paragraph", {}, [Run(one)]) for one in words])


def test_every_object_and_relation_goes_out_as_it_came_in(project: Project, fay: User) -> None:
    rows = [
        ReqifRow("section", "S", 1, "Water"),
        ReqifRow("text", "T-1", 2, "", paragraphs("Two", "paragraphs")),
        ReqifRow("text", "T-2", 2, "", paragraphs("One more")),
        ReqifRow("text", "T-3", 2, "", []),
        ReqifRow("requirement", "R-1", 2, "Lift", paragraphs("It lifts."), "SYS-1"),
        ReqifRow("text", "T-4", 2, "", paragraphs("A note", "on it")),
        ReqifRow("requirement", "R-2", 2, "", paragraphs("It starts."), "SYS-2"),
    ]
    relations = [ReqifRelation("Parent", "R-1", "R-2"), ReqifRelation("Refines", "R-1", "R-2")]
    relations.append(ReqifRelation("Explains", "T-4", "S"))
    file = ReqifFile([ReqifDocument("D", "Pump", rows)], {("R-1", "R-2")}, relations)
    came = read_reqif(written(file, title="x"))
    import_reqif(came, project.circles.general(), by=fay, origin="x.reqif")
    out = read_reqif(written(taken_out(project, fay), title="x"))
    assert pieces(came) == pieces(out) == pieces(file)
    assert [repr(row.nodes) for row in out.documents[0].rows] == [repr(row.nodes) for row in came.documents[0].rows]


def test_blocks_that_have_no_id_yet_go_out_by_names_of_their_own(
    document: Document, project: Project, ada: User
) -> None:
    [written_now] = file_of_documents(project, [document], ada).documents
    assert [row.kind for row in written_now.rows].count("text") > 1
    assert len({row.identifier for row in written_now.rows}) == len(written_now.rows)


def test_a_relation_that_was_undone_here_goes_out_no_more(project: Project, fay: User) -> None:
    import_reqif(read_reqif(SMALL.read_bytes()), project.circles.general(), by=fay, origin="x.reqif")
    describe(Clause.objects.get(source="O-3"), by=fay, parents=[])
    assert pieces(taken_out(project, fay))[1] == [("Parent", "O-2", "O-1"), ("Parent", "O-4", "O-1")]


def test_a_relation_to_another_document_that_was_undone_here_goes_out_no_more(project: Project, fay: User) -> None:
    import_reqif(read_reqif(SMALL.read_bytes()), project.circles.general(), by=fay, origin="x.reqif")
    describe(Clause.objects.get(source="O-2"), by=fay, parents=[])
    pump = Document.objects.get(source="reqif:D-2")
    relations = pieces(file_of_documents(project, [pump], fay))[1]
    assert relations == [("Parent", "O-3", "O-4"), ("Parent", "O-4", "O-1")], "the parent of another is still named"


def test_nothing_of_a_document_that_one_may_not_read_goes_out(project: Project, circle: Circle, fay: User) -> None:
    import_reqif(read_reqif(SMALL.read_bytes()), project.circles.general(), by=fay, origin="x.reqif")
    restrict(Document.objects.get(source="reqif:D-1"), RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    outside = a_person("Zoe Petit")
    circle.admit(outside, by=fay)
    pump = Document.objects.get(source="reqif:D-2")
    assert pieces(file_of_documents(project, [pump], outside))[1] == [("Parent", "O-3", "O-4")]
    assert file_of_documents(project, [pump], outside).elsewhere == []


def test_the_whole_specification_goes_out_by_page_and_program(project: Project, fay: User) -> None:
    file = read_reqif(SMALL.read_bytes())
    import_reqif(file, project.circles.general(), by=fay, origin="x.reqif")
    page = at_browser(fay).get(f"/p/{project.slug}/specification/all.reqif")
    program = Client(headers=by_token(fay)).get(f"/api/v1/projects/{project.slug}/specifications.reqif")
    assert pieces(read_reqif(page.content)) == pieces(read_reqif(program.content)) == pieces(file)
    assert "All documents in one file" in at_browser(fay).get(f"/p/{project.slug}/specification/exchange/").text


def test_what_the_whole_file_holds_is_listed_also_without_clauses(project: Project, fay: User) -> None:
    browser, exchange = at_browser(fay), f"/p/{project.slug}/specification/exchange/"
    assert "No clause yet." in browser.get(exchange).text
    notes = ReqifDocument("D-3", "Notes on the seal", [ReqifRow("text", "T-1", 1, "", paragraphs("It weeps."))])
    import_reqif(ReqifFile([notes], set()), project.circles.general(), by=fay, origin="x.reqif")
    assert [one.title for one in taken_out(project, fay).documents] == ["Notes on the seal"]
    assert "Notes on the seal" in browser.get(exchange).text


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
        ('encoding="UTF-8"', 'encoding="UTF-7"', "UTF-8"),
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
