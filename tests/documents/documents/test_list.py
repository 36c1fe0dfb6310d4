"""The list of documents: folders by circle, what one keeps at hand, and how documents are arranged."""

from typing import Any

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from across.search.models import Text
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents.filters import ORDERS
from documents.documents.models import Document, DocumentText, Favourite
from documents.documents.tasks import READ_WITHIN, index_document, index_documents
from documents.documents.workflows.comments import Anchor, begin_thread
from documents.documents.workflows.suggestions import suggest_text
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def circle(ada: User, bo: User, project: Project) -> Circle:
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")


@pytest.fixture
def pump(ada: User, circle: Circle) -> Document:
    return Document.create(circle, "Pump", by=ada, content=update_of("# Flow\n\nThe rotor turns slowly."))


def listed(user: User, project: Project, **query: Any) -> list[str]:
    """The titles on a page of the list, in order."""
    context = at_browser(user).get(f"/p/{project.slug}/documents/", query).context
    rows = context["rows"] if "rows" in context else [one for each in context["folders"] for one in each.documents]
    return [one.title for one in rows]


@pytest.mark.both_databases
def test_each_circle_is_a_folder_with_its_last_changed_documents_first(
    ada: User, project: Project, circle: Circle
) -> None:
    for number in range(7):
        Document.create(circle, f"Note {number}", by=ada)
    page = at_browser(ada).get(f"/p/{project.slug}/documents/")
    general, hydraulics = page.context["folders"]
    assert [one.title for one in general.documents] == ["Specification"]
    assert [one.title for one in hydraulics.documents] == [f"Note {number}" for number in (6, 5, 4, 3, 2)]
    assert "2 more in Hydraulics" in page.text
    assert listed(ada, project, circle="hydraulics", order="title") == [f"Note {number}" for number in range(7)]


def test_the_list_makes_a_fixed_number_of_queries(ada: User, project: Project, circle: Circle) -> None:
    browser = at_browser(ada)

    def queries() -> int:
        browser.get(f"/p/{project.slug}/documents/")  # the frame keeps what it counted until the record grows
        with CaptureQueriesContext(connection) as captured:
            browser.get(f"/p/{project.slug}/documents/")
        return len(captured)

    Favourite.mark(Document.create(circle, "Note", by=ada), by=ada, is_on=True)
    before = queries()
    for number in range(12):
        document = Document.create(circle, f"Note {number}", by=ada)
        Favourite.mark(document, by=ada, is_on=True)
        browser.post(f"{document.get_absolute_url()}visits/")
    assert queries() == before


def test_what_a_line_leads_to_is_there(ada: User, project: Project, circle: Circle) -> None:
    document = Document.create(circle, "Note", by=ada, content=update_of("14 days"))
    begin_thread(document, Anchor(quote="14 days"), "At the motor?", by=ada)
    suggest_text(document, nodes_of("15 days"), by=ada)
    page = at_browser(ada).get(f"/p/{project.slug}/documents/").text
    for name in ("rename", "favourite", "menu", "comments", "suggestions"):
        assert f'"{reverse(f"documents:{name}", args=[project.slug, document.number])}' in page


@pytest.mark.both_databases
@pytest.mark.parametrize("order", ["changed", "title", "made"])
def test_the_list_continues_on_the_next_page(ada: User, project: Project, circle: Circle, order: str) -> None:
    for number in range(60):
        Document.create(circle, f"Note {number:02}", by=ada)
    browser, address = at_browser(ada), f"/p/{project.slug}/documents/"
    first = browser.get(address, {"circle": circle.key, "order": order})
    second = browser.get(address, {"circle": circle.key, "order": order, "after": first.context["next"]})
    titles = [one.title for page in (first, second) for one in page.context["rows"]]
    assert len(titles) == len(set(titles)) == 60
    assert titles == sorted(titles, reverse=order != "title")


def test_pages_by_a_common_word_are_those_among_all(
    ada: User, project: Project, circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(60):
        words = "The rotor turns." if number % 10 else "It is quiet."
        Document.create(circle, f"Note {number:02}", by=ada, content=update_of(words))
    while index_documents():
        pass
    browser, address = at_browser(ada), f"/p/{project.slug}/documents/"

    def pages(order: str) -> list[list[str]]:
        found: list[list[str]] = []
        after = ""
        while not found or after:
            context = browser.get(address, {"words": "rotor", "order": order, "after": after}).context
            found.append([one.title for one in context["rows"]])
            after = context["next"]
        return found

    among_all = {order: pages(order) for order in ORDERS}
    assert [len(page) for page in among_all["title"]] == [50, 4]
    monkeypatch.setattr("across.search.word_search.COMMON", 20)
    for first in (10, 58, 100):  # too few to fill a page, enough, all
        monkeypatch.setattr("documents.documents.filters.LOOKED_AMONG", first)
        assert {order: pages(order) for order in ORDERS} == among_all


@pytest.mark.both_databases
@pytest.mark.parametrize("words", ["pump", "rotors turning", "hydrau", "ada", "slowly roto"])
def test_a_document_is_found_by_title_text_circle_and_author(
    ada: User, project: Project, pump: Document, words: str
) -> None:
    assert index_documents() == 1
    assert index_documents() == 0
    assert "Pump" in listed(ada, project, words=words)
    assert listed(ada, project, words="stator") == []


def test_no_word_takes_the_place_of_another_that_begins_so(ada: User, project: Project, circle: Circle) -> None:
    # Else who may not read a document finds out, letter by letter, which words it has.
    words = " ".join(f"rotor{'x' * 20}{number:02}" for number in range(40))
    Document.create(circle, "Forty words", by=ada, content=update_of(words))
    Document.create(circle, "The last", by=ada, content=update_of(f"rotor{'z' * 30}"))
    while index_documents():
        pass
    assert set(listed(ada, project, words="rotor")) == {"Forty words", "The last"}
    answer = Client(headers=by_token(ada)).get(f"/api/v1/projects/{project.slug}/search", {"q": "rotor"}).json()
    assert {hit["title"] for hit in answer} >= {"Forty words", "The last"}


def test_a_document_that_is_written_in_is_read_for_search_once_it_is_left_alone(pump: Document) -> None:
    assert index_documents() == 1
    log = pump.log
    log.append(edit_into(log.read().updates, nodes_of("The stator hums.\n")), by=None)
    assert index_documents() == 0
    log.append(edit_into(log.read().updates, nodes_of("It hums on.\n")), by=None, at=log.edited_at - 2 * READ_WITHIN)
    assert index_documents() == 1


def test_the_text_of_a_proposal_is_found_by_its_proposal_alone(ada: User, circle: Circle) -> None:
    Document.create(circle, "Text of P-1", by=ada, genre="amendment", content=update_of("The rotor turns."))
    assert index_documents() == 0
    assert not Text.objects.of_kind("document").answering("rotor").exists()
    assert not Text.objects.of_kind("document").answering("P-1").exists()


def test_a_favourite_is_seen_by_who_marked_it_alone(ada: User, bo: User, project: Project, pump: Document) -> None:
    address = f"/p/{project.slug}/documents/"
    at_browser(ada).post(f"{pump.get_absolute_url()}favourite/", {"on": "1"})
    assert at_browser(ada).get(address).context["favourites"] == [pump]
    assert at_browser(bo).get(address).context["favourites"] == []
    at_browser(ada).post(f"{pump.get_absolute_url()}favourite/", {"on": ""})
    assert at_browser(ada).get(address).context["favourites"] == []


def test_the_last_opened_stand_above_the_folders(ada: User, project: Project, circle: Circle, pump: Document) -> None:
    browser = at_browser(ada)
    assert f'hx-post="{pump.get_absolute_url()}visits/"' in browser.get(pump.get_absolute_url()).text
    for document in (pump, Document.objects.get(title="Specification")):
        assert browser.post(f"{document.get_absolute_url()}visits/").status_code == 204
    Favourite.mark(pump, by=ada, is_on=True)
    page = browser.get(f"/p/{project.slug}/documents/")
    assert [visit.document.title for visit in page.context["recent"]] == ["Specification", "Pump"]
    assert page.text.count("only you see them") == 1


def test_an_archived_document_leaves_the_list_and_is_only_read_until_it_is_restored(
    ada: User, bo: User, project: Project, pump: Document
) -> None:
    at_browser(ada).post(f"{pump.get_absolute_url()}archive/")
    assert listed(bo, project) == ["Specification"]
    assert listed(bo, project, archived="1") == ["Pump"]
    page = at_browser(bo).get(pump.get_absolute_url())
    assert "data-read-only" in page.text
    pump.refresh_from_db()
    with pytest.raises(Refused, match="restore it first"):
        pump.rename("Pumps", by=bo)
    at_browser(bo).post(f"{pump.get_absolute_url()}archive/ending/")
    assert "Pump" in listed(ada, project)
    events = list(Entry.objects.of_project(project.pk).filter(subject=str(pump.pk)).values_list("event", flat=True))
    assert events == ["document.created", "document.archived", "document.restored"]


def test_renaming_in_place_leads_back_to_the_line(ada: User, project: Project, pump: Document) -> None:
    browser, address = at_browser(ada), f"/p/{project.slug}/documents/"
    back = f"{address}#doc-{pump.number}"
    assert f'name="back" value="{back}"' in browser.get(address).text
    assert browser.post(f"{pump.get_absolute_url()}title", {"title": "Pumps", "back": back})["Location"] == back


def test_archiving_is_undone_from_the_message_that_tells_of_it(ada: User, project: Project, pump: Document) -> None:
    browser, address = at_browser(ada), f"/p/{project.slug}/documents/"
    page = browser.post(f"{pump.get_absolute_url()}archive/", {"back": address}, follow=True).text
    undo = f"{pump.get_absolute_url()}archive/ending/"
    assert f'action="{undo}"' in page
    assert browser.post(undo, {"back": address})["Location"] == address
    assert "Pump" in listed(ada, project)


def test_a_document_moves_to_another_circle_and_the_specification_stays(
    ada: User, project: Project, pump: Document
) -> None:
    browser, move = at_browser(ada), f"{pump.get_absolute_url()}circle/"
    page = browser.post(move, {"circle": "general"}, follow=True).text
    pump.refresh_from_db()
    assert pump.circle == project.circles.general()
    assert f'action="{move}hydraulics/"' in page
    assert f'action="{move}' not in browser.post(move, {"circle": "general"}, follow=True).text
    browser.post(f"{move}hydraulics/")
    pump.refresh_from_db()
    assert pump.circle.name == "Hydraulics"
    specification = Document.objects.get(title="Specification")
    answer = at_browser(ada).post(f"{specification.get_absolute_url()}circle/", {"circle": "hydraulics"})
    assert answer.status_code == 409


def test_a_copy_says_the_same_and_begins_a_history_of_its_own(bo: User, project: Project, pump: Document) -> None:
    answer = at_browser(bo).post(f"{pump.get_absolute_url()}copies/")
    copy = Document.objects.get(title="Copy of Pump")
    assert answer["Location"] == copy.get_absolute_url()
    assert copy.nodes() == pump.nodes()
    assert (copy.log.seq, copy.log.edited_by, copy.circle) == (1, bo, pump.circle)


def test_the_api_arranges_as_the_pages_do(ada: User, project: Project, pump: Document) -> None:
    def answer(method: str, path: str, data: dict[str, Any] | None = None) -> Any:
        response = getattr(Client(), method)(
            f"/api/v1{path}", data, content_type="application/json", headers=by_token(ada)
        )
        assert response.status_code in (200, 201), response.content
        return response.json()

    changed = answer("patch", f"/documents/{pump.pk}", {"title": "Pumps", "circle": "general", "archived": True})
    assert (changed["title"], changed["circle"], changed["archived"]) == ("Pumps", "general", True)
    archived = answer("get", f"/projects/{project.slug}/documents", {"archived": "true"})
    assert [one["title"] for one in archived["documents"]] == ["Pumps"]
    assert answer("patch", f"/documents/{pump.pk}", {"archived": False})["may_edit"]
    assert answer("post", f"/documents/{pump.pk}/copies")["title"] == "Copy of Pumps"


def test_a_change_that_is_refused_in_part_changes_nothing(ada: User, project: Project) -> None:
    specification, change = Document.objects.get(title="Specification"), {"title": "Other", "archived": True}
    api = Client(headers=by_token(ada))
    answer = api.patch(f"/api/v1/documents/{specification.pk}", change, content_type="application/json")
    assert answer.status_code == 409
    specification.refresh_from_db()
    assert specification.title == "Specification"


def test_what_is_written_by_way_of_the_server_is_read_for_search_at_once(
    pump: Document, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, list[object]]] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: sent.append((name, args)))
    log = pump.log
    with django_capture_on_commit_callbacks(execute=True):
        log.append(edit_into(log.read().updates, nodes_of("The stator hums.\n")), by=None)
    assert sent == [("documents.tasks.index_document", [str(pump.pk)])]
    assert index_document(str(pump.pk))
    assert "stator" in str(DocumentText.objects.get(document=pump).blocks)
