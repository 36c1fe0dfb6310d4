"""Pages that stand side by side, or below one: their order, and how they are restricted."""

import pytest
from django.test import Client

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents import permissions
from documents.documents.models import Document
from documents.documents.workflows.folders import make_folder
from documents.documents.workflows.placing import DocumentPlace, place
from documents.documents.workflows.restricting import RestrictionTerms, restrict, usual_day
from foundation.accounts.models import User
from foundation.audit import clock
from tests.documents.documents.test_order import a_page, chosen, circle, project, told
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser, by_token

__all__ = ["circle", "project"]
pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_page_below_a_restricted_one_is_restricted_alike(
    ada: User, bo: User, project: Project, circle: Circle
) -> None:
    fay = a_person("Fay")
    project.circles.general().admit(fay, by=ada)
    offer, open_page = a_page(circle, "Offer", ada), a_page(circle, "Parts", bo)
    inner = a_page(circle, "Seals", bo, below=open_page)
    restrict(offer, RestrictionTerms("Our price", [bo]), by=ada)
    at_browser(bo).post(
        f"/p/{project.slug}/documents/new?below={offer.number}", {"title": "Prices", "below": offer.number}
    )
    prices = Document.objects.get(title="Prices")
    assert (prices.restriction and prices.restriction.reason, prices.parent) == ("Our price", offer)
    assert all(permissions.may_read(one, prices) for one in (ada, bo))
    assert not permissions.may_read(fay, prices)

    moved = at_browser(bo).post(f"{open_page.get_absolute_url()}place/", {"onto": f"page:{offer.number}"}, follow=True)
    assert "restricted alike" in moved.content.decode()
    assert not permissions.may_read(fay, Document.objects.get(pk=inner.pk))
    undo = f"{open_page.get_absolute_url()}place/?onto=circle:{circle.key}&opens=1"
    at_browser(bo).post(undo)
    assert permissions.may_read(fay, Document.objects.get(pk=open_page.pk))


def test_who_may_not_restrict_a_page_moves_it_and_hears_that_it_stays_open(
    ada: User, project: Project, circle: Circle
) -> None:
    gil, other = a_person("Gil"), a_page(circle, "Parts", ada)
    a_circle(ada, gil, inside=project.circles.general(), name="Field")
    offer = a_page(project.circles.general(), "Offer", ada)
    restrict(offer, RestrictionTerms("Our price", [gil]), by=ada)
    place(other, DocumentPlace(project.circles.general()), by=ada)
    moved = at_browser(gil).post(f"{other.get_absolute_url()}place/", {"onto": f"page:{offer.number}"}, follow=True)
    assert "stays as open as it was" in moved.content.decode()
    assert Document.objects.get(pk=other.pk).restriction is None


@pytest.mark.parametrize("along", [True, False])
def test_who_restricts_a_page_restricts_its_pages_unless_they_say_no(
    ada: User,
    circle: Circle,
    along: bool,
) -> None:
    pump = a_page(circle, "Pump", ada)
    seals = a_page(circle, "Seals", ada, below=pump)
    form = {"reason": "Our price", "ends_on": usual_day(pump, clock.now()).isoformat()}
    assert "Also the page below it" in at_browser(ada).get(f"{pump.get_absolute_url()}restriction/").content.decode()
    at_browser(ada).post(f"{pump.get_absolute_url()}restriction/", form | ({"with_pages": "on"} if along else {}))
    assert Document.objects.get(pk=pump.pk).restriction
    assert bool(Document.objects.get(pk=seals.pk).restriction) is along


@pytest.mark.both_databases
def test_pages_and_folders_are_put_in_an_order_by_hand(ada: User, project: Project, circle: Circle) -> None:
    pump = a_page(circle, "Pump", ada)
    a, b, c = (a_page(circle, title, ada, below=pump) for title in ("A", "B", "C"))
    browser, program = at_browser(ada), Client(headers=by_token(ada))

    def shown() -> str:
        return "".join(one.title for one in browser.get(f"{pump.get_absolute_url()}pages/").context["rows"])

    assert shown() == "ABC"
    browser.post(f"{a.get_absolute_url()}order/", {"towards": "down"})
    assert shown() == "BAC"
    assert (
        browser.post(f"{c.get_absolute_url()}order/", {"before": b.number}, headers={"HX-Request": "1"}).status_code
        == 204
    )
    assert shown() == "CBA"
    program.put(f"/api/v1/documents/{c.pk}/order", {"before": None}, content_type="application/json")
    assert shown() == "BAC"
    a_page(circle, "0 comes last", ada, below=pump)
    assert shown() == "BAC0 comes last"
    refused = program.put(f"/api/v1/documents/{pump.pk}/order", {"before": a.number}, content_type="application/json")
    assert refused.status_code == 409
    assert told(project, "document.ordered") == 3

    plans, tests = (make_folder(circle, name, by=ada) for name in ("Plans", "Tests"))
    address = f"/api/v1/projects/{project.slug}/document-folders/{tests.pk}/order"
    assert program.put(address, {"before": plans.pk}, content_type="application/json").json()["position"] == 1
    inner = browser.get(f"/p/{project.slug}/documents/", {"circle": circle.key}).context["inner"]
    assert [one.name for one in inner] == ["Tests", "Plans"]
    browser.post(f"/p/{project.slug}/documents/folders/{tests.pk}/order/", {"towards": "down"})
    assert told(project, "folder.ordered") == 2


def test_taking_a_move_back_asks_who_may_put_pages_where_they_stood(
    ada: User, bo: User, project: Project, circle: Circle
) -> None:
    pump, offer = a_page(circle, "Pump", ada), a_page(circle, "Offer", ada)
    seals, rings = a_page(circle, "Seals", bo, below=offer), a_page(circle, "Rings", bo, below=pump)
    root = f"/p/{project.slug}/documents/chosen/places/"
    answer = at_browser(bo).post(root, {**chosen(seals, rings), "circle": circle.key, "within": ""}, follow=True)
    (message,) = answer.context["messages"]
    restrict(Document.objects.get(pk=offer.pk), RestrictionTerms("Our price"), by=ada)
    undone = at_browser(bo).post(message.extra_tags, follow=True)
    assert "1 document is as before." in undone.text
    parents = dict(Document.objects.filter(pk__in=[seals.pk, rings.pk]).values_list("title", "parent__title"))
    assert parents == {"Seals": None, "Rings": "Pump"}
