"""Where documents stand: folders, pages below pages, tags, and several changed at once."""

import json
from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents.models import Document, DocumentFolder
from documents.documents.workflows.duplicate import duplicate
from documents.documents.workflows.folders import make_folder, move_folder, remove_folder
from documents.documents.workflows.placing import DocumentPlace, place
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.documents.workflows.tags import set_tags
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def circle(ada: User, bo: User, project: Project) -> Circle:
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")


def a_page(circle: Circle, title: str, by: User, below: Document | None = None) -> Document:
    document = Document.create(circle, title, by=by)
    if below:
        place(document, DocumentPlace(below.circle, below=below), by=by)
    return Document.objects.get(pk=document.pk)


def told(project: Project, event: str) -> int:
    return Entry.objects.filter(project=project.pk, event=event).count()


@pytest.mark.both_databases
def test_a_circle_shows_folders_and_pages_in_one_another(ada: User, project: Project, circle: Circle) -> None:
    pump, plans = a_page(circle, "Pump", ada), make_folder(circle, "Plans", by=ada)
    a_page(circle, "Seals", ada, below=pump)
    drawing = a_page(circle, "Drawing", ada)
    place(drawing, DocumentPlace(circle, folder=plans), by=ada)
    browser, address = at_browser(ada), f"/p/{project.slug}/documents/"
    top = browser.get(address, {"circle": circle.key})
    assert [one.title for one in top.context["rows"]] == ["Pump"]
    assert [one.name for one in top.context["inner"]] == ["Plans"]
    assert "1 page" in top.text
    assert [one.title for one in browser.get(address, {"folder": plans.pk}).context["rows"]] == ["Drawing"]
    assert [one.title for one in browser.get(f"{pump.get_absolute_url()}pages/").context["rows"]] == ["Seals"]
    flat = browser.get(address, {"circle": circle.key, "flat": "1"}).context["rows"]
    assert {one.title for one in flat} == {"Pump", "Seals", "Drawing"}
    pump.archive(by=ada)
    assert [one.title for one in browser.get(address, {"circle": circle.key}).context["rows"]] == ["Seals"]


def test_a_page_goes_neither_below_itself_nor_too_deep(ada: User, circle: Circle) -> None:
    pages = [a_page(circle, "1", ada)]
    for title in "23456":
        pages.append(a_page(circle, title, ada, below=pages[-1]))
    with pytest.raises(Refused, match="below itself"):
        place(pages[0], DocumentPlace(circle, below=pages[3]), by=ada)
    with pytest.raises(Refused, match="deep"):
        a_page(circle, "7", ada, below=pages[-1])


def test_two_people_cannot_put_pages_or_folders_into_each_other_at_once(ada: User, bo: User, circle: Circle) -> None:
    """Each found both at the top before the other's press was carried out."""
    pump, seals = a_page(circle, "Pump", ada), a_page(circle, "Seals", ada)
    place(pump, DocumentPlace(circle, below=seals), by=ada)
    with pytest.raises(Refused, match="below itself"):
        place(seals, DocumentPlace(circle, below=pump), by=bo)
    plans, offers = make_folder(circle, "Plans", by=ada), make_folder(circle, "Offers", by=ada)
    move_folder(plans, offers, by=ada)
    with pytest.raises(Refused, match="into itself"):
        move_folder(offers, plans, by=bo)


def test_nothing_goes_into_a_folder_that_has_just_gone(ada: User, bo: User, circle: Circle) -> None:
    pump, plans, offers = (
        a_page(circle, "Pump", ada),
        *(make_folder(circle, name, by=ada) for name in ("Plans", "2026")),
    )
    remove_folder(DocumentFolder.objects.get(pk=plans.pk), by=ada)
    for late in (
        lambda: place(pump, DocumentPlace(circle, folder=plans), by=bo),
        lambda: move_folder(offers, plans, by=bo),
        lambda: make_folder(circle, "2027", by=bo, inside=plans),
    ):
        with pytest.raises(Refused, match="no longer exists"):
            late()


@pytest.mark.both_databases
def test_its_pages_go_along_to_another_circle_but_those_one_may_not_read(
    ada: User, bo: User, project: Project, circle: Circle
) -> None:
    pump = a_page(circle, "Pump", ada)
    seals, secret = a_page(circle, "Seals", ada, below=pump), a_page(circle, "Offer", ada, below=pump)
    restrict(secret, RestrictionTerms("Our price"), by=ada)
    answer = at_browser(bo).post(f"{pump.get_absolute_url()}place/", {"onto": "circle:general"})
    assert answer.status_code == 302
    places = dict(Document.objects.filter(pk__in=[pump.pk, seals.pk, secret.pk]).values_list("title", "circle__key"))
    assert places == {"Pump": "general", "Seals": "general", "Offer": circle.key}
    assert Document.objects.get(pk=seals.pk).parent_id == pump.pk
    rows = at_browser(bo).get(f"/p/{project.slug}/documents/", {"circle": circle.key}).context["rows"]
    assert [one.title for one in rows] == ["Offer"], "what stayed is listed where it stands"


@pytest.mark.parametrize("by", ["page", "api"])
def test_its_pages_go_along_by_whatever_way_it_is_moved(ada: User, project: Project, circle: Circle, by: str) -> None:
    pump = a_page(circle, "Pump", ada)
    seals = a_page(circle, "Seals", ada, below=pump)
    if by == "page":
        at_browser(ada).post(f"{pump.get_absolute_url()}circle/", {"circle": "general"})
    else:
        sent = json.dumps({"circle": "general"})
        Client(headers=by_token(ada)).patch(f"/api/v1/documents/{pump.pk}", sent, content_type="application/json")
    assert (
        Document.objects.get(pk=seals.pk).circle == Document.objects.get(pk=pump.pk).circle == project.circles.general()
    )


def test_a_document_is_dropped_into_a_folder_and_back_by_the_toast(ada: User, project: Project, circle: Circle) -> None:
    pump, plans = a_page(circle, "Pump", ada), make_folder(project.circles.general(), "Plans", by=ada)
    browser = at_browser(ada)
    browser.post(f"{pump.get_absolute_url()}place/", {"onto": f"folder:{plans.pk}"})
    moved = Document.objects.get(pk=pump.pk)
    assert (moved.folder, moved.circle) == (plans, project.circles.general())
    browser.post(f"{pump.get_absolute_url()}place/?onto=circle:{circle.key}")
    assert DocumentPlace.of(Document.objects.get(pk=pump.pk)) == DocumentPlace(circle)
    assert told(project, "document.placed") == 1
    assert told(project, "document.moved") == 2


@pytest.mark.parametrize(("typed", "folder"), [("Plans / 2026", "2026"), ("plans", "Plans")])
def test_a_place_is_typed(ada: User, project: Project, circle: Circle, typed: str, folder: str) -> None:
    plans = make_folder(circle, "Plans", by=ada)
    make_folder(circle, "2026", by=ada, inside=plans)
    pump = a_page(circle, "Pump", ada)
    form = {"within": typed, "circle": "general"}
    at_browser(ada).post(f"{pump.get_absolute_url()}place/", form)
    assert str(Document.objects.get(pk=pump.pk).folder) == folder
    other = a_page(circle, "Other", ada)
    at_browser(ada).post(f"{pump.get_absolute_url()}place/", {**form, "within": f"{other.reference} Other"})
    assert Document.objects.get(pk=pump.pk).parent == other
    assert at_browser(ada).post(f"{pump.get_absolute_url()}place/", {**form, "within": "Nowhere"}).status_code == 422


def test_a_folder_that_is_removed_leaves_what_was_in_it(ada: User, project: Project, circle: Circle) -> None:
    plans = make_folder(circle, "Plans", by=ada)
    inner = make_folder(circle, "2026", by=ada, inside=plans)
    pump = a_page(circle, "Pump", ada)
    place(pump, DocumentPlace(circle, folder=inner), by=ada)
    with pytest.raises(Refused, match="into itself"):
        move_folder(plans, inner, by=ada)
    remove_folder(inner, by=ada)
    assert Document.objects.get(pk=pump.pk).folder == plans
    remove_folder(plans, by=ada)
    assert Document.objects.get(pk=pump.pk).folder is None
    assert not DocumentFolder.objects.exists()


def test_folders_go_along_when_a_circle_is_merged(ada: User, project: Project, circle: Circle) -> None:
    from documents.documents.extension import with_folders

    plans, pump = make_folder(circle, "Plans", by=ada), a_page(circle, "Pump", ada)
    place(pump, DocumentPlace(circle, folder=plans), by=ada)
    with_folders(circle, project.circles.general(), None, ada, None)
    folder = DocumentFolder.objects.get()
    assert DocumentPlace.of(Document.objects.get(pk=pump.pk)) == DocumentPlace(project.circles.general(), folder)
    with_folders(project.circles.general(), circle, [pump.reference], ada, None)
    assert DocumentPlace.of(Document.objects.get(pk=pump.pk)) == DocumentPlace(circle)


@pytest.mark.both_databases
def test_documents_are_found_by_their_tags(ada: User, project: Project, circle: Circle) -> None:
    pump, offer = a_page(circle, "Pump", ada), a_page(circle, "Offer", ada)
    browser = at_browser(ada)
    browser.post(f"{pump.get_absolute_url()}tags/", {"tags": "seal, Field test"})
    browser.post(f"{offer.get_absolute_url()}tags/", {"tags": "SEAL"})
    found = browser.get(f"/p/{project.slug}/documents/", {"tag": "Seal"}).context["rows"]
    assert {one.title for one in found} == {"Pump", "Offer"}
    browser.post(f"{offer.get_absolute_url()}tags/", {"tags": ""})
    found = browser.get(f"/p/{project.slug}/documents/", {"tag": "seal"}).context["rows"]
    assert [one.title for one in found] == ["Pump"]
    page = browser.get(f"/p/{project.slug}/documents/tags/").text
    assert "Field test" in page
    assert told(project, "document.tagged") == 3


def chosen(*documents: Document) -> dict[str, list[int]]:
    return {"document": [one.number for one in documents]}


def test_several_are_moved_and_tagged_and_archived_and_taken_back(ada: User, project: Project, circle: Circle) -> None:
    pump, seals = a_page(circle, "Pump", ada), a_page(circle, "Seals", ada)
    plans, browser, root = make_folder(circle, "Plans", by=ada), at_browser(ada), f"/p/{project.slug}/documents/chosen/"
    for act, sent in (
        ("places", {"within": "Plans", "circle": circle.key}),
        ("tags", {"tag": "field"}),
        ("archives", {}),
    ):
        before = list(Document.objects.order_by("number").values_list("folder", "tags", "archived_at"))
        page = browser.get(f"{root}{act}/", chosen(pump, seals))
        assert pump.title in page.text
        answer = browser.post(f"{root}{act}/", {**chosen(pump, seals), **sent}, follow=True)
        (message,) = answer.context["messages"]
        assert str(message) == "2 documents changed."
        assert list(Document.objects.order_by("number").values_list("folder", "tags", "archived_at")) != before
        browser.post(message.extra_tags)
        assert list(Document.objects.order_by("number").values_list("folder", "tags", "archived_at")) == before
    assert plans.documents.count() == 0


def test_all_of_them_or_none(ada: User, bo: User, project: Project, circle: Circle) -> None:
    pump, secret = a_page(circle, "Pump", ada), a_page(circle, "Offer", ada)
    restrict(secret, RestrictionTerms("Our price"), by=ada)
    root = f"/p/{project.slug}/documents/chosen/"
    answer = at_browser(bo).post(f"{root}archives/", chosen(pump, secret))
    assert answer.status_code == 403
    assert secret.reference in answer.text
    assert not Document.objects.get(pk=pump.pk).is_archived
    assert at_browser(a_person("Eve")).post(f"{root}archives/", chosen(pump)).status_code == 404
    assert at_browser(bo).post(f"{root}archives/", {"document": [999]}).status_code == 404


def test_several_are_restricted_at_once(ada: User, bo: User, project: Project, circle: Circle) -> None:
    pump, seals = a_page(circle, "Pump", ada), a_page(circle, "Seals", ada)
    sent = {**chosen(pump, seals), "reason": "Our price", "ends_on": "", "readers": "Hydraulics"}
    root = f"/p/{project.slug}/documents/chosen/restrictions/"
    assert at_browser(ada).post(root, sent).status_code == 422
    day = at_browser(ada).get(root, chosen(pump)).context["form"]["ends_on"].value()
    pia = a_person("Pia Sand")
    project.circles.general().admit(pia, by=ada)
    assert at_browser(pia).post(root, {**sent, "ends_on": day}).status_code == 403
    assert at_browser(ada).post(root, {**sent, "ends_on": day}).status_code == 302
    assert Document.objects.readable_by(bo).filter(pk__in=[pump.pk, seals.pk]).count() == 2
    assert not Document.objects.readable_by(pia).filter(pk__in=[pump.pk, seals.pk]).exists()


def test_tags_are_those_of_the_project(ada: User, circle: Circle) -> None:
    pump = a_page(circle, "Pump", ada)
    with pytest.raises(Refused, match="at most 10"):
        set_tags(pump, [str(number) for number in range(11)], by=ada)
    with pytest.raises(Refused, match="no comma"):
        set_tags(pump, ["a" * 41], by=ada)


def test_programs_order_documents_as_people_do(ada: User, project: Project, circle: Circle) -> None:
    pump, seals = a_page(circle, "Pump", ada), a_page(circle, "Seals", ada)
    program, root = Client(headers=by_token(ada)), f"/api/v1/projects/{project.slug}/"

    def send(method: str, address: str, body: Any) -> Any:
        answer = program.generic(method, address, json.dumps(body), "application/json")
        assert answer.status_code in {200, 201, 204}, answer.content
        return answer.json() if answer.content else None

    folder = send("POST", f"{root}document-folders", {"name": "Plans", "circle": circle.key})
    sent = {"documents": [pump.number, seals.number], "place": {"folder": folder["id"]}, "tag": "field"}
    assert send("POST", f"{root}document-changes", sent) == {"documents": [pump.number, seals.number]}
    place_ = send("PUT", f"/api/v1/documents/{seals.pk}/place", {"below": pump.number})
    assert place_ == {"circle": circle.key, "folder": None, "below": pump.number, "pages": []}
    assert send("GET", f"/api/v1/documents/{pump.pk}/place", None)["pages"] == [seals.number]
    assert send("GET", f"{root}document-folders", None)[0]["documents"] == 1
    (tag,) = send("GET", f"{root}document-tags", None)
    assert (tag["name"], tag["documents"]) == ("field", 2)
    send("PATCH", f"{root}document-tags/{tag['id']}", {"name": "outside"})
    found = send("GET", f"{root}documents?tag=Outside&order=made", None)["documents"]
    assert [one["title"] for one in found] == ["Seals", "Pump"]
    assert send("PUT", f"/api/v1/documents/{pump.pk}/tags", {"tags": []}) == {"tags": []}
    send("PATCH", f"{root}document-folders/{folder['id']}", {"name": "Drawings"})
    send("DELETE", f"{root}document-folders/{folder['id']}", None)
    everything = {one["title"] for one in send("GET", f"{root}documents?circle={circle.key}", None)["documents"]}
    assert everything == {"Pump", "Seals"}, "a program's list hides no page"


def test_a_copy_stands_beside_the_first_with_its_tags(ada: User, circle: Circle) -> None:
    plans, pump = make_folder(circle, "Plans", by=ada), a_page(circle, "Pump", ada)
    place(pump, DocumentPlace(circle, folder=plans), by=ada)
    set_tags(pump, ["seal"], by=ada)
    copy = duplicate(Document.objects.get(pk=pump.pk), by=ada)
    copy.refresh_from_db()
    assert (copy.folder, [str(tag) for tag in copy.tags.all()]) == (plans, ["seal"])
