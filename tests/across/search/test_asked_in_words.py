"""What people ask as they speak, with typos, is found; by thing; and kept, to be asked again."""

import pytest
from django.test import Client

from across.search.contexts.hits import results
from across.search.models import SavedSearch
from across.search.vocabulary import edits, skeleton
from across.takeaway.workflows.erasure import erase_person
from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.across.search.test_text_search import found, titles
from tests.factories import a_topic, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("baterry", "Order the battery"),
        ("trésorie", "Refaire la trésorerie"),
        ("tresorrerie", "Refaire la trésorerie"),
        ("accomodation", "Book an accommodation"),
        ("maintainance", "Plan the maintenance"),
        ("aprentissage", "Prévoir l’apprentissage"),
    ],
)
def test_words_with_two_typos_are_found_in_both_languages(circle: Circle, ada: User, typed: str, meant: str) -> None:
    for what in ("Order the battery", "Refaire la trésorerie", "Book an accommodation", "Plan the maintenance"):
        an_action(circle, by=ada, what=what)
    an_action(circle, by=ada, what="Prévoir l’apprentissage")
    assert titles(circle, ada, typed) == [meant]


def test_a_short_word_is_no_other_one(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Order the pump")
    assert titles(circle, ada, "bomp") == []


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [("seal", "seal", 0), ("seal", "sael", 1), ("baterry", "battery", 2), ("seal", "pump", 3)],
)
def test_typos_are_counted(one: str, other: str, number: int) -> None:
    assert edits(one, other, 2) == edits(other, one, 2) == number
    assert skeleton("baterry") == skeleton("battery")


def test_a_question_is_answered_by_what_was_decided(circle: Circle, ada: User, bo: User) -> None:
    topic = a_topic(circle, by=ada, name="Seal of the shaft")
    for _ in range(3):
        post_message(topic, "Why not another seal?", by=bo)
    topic.close("decided", by=ada, line="FKM, by D-12.")
    an_action(circle, by=ada, what="Order a seal")
    for asked in ("which seal?", "quel est le seal ?", "what is the seal of the shaft"):
        assert found(circle, ada, asked)[0].title == "Seal of the shaft"


def test_what_was_found_in_one_topic_stands_together_and_leads_to_the_rest(circle: Circle, ada: User, bo: User) -> None:
    topic, other = a_topic(circle, by=ada, name="Bearings"), a_topic(circle, by=ada, name="Noise")
    for number in range(5):
        post_message(topic, f"The squeal comes at {number} rpm", by=bo)
    post_message(other, "A squeal, all day.", by=bo)
    grouped = results(circle.project, ada, "squeal", is_grouped=True)
    assert sorted(hit.title for hit in grouped.hits) == ["Bearings"] * 3 + ["Noise"]
    [rest] = [hit for hit in grouped.hits if hit.left_out]
    assert (rest.title, rest.left_out, rest.goes_on) == ("Bearings", 2, True)
    assert titles(circle, ada, "squeal", inside=str(topic.pk)) == ["Bearings"] * 5
    assert titles(circle, ada, "squeal", inside=str(Document.objects.in_project(circle.project)[0].pk)) == []


def test_a_search_is_saved_once_for_whoever_saved_it(circle: Circle, ada: User, bo: User, client: Client) -> None:
    client.force_login(ada)
    page = f"/p/{circle.project.slug}/search/"
    for name in ("Seals", "My seals"):
        client.post(f"{page}saved/", {"q": "seal", "kind": "decisions", "name": name})
    [saved] = SavedSearch.objects.of(ada, circle.project)
    assert (saved.name, saved.get_absolute_url()) == ("My seals", f"{page}?q=seal&kind=decisions")
    assert b"My seals" in client.get(page).content
    client.force_login(bo)
    assert b"My seals" not in client.get(page).content
    assert client.post(f"{page}saved/{saved.pk}/removal/").status_code == 404


def test_searches_for_a_person_go_when_they_are_erased(circle: Circle, ada: User, bo: User) -> None:
    for asked in ("q=Bo+Nguyen", "person=bo.nguyen&q=seal", "q=seal"):
        SavedSearch.keep(circle.project, "Kept", asked, by=ada)
    bo.handle = "bo.nguyen"
    bo.save()
    erase_person(bo, by=ada)
    assert list(SavedSearch.objects.values_list("asked", flat=True)) == ["q=seal"]
