"""ReqIF files that were made to harm: they move nothing that was here before, and take no more time than others."""

from pathlib import Path

import pytest

from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.specification.exports.reqif import clause_identifier, file_of_documents
from decisions.specification.exports.reqif_xml import written
from decisions.specification.frozen import freeze
from decisions.specification.models import Clause, ClauseParent
from decisions.specification.reqif_file import MAX_ROWS, read_reqif
from decisions.specification.reqif_rows import PARENT, ReqifDocument, ReqifFile, ReqifRelation, ReqifRow
from decisions.specification.workflows.import_reqif import import_reqif
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.nodes import Node, Run
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, adopted
from tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SMALL = (Path(__file__).parent / "small.reqif").read_text()


def a_row(identifier: str, kind: str = "requirement") -> ReqifRow:
    words = freeze([Node("paragraph", {}, [Run(f"It says {identifier}.")])])
    return ReqifRow(kind, identifier, 2, "" if kind == "text" else identifier, [] if kind == "section" else words)


def a_file(document: str, *requirements: str, parents: list[tuple[str, str]] | None = None) -> ReqifFile:
    """Return a file of one document with these requirements; the first of a pair comes from the second."""
    relations = [ReqifRelation(PARENT, *pair) for pair in parents or ()]
    rows = [a_row(one) for one in requirements]
    return ReqifFile([ReqifDocument(document, document, rows)], set(parents or ()), relations)


def take_in(file: ReqifFile, project: Project, by: User | None) -> None:
    import_reqif(file, project.circles.general(), by=by, origin="x.reqif")


def parents() -> list[tuple[str, str]]:
    return sorted(ClauseParent.objects.values_list("child__source", "parent__source"))


def test_a_file_gives_no_clause_that_was_here_a_parent(document: Document, project: Project, fay: User) -> None:
    bus = a_clause(document, "Bus", by=fay)
    take_in(a_file("D", "R-1"), project, fay)
    forged = [(clause_identifier(bus), "R-2"), ("R-1", "R-2")]
    take_in(a_file("E", "R-2", parents=forged), project, fay)
    assert parents() == []


def test_what_a_file_said_of_its_own_holds_once_the_other_comes_in(project: Project, fay: User) -> None:
    take_in(a_file("D", "R-1", "R-3", parents=[("R-1", "R-2"), ("R-3", "R-2")]), project, fay)
    retired = Clause.objects.get(source="R-3")
    for retires in (False, True):
        adopted(project.circles.general(), retired, by=fay, retires=retires)
    take_in(a_file("E", "R-2"), project, fay)
    assert parents() == [("R-1", "R-2")]


def test_a_file_ties_to_no_clause_that_one_may_not_read(project: Project, circle: Circle, fay: User) -> None:
    take_in(a_file("D", "R-1"), project, fay)
    restrict(Document.objects.get(source="reqif:D"), RestrictionTerms("Not agreed yet", people=[fay]), by=fay)
    outside = a_person("Zoe Petit")
    circle.admit(outside, by=fay)
    take_in(a_file("E", "R-2", parents=[("R-2", "R-1")]), project, outside)
    assert parents() == []
    take_in(a_file("F", "R-3", parents=[("R-3", "R-1")]), project, fay)
    assert parents() == [("R-3", "R-1")]


def test_requirements_that_come_from_themselves_by_way_of_two_files_stay_out(project: Project, fay: User) -> None:
    take_in(a_file("D", "R-1", parents=[("R-1", "R-2")]), project, fay)
    with pytest.raises(Refused, match="R-1 would come from itself"):
        take_in(a_file("E", "R-2", parents=[("R-2", "R-1")]), project, fay)
    assert not Clause.objects.filter(source="R-2").exists()
    with pytest.raises(Refused, match="R-3 would come from itself"):
        take_in(a_file("F", "R-3", "R-4", parents=[("R-3", "R-4"), ("R-4", "R-3")]), project, fay)


def test_a_long_chain_comes_in(project: Project, fay: User) -> None:
    names = [f"R-{number:04}" for number in range(5_000)]
    chain = list(zip(names[1:], names, strict=False))
    take_in(a_file("D", *names, parents=chain), project, fay)
    assert ClauseParent.objects.count() == len(chain)


@pytest.mark.parametrize(
    ("what", "begins", "ends"),
    [
        ("objects", '<SPEC-OBJECT IDENTIFIER="O-1"', "</SPEC-OBJECT>"),
        ("relations", '<SPEC-RELATION IDENTIFIER="R-1"', "</SPEC-RELATION>"),
        ("specifications", '<SPECIFICATION IDENTIFIER="D-1"', "</TYPE>"),
    ],
)
def test_a_file_of_more_than_can_come_in_is_refused_by_what_it_holds(what: str, begins: str, ends: str) -> None:
    before, _begins, rest = SMALL.partition(begins)
    inside, _ends, after = rest.partition(ends)
    closes = ends if what != "specifications" else f"{ends}</SPECIFICATION>"
    many = "".join(f'{begins[:-2]}{number}x"{inside}{closes}' for number in range(MAX_ROWS))
    with pytest.raises(Refused, match=f"more than 20,000 {what}"):
        read_reqif(f"{before}{many}{begins}{inside}{ends}{after}".encode())


def out_of(project: Project, reader: User) -> ReqifFile:
    return file_of_documents(project, Document.objects.in_project(project).exclude(clauses=None), reader)


def test_documents_that_call_their_parts_the_same_go_out_in_one_file(project: Project, fay: User) -> None:
    for number in (1, 2):
        rows = [a_row("S", "section"), a_row("T", "text"), a_row(f"R-{number}")]
        take_in(ReqifFile([ReqifDocument(f"D-{number}", "Pump", rows)], set()), project, fay)
    came = read_reqif(written(out_of(project, fay), title="x"))
    names = [[row.identifier for row in one.rows] for one in came.documents]
    assert names[0] == ["S", "T", "R-1"]
    assert not set(names[0]) & set(names[1])


def test_a_requirement_does_not_come_in_again_under_another_document(project: Project, fay: User) -> None:
    take_in(a_file("D", "R-1"), project, fay)
    with pytest.raises(Refused, match="R-1 is a clause of another document"):
        take_in(a_file("E", "R-2", "R-1"), project, fay)
    assert Clause.objects.in_project(project).count() == 1


@pytest.mark.parametrize("name", ["O-1", "S-1", "D-1"])
def test_an_identifier_that_cannot_be_kept_is_refused(name: str) -> None:
    assert read_reqif(SMALL.replace(name, "x" * 200).encode())
    with pytest.raises(Refused, match="x… is longer than 200"):
        read_reqif(SMALL.replace(name, "x" * 201).encode())


def test_what_xml_forbids_goes_out_as_a_sign_that_it_allows(document: Document, project: Project, ada: User) -> None:
    a_clause(document, "Bus", by=ada, rationale="It \x01holds\ufffe.\tSo \U0001f600.")
    [found] = read_reqif(written(out_of(project, ada), title="x\x02")).requirements
    assert found.rationale == "It \ufffdholds\ufffd.\tSo \U0001f600."
