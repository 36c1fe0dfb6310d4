"""A clause and the paragraph that it is are one thing to who searches: the clause is shown, which says more."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from across.search.contexts.hits import Results, results
from across.search.indexing import reindex
from across.search.text_search import PAGE
from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.decisions.models import Citation
from decisions.specification.workflows.clauses import drop
from documents.documents.models import Document
from documents.documents.workflows.read_words import read_words
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause, adopted, write
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_written
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(document: Document, ada: User) -> Document:
    """The specification, as search has read it."""
    a_clause(document, "It never", by=ada)
    a_clause(document, "Battery", by=ada)
    read_words(document.pk)
    return document


def found(project: Project, user: User, typed: str, size: int = PAGE) -> Results:
    return results(project, user, typed, size=size)


def shown(project: Project, user: User, typed: str) -> list[tuple[str, str, int]]:
    return [(hit.kind, hit.reference, hit.more) for hit in found(project, user, typed).hits]


@pytest.mark.both_databases
def test_a_paragraph_that_is_a_clause_is_found_once(project: Project, read: Document, ada: User) -> None:
    for _ in ("as it is written", "as the index is made anew"):
        assert shown(project, ada, "60 goes above") == [("clause", "SPEC-2.1", 0)]
        assert shown(project, ada, '"never goes"') == [("clause", "SPEC-2.1", 0)]
        assert found(project, ada, "60 goes above").counts == {"documents": "1"}
        reindex(project)


def test_what_stands_below_a_heading_that_is_a_clause_is_found_once(
    project: Project, read: Document, ada: User
) -> None:
    assert shown(project, ada, "four blocks") == [("clause", "SPEC-2.2", 0)]
    write(read, TEXT.replace("Four blocks", "1. Five cells\n2. A fuse\n\nFour blocks"), by=ada)
    read_words(read.pk)
    assert shown(project, ada, "five cells") == [("clause", "SPEC-2.2", 0)]


def test_a_decision_is_counted_as_named_by_a_clause_when_it_is_and_as_a_new_index_counts_it(
    project: Project, power: Circle, read: Document, ada: User, eve: User
) -> None:
    decision = adopted(power, by=eve)

    def named_by() -> list[str]:
        return sorted(Citation.objects.filter(decision=decision).values_list("kind", flat=True))

    write(read, TEXT.replace("above 60 V.", f"above 60 V, by {decision.reference}."), by=ada)
    read_words(read.pk)
    assert named_by() == ["clause", "document"]
    reindex(project)
    assert named_by() == ["clause", "document"]
    write(read, TEXT, by=ada)
    read_words(read.pk)
    assert named_by() == []


def test_a_document_keeps_its_other_paragraphs(project: Project, read: Document, ada: User) -> None:
    assert set(shown(project, ada, "V")) == {
        ("clause", "SPEC-2.1", 0),
        ("clause", "SPEC-2.2", 0),
        ("document", read.reference, 0),
    }
    (other,) = [hit for hit in found(project, ada, "V").hits if hit.kind == "document"]
    assert "48 V between controller" in other.excerpt


def test_what_is_no_clause_any_more_is_a_paragraph_again(project: Project, read: Document, ada: User) -> None:
    for clause in read.clauses.all():
        drop(clause, by=ada)
    assert shown(project, ada, "60 goes above") == [("document", read.reference, 0)]


def test_pages_and_counts_say_each_once(project: Project, circle: Circle, document: Document, ada: User) -> None:
    a_written(document, "\n\n".join(f"Rule {number}: the flange holds." for number in range(1, 8)), by=ada)
    for number in range(1, 8):
        a_clause(document, f"Rule {number}:", by=ada)
    read_words(document.pk)
    client, address = Client(headers=by_token(ada)), f"/api/v1/projects/{project.slug}/search"
    kinds = [hit["kind"] for hit in client.get(address, {"q": "flange"}).json()]
    assert kinds == ["clause"] * 7
    first = found(project, ada, "flange", size=4)
    second = results(project, ada, "flange", size=4, after=first.result.next)
    assert (len(first.hits), len(second.hits), second.result.next) == (4, 3, "")
    assert len({hit.address for hit in (*first.hits, *second.hits)}) == first.result.total == 7


def test_many_clauses_cost_as_many_queries_as_two(
    project: Project, circle: Circle, document: Document, ada: User
) -> None:
    a_written(document, "\n\n".join(f"Rule {number}: the flange holds." for number in range(1, 8)), by=ada)
    for number in range(1, 8):
        a_clause(document, f"Rule {number}:", by=ada)
    counts = []
    for size in (2, 2, 7):
        with CaptureQueriesContext(connection) as asked:
            assert len(found(project, ada, "flange", size=size).hits) == size
        counts.append(len(asked))
    assert counts[1] == counts[2]
