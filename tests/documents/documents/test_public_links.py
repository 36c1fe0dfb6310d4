"""A public link: who may make one, what it shows, and everything that lets it show nothing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.workflows.project_settings import change_settings
from documents.documents.models import Document, PublicLink
from documents.documents.tasks import watch_public_links
from documents.documents.views import shared
from documents.documents.workflows.begin_document import begin_document
from documents.documents.workflows.duplicate import duplicate
from documents.documents.workflows.public_links import WRONG_AN_HOUR, end_public_link, make_public_link
from documents.documents.workflows.restricting import RestrictionTerms, restrict
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_file, a_person, a_project
from tests.foundation.files.sending import a_picture
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db

TEXT = """# Flow

It turns slowly; see [the register](/p/pump/decisions/) and [ISO](https://iso.org/9001).
"""


@pytest.fixture
def project(ada: User) -> Project:
    return change_settings(a_project(ada), by=ada, public_links=True)


@pytest.fixture
def circle(ada: User, bo: User, project: Project) -> Circle:
    return a_circle(ada, bo, inside=project.circles.general(), name="Hydraulics")


@pytest.fixture
def pump(ada: User, circle: Circle) -> Document:
    return Document.create(circle, "Pump", by=ada, content=update_of(TEXT))


def path_of(link: PublicLink) -> str:
    return re.sub(r"^https?://[^/]+", "", link.address)


def told(project: Project, event: str) -> list[dict[str, Any]]:
    return [one.facts for one in Entry.objects.filter(project=project.pk, event=event).order_by("seq")]


@pytest.mark.both_databases
def test_whoever_has_the_link_reads_the_document_and_finds_nothing_else(
    ada: User, project: Project, pump: Document
) -> None:
    link = make_public_link(pump, by=ada)
    page = Client().get(path_of(link))
    assert page.status_code == 200
    assert "It turns slowly" in page.text
    for hidden in (project.name, "Hydraulics", pump.reference, str(ada), f"/p/{project.slug}/", "/decisions/"):
        assert hidden not in page.text
    assert 'href="https://iso.org/9001"' in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert page.headers["Cache-Control"] == "private, no-store"
    ours = at_browser(ada).get(pump.get_absolute_url()).headers["Content-Security-Policy"]
    assert without_nonce(page.headers["Content-Security-Policy"]) == without_nonce(ours)


def without_nonce(policy: str) -> str:
    return re.sub(r"'nonce-[^']+'", "", policy)


def test_the_record_tells_who_made_it_by_how_many_it_was_opened_and_that_it_ended(
    ada: User, bo: User, project: Project, pump: Document
) -> None:
    address = f"{pump.get_absolute_url()}public-link/"
    day = at_browser(bo).get(address).context["form"]["ends_on"].value()
    at_browser(bo).post(address, {"ends_on": day, "password": ""})
    link = PublicLink.objects.get()
    first, second = Client(), Client()
    for browser in (first, first, second):
        assert browser.get(path_of(link)).status_code == 200
    page = at_browser(bo).get(address)
    assert link.address in page.text
    assert "Opened by 2 people." in page.text
    at_browser(ada).post(f"{address}ending/")
    assert first.get(path_of(link)).status_code == 404
    assert told(project, "public_link.made")[0] == {"until": day.isoformat(), "protected": False}
    assert told(project, "public_link.ended")[0] == {"opened_by": 2}
    record = at_browser(ada).get(f"/p/{project.slug}/record/").text
    assert "2 people opened it" in record


def shut_by_restriction(link: PublicLink, ada: User) -> None:
    restrict(link.document, RestrictionTerms("Our price"), by=ada)


def shut_by_archive(link: PublicLink, ada: User) -> None:
    link.document.archive(by=ada)


def shut_by_settings(link: PublicLink, ada: User) -> None:
    change_settings(link.document.project, by=ada, public_links=False)


def shut_by_project(link: PublicLink, ada: User) -> None:
    Project.objects.update(archived_at=datetime.now(UTC))


def shut_by_account(link: PublicLink, ada: User) -> None:
    User.objects.filter(pk=link.made_by_id).update(is_active=False)


def shut_by_leaving(link: PublicLink, ada: User) -> None:
    link.made_by.memberships.update(ended_at=datetime.now(UTC))


def shut_by_day(link: PublicLink, ada: User) -> None:
    PublicLink.objects.update(ends_at=datetime.now(UTC) - timedelta(seconds=1))


SHUT = [
    *(shut_by_restriction, shut_by_archive, shut_by_settings, shut_by_project),
    *(shut_by_account, shut_by_leaving, shut_by_day),
]


@pytest.mark.both_databases
@pytest.mark.parametrize("shut", SHUT)
def test_it_shows_nothing_once_its_document_is_not_for_everyone(
    ada: User, bo: User, project: Project, pump: Document, shut: Any
) -> None:
    link = make_public_link(pump, by=bo)
    browser, unknown = Client(), f"/shared/{'0' * 32}.{'A' * 43}/"
    assert browser.get(path_of(link)).status_code == 200
    shut(PublicLink.objects.select_related("document__project", "made_by").get(), ada)
    gone = browser.get(path_of(link))
    assert gone.status_code == 404
    assert "turns slowly" not in gone.text
    assert body(gone.text) == body(browser.get(unknown).text), "no one learns that there was a link"


def body(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("shut", [shut_by_restriction, shut_by_archive, shut_by_settings])
def test_it_does_not_come_back_by_itself(ada: User, project: Project, pump: Document, shut: Any) -> None:
    link = make_public_link(pump, by=ada)
    shut(PublicLink.objects.select_related("document__project", "made_by").get(), ada)
    assert PublicLink.objects.get().ended_at is not None
    assert told(project, "public_link.ended") == [{"opened_by": 0}]
    assert Client().get(path_of(link)).status_code == 404


def test_its_day_is_written_down(ada: User, project: Project, pump: Document) -> None:
    link = make_public_link(pump, by=ada)
    shut_by_day(link, ada)
    assert (watch_public_links(), watch_public_links()) == (1, 0)
    assert told(project, "public_link.expired") == [{"opened_by": 0, "until": link.ends_on.isoformat()}]


@pytest.mark.parametrize("who", ["member elsewhere", "outsider", "by settings", "by server"])
def test_who_may_not_make_one(ada: User, project: Project, pump: Document, who: str) -> None:
    pia = a_person("Pia Sand")
    if who != "outsider":
        project.circles.general().open_circle("Sales", by=ada).admit(pia, by=ada)
    person = ada if who.startswith("by") else pia
    if who == "by settings":
        change_settings(project, by=ada, public_links=False)
    address = f"{pump.get_absolute_url()}public-link/"
    with override_settings(PUBLIC_LINKS=who != "by server"):
        answer = at_browser(person).post(address, {"ends_on": "2027-01-01"})
    assert answer.status_code == (404 if who == "outsider" else 403)
    assert not PublicLink.objects.exists()


def test_the_server_turns_off_those_that_are_there(ada: User, pump: Document) -> None:
    link = make_public_link(pump, by=ada)
    with override_settings(PUBLIC_LINKS=False):
        assert Client().get(path_of(link)).status_code == 404


def test_whoever_reads_the_document_sees_that_it_has_a_link_and_only_who_may_make_one_its_address(
    ada: User, project: Project, pump: Document
) -> None:
    link, pia = make_public_link(pump, by=ada), a_person("Pia Sand")
    project.circles.general().open_circle("Sales", by=ada).admit(pia, by=ada)
    page = at_browser(pia).get(f"{pump.get_absolute_url()}public-link/").text
    assert "Made by" in page
    assert link.key not in page
    assert at_browser(pia).post(f"{pump.get_absolute_url()}public-link/ending/").status_code == 403


def test_a_password_is_asked_for_and_another_link_has_another(ada: User, pump: Document) -> None:
    link, browser = make_public_link(pump, by=ada, password="correct horse"), Client()
    page = browser.get(path_of(link))
    assert "turns slowly" not in page.text
    assert "Pump" not in page.text
    assert "READER" not in browser.cookies
    assert browser.post(path_of(link), {"password": "wrong horse"}).status_code == 403
    assert browser.post(path_of(link), {"password": "correct horse"}).status_code == 302
    assert "turns slowly" in browser.get(path_of(link)).text
    cookie = browser.cookies["shared_pass"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", path_of(link))
    assert PublicLink.objects.get().readers == 1
    other = make_public_link(pump, by=ada, password="another horse")
    assert browser.get(path_of(link)).status_code == 404
    assert "turns slowly" not in Client(headers={"Cookie": f"shared_pass={cookie.value}"}).get(path_of(other)).text


@pytest.mark.both_databases
def test_a_browser_sends_the_password_from_a_page_that_tells_its_origin(ada: User, pump: Document) -> None:
    """With no referrer at all a browser says `Origin: null` of a form, and that is refused."""
    link = make_public_link(pump, by=ada, password="correct horse")
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(path_of(link))
    assert page.headers["Referrer-Policy"] == "strict-origin"
    token, *_others = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
    sent = {"password": "correct horse", "csrfmiddlewaretoken": token}
    assert browser.post(path_of(link), sent, headers={"Origin": "null"}).status_code == 403
    assert browser.post(path_of(link), sent).status_code == 302


def test_passwords_cannot_be_guessed(ada: User, pump: Document) -> None:
    link = make_public_link(pump, by=ada, password="correct horse")
    tried = [
        Client(REMOTE_ADDR="203.0.113.7").post(path_of(link), {"password": f"guess {number}"}).status_code
        for number in range(7)
    ]
    assert tried == [403] * 5 + [429] * 2
    PublicLink.objects.update(tries=WRONG_AN_HOUR)
    elsewhere = Client(REMOTE_ADDR="203.0.113.8")
    assert elsewhere.post(path_of(link), {"password": "correct horse"}).status_code == 429
    PublicLink.objects.update(tries_since=datetime.now(UTC) - timedelta(hours=2))
    assert elsewhere.post(path_of(link), {"password": "correct horse"}).status_code == 302
    assert PublicLink.objects.get().tries == 0


def test_opening_is_throttled_by_network(ada: User, pump: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "PAGES_A_MINUTE", 3)
    link = make_public_link(pump, by=ada)
    found = [Client(REMOTE_ADDR="203.0.113.9").get(path_of(link)) for _ in range(4)]
    assert [one.status_code for one in found] == [200, 200, 200, 429]
    assert found[-1].headers["X-Robots-Tag"].startswith("noindex")
    assert Client(REMOTE_ADDR="203.0.113.10").get(path_of(link)).status_code == 200


def test_it_names_this_server_whatever_host_was_asked_for(ada: User, pump: Document) -> None:
    make_public_link(pump, by=ada)
    with override_settings(ALLOWED_HOSTS=["*"]):
        page = at_browser(ada).get(f"{pump.get_absolute_url()}public-link/", headers={"Host": "evil.example"}).text
    assert "evil.example" not in page


def test_its_pictures_load_and_no_other_file_does(ada: User, circle: Circle, pump: Document) -> None:
    shown, other = (a_file("document", pump.pk, by=ada, name="a.png", content=a_picture("PNG")) for _ in range(2))
    text = f"![Flow](#file-{shown.pk})"
    document = begin_document(circle, "With a picture", by=ada, nodes=nodes_of(text))
    for file in (shown, other):
        file.on_id = str(document.pk)
        file.save()
    link = make_public_link(document, by=ada)
    page = Client().get(path_of(link)).text
    assert str(other.pk) not in page
    below = f"{path_of(link)}pictures/"
    assert f'src="{below}{shown.pk}/picture"' in page
    picture = Client().get(f"{below}{shown.pk}/picture")
    assert (picture.status_code, picture.headers["Content-Type"][:6]) == (200, "image/")
    assert picture.headers["X-Robots-Tag"].startswith("noindex")
    assert Client().get(f"{below}{other.pk}/picture").status_code == 404
    end_public_link(link, by=ada)
    assert Client().get(f"{below}{shown.pk}/picture").status_code == 404


def test_a_copy_of_the_document_has_none(ada: User, pump: Document) -> None:
    make_public_link(pump, by=ada)
    assert not duplicate(pump, by=ada).public_links.exists()


@pytest.mark.parametrize(("day", "why"), [(0, "still to come"), (400, "within 366 days")])
def test_it_ends_within_a_year(ada: User, project: Project, pump: Document, day: int, why: str) -> None:
    ends_on = project.day_of(datetime.now(UTC)) + timedelta(days=day)
    with pytest.raises(Refused, match=why):
        make_public_link(pump, by=ada, ends_on=ends_on)
