"""Ada looks for things by their names: in the palette, on the page, by API; eve outside finds nothing."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from across.search.contexts.hit import Hit
from across.search.contexts.hits import results
from across.search.name_search import AT_MOST, people_named
from across.search.text_search import PAGE
from circles.circles.models import Circle
from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models import Decision, EffectAnswer
from decisions.decisions.workflows.positions import take_position
from documents.documents.models import Document
from documents.documents.tasks import index_documents
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import Token, User
from foundation.web.name_patterns import SearchQuery
from tests.across.search.test_name_patterns import FINDS, FINDS_NOT
from tests.factories import a_circle, a_person, a_project, a_proposal, a_round, a_topic, an_action
from tests.support.entry_points import by_token
from tests.support.replayed_factories import replayed

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


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hits(circle: Circle, user: User, typed: str) -> list[Hit]:
    return results(circle.project, user, typed).hits


def kinds(circle: Circle, user: User, typed: str) -> set[str]:
    return {hit.kind for hit in hits(circle, user, typed)}


@replayed
def a_decision(circle: Circle, by: User, bo: User, **terms: Any) -> Decision:
    round_ = a_round(circle=circle, by=by, **terms)
    take_position(round_, "no_objection", by=bo)
    return Decision.objects.get(proposal=round_.proposal)


def palette(user: User, circle: Circle, typed: str) -> str:
    answer = browser(user).get(f"/p/{circle.project.slug}/search/", {"q": typed}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_ada_finds_every_kind_of_thing_by_a_word_without_its_accent(circle: Circle, ada: User, bo: User) -> None:
    circle.open_circle("Épreuves", by=ada)
    Document.create(circle, "Protocole d'épreuve", by=ada)
    apart = EffectAnswer("circle", "epreuves", changes=False, why="They test as before.")
    a_decision(circle, ada, bo, title="Épreuve à 12 bar", effects=[apart])
    a_proposal(circle=circle, by=ada, title="Épreuve à 14 bar")
    an_action(circle, by=ada, what="Préparer l'ÉPREUVE")
    a_topic(circle, by=ada, name="Quand l'épreuve ?")
    circle.admit(a_person("Zoé Épreuve"), by=ada)
    found = {"circle", "document", "proposal", "decision", "action", "topic", "user"}
    assert kinds(circle, ada, "epreuve") == kinds(circle, ada, "ÉPREUVE") == found


@pytest.mark.parametrize(("typed", "name"), [*FINDS, *FINDS_NOT])
def test_the_database_ranks_names_as_the_pure_rule_does(circle: Circle, ada: User, typed: str, name: str) -> None:
    circle.admit(a_person(name), by=ada)
    words = SearchQuery.from_text(typed)
    rank = words.rank(name)
    found = [rank for rank, person in people_named(circle.project, words) if person.name == name]
    assert found == ([] if rank is None else [rank])


def test_a_decision_stands_for_the_proposal_that_it_adopted(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, title="Change the lip seal", text="We take rubber.")
    assert [hit.reference for hit in hits(circle, ada, "rubber")] == ["P-1"]
    take_position(round_, "no_objection", by=bo)
    assert [hit.reference for hit in hits(circle, ada, "rubber")] == ["D-1"]


def test_every_search_result_leads_to_a_page(circle: Circle, ada: User, bo: User) -> None:
    Document.create(circle, "Seal", by=ada)
    a_decision(circle, ada, bo, title="A new seal")
    a_proposal(circle=circle, by=ada, title="A newer seal")
    an_action(circle, by=ada, what="Order the seal")
    a_topic(circle, by=ada, name="Which seal")
    found = hits(circle, ada, "seal") + hits(circle, ada, "hydraulique") + hits(circle, ada, "@bo")
    assert len(found) == 7
    assert {browser(ada).get(hit.address).status_code for hit in found} == {200}
    assert all(hit.title in browser(ada).get(hit.address).content.decode() for hit in found)


@pytest.mark.parametrize(
    ("typed", "first"), [("D-1", "D-1"), ("d1", "D-1"), ("p-1", "P-1"), ("A-1", "A-1"), ("S-1", "S-1")]
)
def test_a_reference_finds_its_thing_first(circle: Circle, ada: User, bo: User, typed: str, first: str) -> None:
    a_decision(circle, ada, bo)
    an_action(circle, by=ada, what="Look at D-1, P-1, A-1 and S-1 again")
    an_action(circle, by=ada, what="Read P-10")
    open_sync(circle, by=ada)
    found = hits(circle, ada, typed)
    assert found[0].reference == first
    assert [hit.reference for hit in found].count(first) == 1


def test_a_handle_finds_a_person_and_nothing_else(circle: Circle, ada: User, bo: User) -> None:
    circle.open_circle("Bo", by=ada)
    a_topic(circle, by=ada, name="@bo")
    assert [hit.person for hit in hits(circle, ada, "@bo.n")] == [bo]
    assert hits(circle, ada, "@") == hits(circle, ada, "@nobody") == []


def test_the_best_match_comes_first_then_the_newest(circle: Circle, ada: User) -> None:
    whats = ["The motor turns with the pump", "Pump house", "Pump", "Pump hall", "Pumping house"]
    for day, what in enumerate(whats, start=1):
        an_action(circle, by=ada, what=what, at=datetime(2026, 11, day, tzinfo=UTC))
    assert [hit.title for hit in hits(circle, ada, "pump ")] == [
        "Pump",
        "Pump hall",
        "Pump house",
        "Pumping house",
        "The motor turns with the pump",
    ]


def test_more_than_a_page_is_read_page_by_page_each_thing_once(circle: Circle, ada: User) -> None:
    for number in range(PAGE + 5):
        an_action(circle, by=ada, what=f"Check pump {number}")
    first = results(circle.project, ada, "pump")
    then = results(circle.project, ada, "pump", after=first.result.next)
    shown = [hit.reference for hit in (*first.hits, *then.hits)]
    assert len(first.hits) == PAGE
    assert sorted(shown) == sorted(f"A-{number}" for number in range(1, PAGE + 6))
    assert then.result.next == ""
    assert results(circle.project, ada, "pump", after="-1|x").hits == first.hits


def test_eve_outside_cannot_search(circle: Circle) -> None:
    address, eve = f"/p/{circle.project.slug}/search/?q=hydraulique", a_person("Eve Martin")
    assert browser(eve).get(address).status_code == 404
    assert browser(eve).get(address, headers={"HX-Request": "true"}).status_code == 404
    assert browser(eve).get(f"/api/v1/projects/{circle.project.slug}/search?q=hydraulique").status_code == 404
    assert Client().get(address).status_code == 302


def test_nothing_of_another_project_is_found(circle: Circle, ada: User) -> None:
    other = a_circle(ada, a_person("Hydra Bo"), name="Hydraulics elsewhere")
    a_proposal(circle=other, by=ada, title="Hydraulics of theirs")
    an_action(other, by=ada, what="Hydraulics there")
    a_topic(other, by=ada, name="Hydraulics of others")
    Document.create(other, "Hydraulics manual", by=ada)
    assert [hit.title for hit in hits(circle, ada, "hydra")] == ["Hydraulique"]
    assert {hit.reference for hit in hits(circle, ada, "A-1")} == set()


def test_the_palette_gets_links_with_highlighted_matches(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Vérifier <b>la pompe</b>")
    shown = palette(ada, circle, "verifier")
    assert "<html" not in shown
    assert re.search(r'<a class="palette__item" href="/p/[^"]+/actions/1/">', shown)
    assert "<mark>Vérifier</mark> &lt;b&gt;la pompe&lt;/b&gt;" in shown
    assert "Action A-1 · Hydraulique" in shown


def test_the_palette_says_of_each_hit_what_it_is_and_aloud_how_many(circle: Circle, ada: User) -> None:
    Document.create(circle, "Lea manual", by=ada)
    an_action(circle, by=ada, what="Ask Lea")
    circle.admit(a_person("Lea Fontaine"), by=ada)
    shown = palette(ada, circle, "lea")
    sides = re.findall(r'<span class="palette__side">([^<]+)</span>', shown)
    assert {side.split()[0] for side in sides[:3]} == {"Person", "Action", "Document"}
    assert re.search(r'role="status">\s*3 found', shown)


def test_the_palette_offers_to_do_what_was_typed_and_to_see_everything(circle: Circle, ada: User) -> None:
    shown = palette(ada, circle, "seal & lea")
    root = f"/p/{circle.project.slug}/"
    assert f'href="{root}actions/new/?what=seal%20%26%20lea"' in shown
    assert f'href="{root}proposals/new/?tension=seal%20%26%20lea"' in shown
    assert f'href="{root}search/?q=seal+%26+lea"' in shown
    assert "Show all results for “seal &amp; lea”" in shown
    assert 'value="seal &amp; lea"' in browser(ada).get(f"{root}actions/new/?what=seal%20%26%20lea").content.decode()


def test_without_htmx_the_search_answers_a_whole_page(circle: Circle, ada: User) -> None:
    answer = browser(ada).get(f"/p/{circle.project.slug}/search/", {"q": "hydrau"})
    assert 'value="hydrau"' in answer.content.decode()
    assert "<html" in answer.content.decode()
    assert '<article class="found"' in answer.content.decode()
    assert "HX-Request" in answer.headers["Vary"]


def test_a_restricted_document_is_found_by_its_title_with_why_it_is_closed(circle: Circle, ada: User, bo: User) -> None:
    offer = Document.create(circle, "Price offer", by=ada, content=update_of("A secret number."))
    index_documents()
    restrict(offer, RestrictionTerms("Until the tender ends", people=[ada]), by=ada)
    shown = palette(bo, circle, "offer")
    assert "i-lock" in shown
    assert "Until the tender ends" in shown
    assert "Until the tender ends" in palette(bo, circle, offer.reference)
    assert "offer" not in palette(bo, circle, "secret")
    answer = Client(headers=by_token(bo)).get(f"/api/v1/projects/{circle.project.slug}/search?q=offer").json()
    assert answer[0]["restriction"]["reason"] == "Until the tender ends"


def test_an_empty_result_says_what_to_try(circle: Circle, ada: User) -> None:
    assert "Nothing here has “&lt;zzz”" in palette(ada, circle, "<zzz")
    assert "palette__" not in palette(ada, circle, "  ")
    assert palette(ada, circle, "\ud7ff % _ \\").count("empty__what") == 1


def test_a_thing_asked_for_by_its_reference_stands_first_with_its_state(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Order a pressure valve")
    an_action(circle, by=ada, what="Measure the voltage, see A-1")
    first, second = hits(circle, ada, "A-1")
    assert (first.reference, first.state, first.person) == ("A-1", "open", ada)
    assert second.reference == "A-2"
    for number in range(PAGE):
        an_action(circle, by=ada, what=f"A-1 A-1 {number}")
    assert (hits(circle, ada, "A-1")[0].reference, hits(circle, ada, "A-1")[0].state) == ("A-1", "open")


def test_the_api_finds_what_the_page_finds(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Fill the hydraulic press")
    client = Client(headers={"Authorization": f"Bearer {Token.issue(ada, 'test')}"})
    slug = circle.project.slug
    rows = client.get(f"/api/v1/projects/{slug}/search?q=hydraulic pressing").json()
    assert rows[0].pop("happened_at")
    assert rows == [
        {
            "kind": "action",
            "title": "Fill the hydraulic press",
            "reference": "A-1",
            "address": f"/p/{slug}/actions/1/",
            "circle": "hydraulique",
            "author": "Ada Mercier",
            "state": "open",
            "excerpt": "",
            "in_force": "",
            "more": 0,
            "restriction": None,
        }
    ]


def test_the_api_says_where_more_is(circle: Circle, ada: User) -> None:
    for number in range(PAGE + 1):
        an_action(circle, by=ada, what=f"Check pump {number}")
    answer = Client(headers=by_token(ada)).get(f"/api/v1/projects/{circle.project.slug}/search?q=pump&kind=actions")
    following = re.search("<http://testserver([^>]+)>", answer.headers["Link"])
    assert following
    assert len(answer.json()) == PAGE
    assert len(Client(headers=by_token(ada)).get(following[1]).json()) == 1


@pytest.mark.parametrize("typed", ["pump", "A-1", "S-1", "@ada"])
def test_a_search_costs_a_fixed_number_of_queries(
    circle: Circle, ada: User, typed: str, django_assert_max_num_queries: Any
) -> None:
    open_sync(circle, by=ada)
    for number in range(AT_MOST):
        an_action(circle, by=ada, what=f"Pump {number}")
    client, address = browser(ada), f"/p/{circle.project.slug}/search/"
    client.get(address, {"q": typed}, headers={"HX-Request": "true"})  # which looks at a sample of the index once a day
    with django_assert_max_num_queries(18):
        client.get(address, {"q": typed}, headers={"HX-Request": "true"})
