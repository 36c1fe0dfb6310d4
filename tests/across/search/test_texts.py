"""Decisions are found by what they say, in any form of a word, in French and in English, the same on both databases."""

import pytest
from django.core.management import call_command
from django.test import Client

from across.search.indexing import index_waits, reindex, write_index
from across.search.models import Text
from across.search.stems import asked, forms, stems_of
from across.search.word_search import has_words
from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.decisions.models import Citation, Decision, Proposal
from decisions.decisions.workflows.proposals import revise
from foundation.accounts.models import User
from tests.decisions.decisions.people import a_cast, adopted, operation, page
from tests.factories import a_proposal
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_index_waits_while_much_is_made_and_is_the_same_then(circle: Circle) -> None:
    with index_waits():
        a_proposal(circle=circle, title="Seal", text="The pump drips.")
        assert found_by("pump") == set()
    a_proposal(circle=circle, title="Motor", text="The pump is loud.")
    assert found_by("pump") == {"Motor"}
    Text.objects.all().delete()
    write_index(circle.project)
    assert found_by("pump") == {"Seal", "Motor"}
    written = list(Text.objects.order_by("kind", "thing", "part").values("kind", "thing", "part", "title", "stems"))
    reindex(circle.project)
    again = Text.objects.order_by("kind", "thing", "part").values("kind", "thing", "part", "title", "stems")
    assert written == list(again)


def found_by(words: str) -> set[str]:
    return {one.title for one in Proposal.objects.filter(has_words(Proposal, words))}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Nous changeons les joints de la pompe élevée.", "joint pompes"),
        ("Nous changeons les joints de la pompe élevée.", "elevee"),
        ("Nous changeons les joints de la pompe élevée.", "ÉLEVÉES"),
        ("L'étanchéité de l'œillet est décidée.", "etancheite"),
        ("L'étanchéité de l'œillet est décidée.", "l'œillet"),
        ("We have been measuring leaks in the bodies.", "measured leak"),
        ("We have been measuring leaks in the bodies.", "measure body"),
        ("See D-12 and EN-60335, IP65 at 48V.", "D-12"),
        ("See D-12 and EN-60335, IP65 at 48V.", "60335 ip65"),
        ("Straße nach Łódź", "lodz"),
        ("Ωμέγα и ёлка", "ωμεγα елка"),
    ],
)
def test_a_word_is_found_in_any_inflection(circle: Circle, written: str, typed: str) -> None:
    a_proposal(circle=circle, title="Seal", text=written)
    a_proposal(circle=circle, title="Other", text="Wholly different.")
    assert found_by(typed) == {"Seal"}


@pytest.mark.parametrize("typed", ["pump", "D-1", "joint moteur", "", "…", "''' & | ! ( ) : *", '"', "NEAR(a b)"])
def test_a_text_is_not_found_by_words_it_does_not_have(circle: Circle, typed: str) -> None:
    a_proposal(circle=circle, title="Seal", text="Nous changeons les joints, voir D-12.")
    assert found_by(typed) == set()


def test_every_word_must_occur_in_any_order(circle: Circle) -> None:
    a_proposal(circle=circle, title="Seal", text="The pump leaks.")
    assert found_by("leaking pumps") == {"Seal"}
    assert found_by("leaking motor") == set()


def test_stems_are_letters_and_digits_only() -> None:
    text = "".join(chr(code) for code in range(1, 0x3000)) + " l’eau co-opérer a_b 'x' \"y\""
    for form in stems_of([text]).split(" "):
        assert form.isalnum()
    assert forms("élevée") & forms("elevee")
    assert asked("l'eau") == [forms("eau")]


def test_a_changed_text_is_found_by_its_new_words_only(circle: Circle, ada: User) -> None:
    proposal = a_proposal(circle=circle, by=ada, title="Seal", text="A rubber ring.")
    revise(proposal, by=ada, text="A metal ring.")
    assert found_by("rubber") == set()
    assert found_by("metal") == {"Seal"}
    assert Text.objects.of_kind("proposal").count() == 1


def test_a_concern_is_found_in_the_proposal_and_in_the_decision() -> None:
    cast = a_cast()
    decision = adopted(cast, title="Silicone-free grease")
    assert list(Decision.objects.filter(has_words(Decision, "weeks lead"))) == [decision]
    assert found_by("week of leading") == {"Silicone-free grease"}


def test_the_register_is_searched_by_page_and_by_api() -> None:
    cast = a_cast()
    adopted(cast, title="Graisse sans silicone", text="Nous graissons tous les joints.")
    adopted(cast, title="Enclosure IP65")
    shown = at_browser(cast.bo).get(page(cast, "decisions/?q=graisser+joint")).text
    assert "Graisse sans silicone" in shown
    assert "Enclosure" not in shown
    rows = Client().get(operation(cast, "decisions?q=graisser joint"), headers=by_token(cast.bo)).json()["rows"]
    assert [row["title"] for row in rows] == ["Graisse sans silicone"]


def test_reindexing_finds_the_same_and_counts_the_same_citations() -> None:
    cast = a_cast()
    decision = adopted(cast, title="Seal")
    later = a_proposal(circle=cast.circle, by=cast.ada, text=f"After {decision.reference}.")
    Link.tie(cast.project, decision, later, by=cast.ada)

    def stored_texts() -> tuple[list[tuple[str, str, str]], list[tuple[int, str, str, int | None]]]:
        texts = Text.objects.order_by("kind", "thing", "part").values_list("kind", "thing", "stems")
        cited = Citation.objects.order_by("link", "kind", "thing").values_list("decision", "kind", "thing", "link")
        return list(texts), list(cited)

    before = stored_texts()
    assert len(before[1]) == 2
    Text.objects.all().delete()
    Citation.objects.all().delete()
    call_command("reindex", project=cast.project.slug, verbosity=0)
    assert stored_texts() == before
