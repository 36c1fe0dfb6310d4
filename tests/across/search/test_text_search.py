"""Everything that people wrote is found by its words, by whom may see it, at once; the same on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import weasyprint
from django.core.management import call_command

from across.search.contexts.hit import Hit
from across.search.contexts.hits import results
from across.search.models import Spelling, Text, Word
from across.takeaway.workflows.erasure import erase_person
from chat.chat.workflows.conversation import post_about
from circles.circles.models import Circle
from documents.documents.models import Document, DocumentText
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.read_words import read_words
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.files.workflows.attaching import remove_file
from tests.factories import a_circle, a_file, a_person, a_project, a_written, an_action

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TEXT = """# Inlet

The lip is made of rubber.

## Measurements

At 4 bar the **lip seal** leaks 0.05 ml an hour when new.

L’étanchéité du clapet a été décidée.

After 200 hours the leak is 0.11 ml.
"""


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier", handle="ada")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen", handle="bo.nguyen")


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    return a_circle(ada, bo, inside=a_project(ada).circles.general(), name="Hydraulique")


@pytest.fixture
def inlet(circle: Circle, ada: User) -> Document:
    document = Document.create(circle, "Leak rate", by=ada, content=update_of(TEXT))
    process_quiet_text(document.pk)
    assert read_words(document.pk)
    return document


def found(circle: Circle, user: User, typed: str, /, **chosen: str) -> list[Hit]:
    return results(circle.project, user, typed, chosen=chosen).hits


def titles(circle: Circle, user: User, typed: str, /, **chosen: str) -> list[str]:
    return [hit.title for hit in found(circle, user, typed, **chosen)]


def block_with(document: Document, words: str) -> str:
    return next(str(node.attrs["bid"]) for node in document.nodes() if words in node.text())


def test_a_word_in_the_middle_of_a_document_leads_to_its_paragraph(circle: Circle, bo: User, inlet: Document) -> None:
    (hit,) = found(circle, bo, "etancheites")
    assert hit.title == "Leak rate"
    assert hit.address == f"{inlet.get_absolute_url()}#b-{block_with(inlet, 'clapet')}"
    assert ("étanchéité", True) in hit.words
    assert hit.more == 0


def test_a_document_is_one_hit_that_says_how_many_more_places_answer(circle: Circle, bo: User, inlet: Document) -> None:
    (hit,) = found(circle, bo, "leaking")
    assert hit.more == 1
    (spread,) = found(circle, bo, "rubber clapet")
    assert spread.address == inlet.get_absolute_url()


def test_what_is_written_is_found_and_what_is_gone_is_not(circle: Circle, ada: User, inlet: Document) -> None:
    before = set(Text.objects.of_kind("document").values_list("pk", "part"))
    a_written(inlet, TEXT.replace("made of rubber", "made of silicone"), by=ada)
    process_quiet_text(inlet.pk)
    read_words(inlet.pk)
    assert titles(circle, ada, "silicone") == ["Leak rate"]
    assert titles(circle, ada, "rubber") == []
    assert not read_words(inlet.pk)
    assert set(Text.objects.of_kind("document").values_list("part", flat=True)) == {part for _pk, part in before}


def test_a_paragraph_without_an_id_of_its_own_is_found_too(circle: Circle, ada: User) -> None:
    document = Document.create(circle, "Notes", by=ada, content=update_of("One valve.\n\nTwo flanges."))
    assert read_words(document.pk)
    (hit,) = found(circle, ada, "flange")
    assert (hit.address, hit.excerpt) == (f"{document.get_absolute_url()}#n-1", "Two flanges.")
    text = DocumentText.objects.get(document=document)
    text.blocks = [("abcd1234", "One valve."), ("abcd1234", "One valve.")]
    text.save()
    document.rename("Valves", by=ada)
    (hit,) = found(circle, ada, "one valve")
    assert (hit.address, hit.more) == (f"{document.get_absolute_url()}#b-abcd1234", 1)


def test_a_phrase_is_found_word_for_word(circle: Circle, ada: User, inlet: Document) -> None:
    an_action(circle, by=ada, what="Seal the lip")
    assert titles(circle, ada, '"lip seal"') == ["Leak rate"]
    assert titles(circle, ada, "« LIP seal » leaking") == ["Leak rate"]
    assert titles(circle, ada, '"seal the lip"') == ["Seal the lip"]
    assert titles(circle, ada, '"lip seal the"') == titles(circle, ada, '"seals lip"') == []
    assert len(titles(circle, ada, "lip seals")) == 2


def test_a_word_that_is_being_typed_is_found_by_its_beginning(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Élever la tension")
    assert titles(circle, ada, "élever tens") == ["Élever la tension"]
    assert titles(circle, ada, "tens élever") == []
    assert titles(circle, ada, "élever tens ") == []


@pytest.mark.parametrize(
    "typed", ["presure valve", "pressuer valve", "pressurre valve", "prassure valve", "presure valv"]
)
def test_a_typo_is_forgiven_where_nothing_has_the_word(circle: Circle, ada: User, typed: str) -> None:
    an_action(circle, by=ada, what="Order a pressure valve")
    answer = results(circle.project, ada, typed)
    assert [hit.title for hit in answer.hits] == ["Order a pressure valve"]
    assert answer.result.corrected
    assert ("pressure", True) in answer.hits[0].name


def test_a_word_that_is_there_is_no_typo(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Read the meter")
    an_action(circle, by=ada, what="Meet Peter")
    assert titles(circle, ada, "meter ") == ["Read the meter"]
    assert titles(circle, ada, "xyzzy ") == []


def test_files_are_found_by_name_until_they_are_removed(circle: Circle, ada: User, inlet: Document) -> None:
    action = an_action(circle, by=ada, what="Visit")
    file = a_file("action", action.pk, by=ada, name="farm-visit.txt", content="Le débit était de 12 ml.".encode())
    (hit,) = found(circle, ada, "farm")
    assert (hit.kind, hit.title, hit.reference) == ("attachment", "farm-visit.txt", "A-1")
    (hit,) = found(circle, ada, "débits")
    assert hit.excerpt == "Le débit était de 12 ml."
    remove_file(file, by=ada)
    assert titles(circle, ada, "farm") == titles(circle, ada, "débit") == []


def test_the_words_of_a_pdf_are_found(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada, what="Visit")
    pdf = weasyprint.HTML(string="<p>Torque 14 N·m on all four flanges</p>").write_pdf()
    a_file("action", action.pk, by=ada, name="report.pdf", content=pdf)
    (hit,) = found(circle, ada, "torque flange")
    assert (hit.title, hit.kind) == ("report.pdf", "attachment")


def test_a_restricted_document_is_found_by_its_title_alone(
    circle: Circle, ada: User, bo: User, inlet: Document
) -> None:
    post_about(inlet, "A whisper about it", by=ada)
    a_file("document", inlet.pk, by=ada, name="annexe.txt")
    for typed in ("rubber", "whisper", "annexe"):
        assert len(titles(circle, bo, typed)) == 1, typed
    restrict(inlet, RestrictionTerms("Until the tender ends", people=[ada]), by=ada)
    for typed in ("rubber", "whisper", "annexe", "rubbr", '"lip seal"', "leaks hour"):
        assert titles(circle, bo, typed) == [], typed
        assert results(circle.project, bo, typed).also == []
    (hit,) = [hit for hit in found(circle, bo, "leak rate") if hit.kind == "document"]
    assert (hit.address, hit.words) == (inlet.get_absolute_url(), ())
    assert hit.restriction
    assert len(titles(circle, ada, "rubber")) == 1


def test_who_is_not_in_the_project_finds_nothing(circle: Circle, ada: User, inlet: Document) -> None:
    a_circle(ada, a_person("Dan Elsewhere"))
    eve = a_person("Eve Martin")
    assert titles(circle, eve, "rubber") == titles(circle, eve, "leak") == []
    assert results(circle.project, eve, "rubber").counts == {}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("pump from:ada", {"Old pump", "Ada’s pump"}),
        ("pump de:moi", {"Old pump", "Ada’s pump"}),
        ("pump from:bo.nguyen", {"Bo’s pump", "Deep pump", "Done pump"}),
        ("pump dans:hydraulique", {"Ada’s pump", "Bo’s pump", "Old pump", "Deep pump"}),
        ('pump in:"grand fond"', {"Deep pump"}),
        ("pump is:open", {"Ada’s pump", "Bo’s pump", "Old pump", "Deep pump"}),
        ("pump est:fait", {"Done pump"}),
        ("pump is:closed", {"Done pump"}),
        ("pump before:2025", {"Old pump"}),
        ("pump avant:janvier-2025", {"Old pump"}),
        ("pump depuis:2025-01", {"Ada’s pump", "Bo’s pump", "Deep pump", "Done pump", "Pump"}),
        ("pump on:2024-06-15", {"Old pump"}),
        ("is:done", {"Done pump"}),
        ("pump kind:décision", set()),
        ("pump from:nobody", set()),
        ("pump is:blue", set()),
    ],
)
def test_filters_are_typed_in_english_and_french(
    circle: Circle, ada: User, bo: User, typed: str, expected: set[str]
) -> None:
    deep = circle.open_circle("Grand fond", by=ada)
    old = datetime(2024, 6, 15, 10, tzinfo=UTC)
    for what, place, owner, at in (
        ("Ada’s pump", circle, ada, None),
        ("Bo’s pump", circle, bo, None),
        ("Old pump", circle, ada, old),
        ("Deep pump", deep, bo, None),
    ):
        an_action(place, by=ada, owner=owner, what=what, at=at)
    an_action(circle.project.circles.general(), by=ada, owner=bo, what="Done pump").finish(by=bo, how="It runs.")
    Document.create(circle.project.circles.general(), "Pump", by=a_person("Cy"))
    assert set(titles(circle, ada, typed)) == expected


def test_chips_and_typed_filters_find_the_same(circle: Circle, ada: User, bo: User) -> None:
    an_action(circle, by=ada, what="Ada’s pump")
    an_action(circle, by=ada, owner=bo, what="Bo’s pump")
    assert titles(circle, ada, "pump", person="bo.nguyen", circle="hydraulique", state="open") == ["Bo’s pump"]
    assert titles(circle, ada, "pump from:ada", person="bo.nguyen") == ["Ada’s pump"]
    assert titles(circle, ada, "", person="bo.nguyen", kind="actions") == ["Bo’s pump"]


def test_what_is_near_to_ones_circles_comes_first(circle: Circle, ada: User, bo: User) -> None:
    cy = a_person("Cy")
    far = a_circle(cy, inside=circle.project.circles.general(), name="Field")
    an_action(circle, by=ada, what="Check the pump")
    an_action(far, by=cy, what="Check the pump", owner=cy)
    assert [hit.circle for hit in found(circle, bo, "pump")] == [circle, far]
    assert [hit.circle for hit in found(circle, cy, "pump")] == [far, circle]


def test_who_was_erased_is_not_found_any_more(circle: Circle, ada: User) -> None:
    zoe = a_person("Zoé Delacroix", handle="zoe")
    circle.admit(zoe, by=ada)
    an_action(circle, by=ada, what="Ask the mill", owner=zoe)
    assert titles(circle, ada, "delacroix") == ["Zoé Delacroix"]
    assert titles(circle, ada, "mill from:zoe") == ["Ask the mill"]
    erase_person(zoe, by=ada)
    assert titles(circle, ada, "delacroix") == titles(circle, ada, "mill from:zoe") == []
    (hit,) = found(circle, ada, "mill")
    assert hit.person
    assert "Zo" not in hit.person.name


def test_the_latest_may_come_first(circle: Circle, ada: User) -> None:
    now = datetime.now(UTC)
    for days, what in ((3, "Pump"), (1, "The pump of the second farm"), (2, "A pump")):
        an_action(circle, by=ada, what=what, at=now - timedelta(days=days))
    answer = results(circle.project, ada, "pump", latest=True)
    assert [hit.title for hit in answer.hits] == ["The pump of the second farm", "A pump", "Pump"]


@pytest.mark.usefixtures("made_anew")
def test_reindexing_gives_the_same_rows_and_words(circle: Circle, ada: User, bo: User, inlet: Document) -> None:
    post_about(inlet, "About the lip", by=bo)
    action = an_action(circle, by=ada, what="Visit")
    a_file("action", action.pk, by=ada, name="farm-visit.txt")

    def stored() -> tuple[list[Any], set[str], set[tuple[str, str]]]:
        columns = [field.attname for field in Text._meta.concrete_fields if field.name != "id"]
        rows = list(Text.objects.order_by("kind", "thing", "part").values_list(*columns))
        words = set(Word.objects.values_list("form", flat=True))
        return rows, words, set(Spelling.objects.values_list("key", "form"))

    before = stored()
    assert {row[3] for row in before[0]} >= {"", "*"}
    call_command("reindex", project=circle.project.slug, verbosity=0)
    assert stored() == before


def test_no_more_than_what_was_shown_says_its_other_forms(circle: Circle, ada: User) -> None:
    an_action(circle, by=ada, what="Two seals are leaking")
    assert results(circle.project, ada, "seal leak").also == ["seals", "leaking"]
