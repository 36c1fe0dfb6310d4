"""A key that is typed leads to what it names: while it is being written, and by Enter."""

import pytest
from django.test import Client

from across.search.contexts.hits import results
from circles.circles.models import Circle
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.decisions.specification.blocks import a_clause
from tests.factories import an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def keys(circle: Circle, user: User, typed: str) -> list[str]:
    return [hit.reference for hit in results(circle.project, user, typed, referenced=True).hits]


def test_the_beginning_of_a_key_finds_the_clauses_below(circle: Circle, ada: User, document: Document) -> None:
    first = a_clause(document, "48 V", circle, by=ada)
    second = a_clause(document, "It never", circle, by=ada)
    other = a_clause(document, "At 30 m", circle, by=ada)
    an_action(circle, by=ada, what=f"Measure again for {first.key}")
    chapter = first.key.partition(".")[0]
    assert keys(circle, ada, "SPEC-")[:3] == [other.key, first.key, second.key]
    assert keys(circle, ada, chapter.lower())[:2] == [first.key, second.key]
    assert keys(circle, ada, second.key)[0] == second.key
    assert keys(circle, ada, "never above")[0] == second.key


def test_a_key_offers_nothing_that_only_names_it(circle: Circle, ada: User, document: Document) -> None:
    clause = a_clause(document, "48 V", circle, by=ada)
    told = an_action(circle, by=ada, what=f"Measure again for {clause.key}")
    assert keys(circle, ada, clause.key.lower()) == [clause.key]
    assert [hit.reference for hit in results(circle.project, ada, clause.key).hits] == [clause.key, told.reference]


def test_the_beginning_of_a_number_finds_those_that_begin_so(circle: Circle, ada: User) -> None:
    for number in range(1, 13):
        an_action(circle, by=ada, what=f"Turn {number}")
    assert keys(circle, ada, "A-1") == ["A-1", "A-10", "A-11", "A-12"]
    assert keys(circle, ada, "A-2") == ["A-2"]


def test_enter_on_a_key_opens_the_thing_and_a_link_to_all_results_does_not(
    circle: Circle, ada: User, client: Client
) -> None:
    action = an_action(circle, by=ada)
    client.force_login(ada)
    page = f"/p/{circle.project.slug}/search/"
    assert client.get(page, {"q": "a-1", "go": "1"}).headers["Location"] == action.get_absolute_url()
    assert client.get(page, {"q": "A-1"}).status_code == 200
    assert client.get(page, {"q": "A-7", "go": "1"}).status_code == 200
    assert client.get(page, {"q": "A-1", "go": "1"}, headers={"HX-Request": "true"}).status_code == 200
