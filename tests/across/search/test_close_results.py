"""What is close to what was typed: a typo, a phrase, and where nothing was found, what would find something."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from across.search.contexts.hits import results
from circles.circles.models import Circle
from documents.documents.models import Document
from documents.documents.tasks import index_documents
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from tests.across.search.test_search import browser, palette
from tests.across.search.test_text_search import found, titles
from tests.factories import a_circle, a_file, a_person, a_project, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier", handle="ada")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen", handle="bo.nguyen")


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, inside=a_project(ada).circles.general(), name="Hydraulique")


def searched(user: User, circle: Circle, typed: str, **chosen: str) -> str:
    answer = browser(user).get(f"/p/{circle.project.slug}/search/", {"q": typed, **chosen})
    return answer.content.decode()


def test_where_nothing_is_found_the_page_offers_what_would_find_something(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Order a pressure valve")
    for typed in ("valve xyzzy plugh", "valve valve xyzzy"):
        offered = re.findall(r'class="button" href="(\?q=[^"]+)">(\w+)<', searched(ada, circle, typed))
        assert offered == [("?q=valve", "valve")]
    assert 'href="?q=valve">Without filters<' in searched(ada, circle, "valve is:done")
    assert 'href="?q=valve">valve<' in searched(ada, circle, "valve xyzzy is:open")
    assert "found__try" not in searched(ada, circle, "xyzzy")
    assert "found__try" not in searched(ada, circle, "valve")
    assert "found__try" not in palette(ada, circle, "valve xyzzy")


def test_no_suggestion_tells_of_what_one_may_not_read(circle: Circle, ada: User, bo: User) -> None:
    an_action(circle, by=ada, what="Order a pressure valve")
    offer = Document.create(circle, "Price offer", by=ada, content=update_of("The valve costs a zinnober."))
    index_documents()
    restrict(offer, RestrictionTerms("Until the tender ends", people=[ada]), by=ada)
    assert '?q=zinnober"' in searched(ada, circle, "zinnober pressure")
    assert '?q=zinnober"' not in searched(bo, circle, "zinnober pressure")


def test_a_person_leads_to_what_they_wrote(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Order a pressure valve")
    assert 'href="?person=ada">What they wrote' in searched(ada, circle, "mercier")
    assert "Order a pressure valve" in searched(ada, circle, "", person="ada")


@pytest.mark.parametrize("typed", ["pump xyzzy", "pump is:done", "xyzzy"])
def test_a_page_without_results_costs_a_fixed_number_of_queries(
    circle: Circle, ada: User, typed: str, django_assert_max_num_queries: Any
) -> None:
    an_action(circle, by=ada, what="Pump")
    client = browser(ada)
    with django_assert_max_num_queries(30):
        client.get(f"/p/{circle.project.slug}/search/", {"q": typed})


def test_many_files_cost_as_many_queries_as_two(circle: Circle, ada: User) -> None:
    for number in range(8):
        a_file("action", an_action(circle, by=ada, what="Visit").pk, by=ada, name=f"leak {number}.txt")
    counts = []
    for size in (2, 2, 8):
        with CaptureQueriesContext(connection) as asked:
            found = results(circle.project, ada, "leak", size=size).hits
        counts.append((len(found), len(asked)))
    assert {hit.reference for hit in found} == {f"A-{number}" for number in range(1, 9)}
    assert counts[1] == (2, counts[2][1])
    assert counts[2][0] == 8


def test_two_typos_in_a_word_are_another_word(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Do the same")
    an_action(circle, by=ada, what="Order a seal")
    assert titles(circle, ada, "sael ") == ["Order a seal"]


def test_a_phrase_with_a_reference_is_found_and_marked_as_a_whole(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="The seal of D-12 leaks, says the seal’s maker")
    (hit,) = found(circle, ada, '"seal of D-12"')
    assert [words for words, is_asked in hit.name if is_asked] == ["seal", "of", "D-12"]
    assert titles(circle, ada, '"D-12 seal"') == []
