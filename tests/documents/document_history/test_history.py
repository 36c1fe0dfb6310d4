"""The history of a document as people see it, in the browser and by the API."""

import re
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from documents.document_history.comparison import compare
from documents.document_history.slider_updates import updates_after
from documents.documents.models import Document
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.documents.workflows.versions import make_version
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.yjs.lib0 import ByteReader
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person, a_written
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

PUMP = "# Pump\n\nThe battery is lead.\n\n- inlet\n- outlet\n"


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen", hue=7)


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    return a_circle(ada, bo)


@pytest.fixture
def pump(ada: User, bo: User, circle: Circle) -> Document:
    """Three versions: ada's, bo's, ada's."""
    document = Document.create(circle, "Pump", by=ada)
    for by, text in (
        (ada, PUMP),
        (bo, PUMP.replace("lead", "lithium")),
        (ada, PUMP.replace("lead", "lithium") + "\nEnd.\n"),
    ):
        make_version(a_written(document, text, by=by), by=by)
    return document


def address(document: Document, rest: str = "") -> str:
    return f"{document.get_absolute_url()}history/{rest}"


def page(user: User, document: Document, rest: str = "") -> str:
    answer = at_browser(user).get(address(document, rest))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.both_databases
def test_two_versions_are_compared_word_by_word(ada: User, pump: Document) -> None:
    html = page(ada, pump, "?from=1&to=3")
    assert "<del>" in html
    assert "lead</del>" in html
    assert "lithium</ins>" in html
    assert 'title="Bo Nguyen"' in html
    assert "Restore" in html


def test_a_change_is_of_the_version_that_made_it(pump: Document, ada: User, bo: User) -> None:
    comparison = compare(pump.log, 1, 3, list(pump.versions.with_people().filter(number__gt=1)))
    changed = [block for block in comparison.blocks if block.is_changed]
    assert [block.version and block.version.number for block in changed] == [2, 3]
    assert changed[0].version is not None
    assert changed[0].version.writers == [bo]


@pytest.mark.parametrize("text", ["It is\n\n$$\n{}\n$$\n", "It is\n\nas ${}$ says.\n"])
def test_a_formula_is_of_the_version_that_changed_it(circle: Circle, ada: User, bo: User, text: str) -> None:
    document = Document.create(circle, "Flow", by=ada)
    for by, latex in ((ada, "x^2"), (bo, "x^3"), (ada, "x^3")):
        more = "\nEnd.\n" * document.versions.filter(number=2).count()
        make_version(a_written(document, text.format(latex) + more, by=by), by=by)
    comparison = compare(document.log, 1, 3, list(document.versions.with_people().filter(number__gt=1)))
    changed = [(block.html, block.version) for block in comparison.blocks if block.is_changed]
    assert {version.number for html, version in changed if version and 'class="math"' in html} == {2}
    assert "<code>x^2</code>" in "".join(html for html, _ in changed)


def test_a_formula_that_changed_is_drawn_on_the_page(circle: Circle, ada: User) -> None:
    document = Document.create(circle, "Flow", by=ada)
    for latex in ("x^2", "x^3"):
        make_version(a_written(document, f"It is ${latex}$ now.\n", by=ada), by=ada)
    html = page(ada, document, "?from=1&to=2")
    assert 'removed: </span><span class="math"><code>x^2</code></span></del><ins>' in html
    assert "one word added," in html


def test_long_stretches_without_change_are_folded(ada: User, pump: Document) -> None:
    many = "\n\n".join(f"Paragraph {number}." for number in range(30))
    first = make_version(a_written(pump, many, by=ada), by=ada)
    last = make_version(a_written(pump, many.replace("Paragraph 14.", "Paragraph fourteen."), by=ada), by=ada)
    stretches = compare(pump.log, first.seq, last.seq, []).stretches
    assert [(one.is_folded, len(one.blocks)) for one in stretches] == [(True, 12), (False, 5), (True, 13)]


def test_an_empty_document_and_one_without_versions_have_a_page(ada: User, circle: Circle) -> None:
    document = Document.create(circle, "New", by=ada)
    assert "No versions yet" in page(ada, document)
    a_written(document, PUMP, by=ada)
    assert "Saved as a version after 10 minutes" in page(ada, document)


def test_versions_are_named_made_and_restored_in_the_browser(ada: User, bo: User, pump: Document) -> None:
    browser = at_browser(bo)
    browser.post(address(pump, "versions/1/name"), {"name": "Baseline 1.0", "reason": "For the review"})
    assert "Baseline 1.0" in page(ada, pump)
    browser.post(address(pump, "versions/1/restorations"), {"seen": "3"})
    assert markdown_of(Document.objects.get(pk=pump.pk).nodes()) == PUMP
    assert "restored version 1" in page(ada, pump)
    a_written(pump, "More.\n", by=bo)
    answer = browser.post(address(pump, "versions"), {"name": "", "reason": "Enough"})
    assert answer["Location"] == address(pump, "?to=5")
    assert "restored version 1" in page(ada, pump, "events")
    assert Entry.objects.filter(event="document.version_restored", actor=bo.pk).count() == 1


def test_restoring_what_it_says_already_is_told_on_the_page(bo: User, pump: Document) -> None:
    back = address(pump, "?from=1&to=3")
    sent = {"seen": "3", "back": back}
    at_browser(bo).post(address(pump, "versions/1/restorations"), sent)
    answer = at_browser(bo).post(address(pump, "versions/1/restorations"), {**sent, "seen": "4"}, follow=True)
    assert answer.redirect_chain == [(back, 302)]
    assert "already matches this version" in answer.text


def test_a_moment_without_a_version_is_shown_compared_named_and_restored(ada: User, circle: Circle) -> None:
    note = Document.create(circle, "Note", by=ada)
    for text in (PUMP, PUMP.replace("lead", "lithium"), "End.\n"):
        note = a_written(note, text, by=ada)
    browser = at_browser(ada)
    shown = page(ada, note, "?to=@2")
    assert "lithium" in shown
    assert "Compare with now" in shown
    assert re.search(r"<del\b.*?lithium", page(ada, note, "?from=@2"), re.DOTALL)
    named = browser.post(address(note, "versions"), {"seq": 2, "name": "Lithium"})
    assert named.headers["Location"] == address(note, "?to=1")
    restored = browser.post(address(note, "restorations"), {"seq": 1, "seen": 3})
    assert restored.headers["Location"] == address(note, "?to=4")
    assert markdown_of(Document.objects.get(pk=note.pk).nodes()) == PUMP
    names = [(one.seq, one.name, one.restored) for one in note.versions.last_first()]
    assert names == [(4, "", 2), (3, "", None), (2, "Lithium", None), (1, "", None)]
    assert browser.post(address(note, "restorations"), {"seq": 99}).status_code == 409
    assert browser.post(address(note, "restorations")).status_code == 409


def test_a_moment_is_made_a_version_by_the_api(ada: User, pump: Document) -> None:
    writes = a_written(pump, "Anew.\n", by=ada)
    a_written(writes, "And again.\n", by=ada)
    made = Client(headers=by_token(ada)).post(
        f"/api/v1/documents/{pump.pk}/versions", {"seq": 4, "name": "Anew"}, content_type="application/json"
    )
    assert made.status_code == 201
    assert (made.json()["seq"], made.json()["number"], made.json()["name"]) == (4, 4, "Anew")


def test_nobody_names_or_restores_in_a_closed_document(bo: User, pump: Document) -> None:
    pump.close()
    browser = at_browser(bo)
    for rest in ("versions", "versions/1/name", "versions/1/restorations"):
        assert browser.post(address(pump, rest), {"name": "x"}).status_code == 403
    assert "Restore" not in page(bo, pump, "?from=1&to=3")


def test_a_name_that_is_too_long_is_asked_again(bo: User, pump: Document) -> None:
    answer = at_browser(bo).post(address(pump, "versions/1/name"), {"name": "x" * 81})
    assert answer.status_code == 422


def test_an_outsider_finds_no_history(pump: Document) -> None:
    eve = a_person("Eve Martin")
    a_circle(eve)
    for rest in ("", "path", "events"):
        assert at_browser(eve).get(address(pump, rest)).status_code == 404
    assert at_browser(eve).post(address(pump, "versions/1/restorations")).status_code == 404
    assert Client(headers=by_token(eve)).get(f"/api/v1/documents/{pump.pk}/versions/1.md").status_code == 404


def test_who_may_not_read_a_restricted_document_reads_why_instead_of_its_history(
    ada: User, bo: User, pump: Document
) -> None:
    restrict(pump, RestrictionTerms("Until the tender ends"), by=ada)
    for rest in ("", "path", "events"):
        answer = at_browser(bo).get(address(pump, rest))
        assert (answer.status_code, "Until the tender ends" in answer.text) == (403, True)
    answer = Client(headers=by_token(bo)).get(f"/api/v1/documents/{pump.pk}/versions")
    assert (answer.status_code, answer.json()["code"]) == (403, "restricted")


def test_the_same_by_the_api(ada: User, bo: User, pump: Document) -> None:
    api, root = Client(headers=by_token(bo)), f"/api/v1/documents/{pump.pk}"
    listed = api.get(f"{root}/versions").json()
    assert [(one["number"], one["authors"]) for one in listed["versions"]] == [
        (3, ["Ada Mercier"]),
        (2, ["Bo Nguyen"]),
        (1, ["Ada Mercier"]),
    ]
    assert api.get(f"{root}/versions/1.md").content.decode() == PUMP
    assert "<h1" in api.get(f"{root}/versions/1.html").content.decode()
    compared = api.get(f"{root}/comparison?since=1&until=2").json()
    assert (compared["words_added"], compared["words_removed"]) == (1, 1)
    named = api.patch(f"{root}/versions/1", {"name": "First"}, content_type="application/json").json()
    assert named["name"] == "First"
    made = api.post(f"{root}/versions/1/restorations", {}, content_type="application/json")
    assert (made.status_code, made.json()["restored"]) == (201, 1)
    again = api.post(f"{root}/versions/1/restorations", {}, content_type="application/json")
    assert again.status_code == 409
    a_written(pump, "More.\n", by=bo)
    assert api.post(f"{root}/versions", {"name": "Next"}, content_type="application/json").json()["number"] == 5


def test_the_slider_reads_who_wrote_what(ada: User, pump: Document) -> None:
    reader = ByteReader(updates_after(pump, 0))
    header = reader.string()
    assert '"last": 3' in header
    assert '"next": 0' in header
    pieces = []
    while reader.at < reader.end:
        pieces.append((reader.uint(), reader.uint(), reader.uint() > 0, len(reader.bytes()) > 0))
    assert [piece[:2] for piece in pieces] == [(1, 1), (2, 2), (1, 3)]
    assert '"people": []' in ByteReader(updates_after(pump, 3)).string()


def test_the_page_asks_a_fixed_number_of_queries(ada: User, pump: Document, django_assert_max_num_queries: Any) -> None:
    browser: Client = at_browser(ada)
    browser.get(address(pump))
    with django_assert_max_num_queries(30):
        browser.get(address(pump, "?from=1&to=3"))
