"""Two people write one text on two nodes while the network between them and the servers breaks."""

from itertools import zip_longest

import pytest
from playwright.sync_api import Dialog, Page, Request, WebSocket, expect
from playwright.sync_api import Error as BrowserError

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from documents.richtext.markdown_reader import update_of
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from tests.support.browsers import Person, SignIn
from tests.support.deployments import Deployment
from tests.support.network import Network

pytestmark = pytest.mark.xdist_group("networks")  # their deployment is started once
NO_NETWORK = "net::ERR_|WebSocket connection to|Failed to fetch|Failed to load resource"
LINES = "The seal stayed dry.\n\nThe ring is worn."


@pytest.fixture
def deployment(reachable_by_networks: tuple[Deployment, list[Network]]) -> Deployment:
    return reachable_by_networks[0]


def make_document(*emails: str) -> tuple[str, str]:
    """Make a document of two people; return its address and its id."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    document = Document.create(general, "Wear test", by=ada, content=update_of(LINES))
    return document.get_absolute_url(), str(document.pk)


def text_in_log(document: str) -> str:
    """Return what the log of a document says, as Markdown."""
    return markdown_of(Document.objects.get(pk=document).nodes()).strip()


def two_people(sign_in: SignIn) -> tuple[Person, Person]:
    ada, bo = sign_in("ada"), sign_in("bo", node=1)
    for person in (ada, bo):
        person.expect_error(NO_NETWORK)
        person.page.set_default_timeout(60_000)  # they load pages again and again while the other types
    return ada, bo


def open_at(person: Person, address: str, line: str, key: str = "End") -> Page:
    """Open a document and go to the end (or "Home") of a line, once it is known to be saved."""
    page = person.goto(address).page
    says(page, "saved")
    page.locator(".tiptap p", has_text=line).click()
    page.keyboard.press(key)
    return page


def forward(page: Page, ms: int) -> None:
    """Move the page's clock, once no answer is waited for: it would be given up as late."""
    expect(page.locator(".htmx-request")).to_have_count(0)
    page.clock.fast_forward(ms)


def says(page: Page, state: str) -> None:
    """Wait until the sign says so."""
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", state, timeout=60_000)


def is_of_document(socket: WebSocket) -> bool:
    return "/ws/documents/" in socket.url


def type_at_once(page: Page, words: str, other: Page, others: str) -> None:
    """Let two people type, a letter of one and a letter of the other."""
    for here, there in zip_longest(words, others, fillvalue=""):
        page.keyboard.type(here)
        other.keyboard.type(there)


def type_offline(page: Page, other: Page, when: str, minutes: int) -> None:
    """Let some minutes pass, and two people type; their pages tell them where they stand."""
    for one in (page, other):
        forward(one, minutes * 60_000)
    type_at_once(page, f"Ada {when}. ", other, f" Bo {when}.")
    for one in (page, other):
        says(one, "offline")
        expect(one.locator("[data-bar]")).to_contain_text("Your text is kept on this device")


def reload_in_vain(page: Page) -> None:
    """Load the page again: one is warned, and sees nothing, as there is no network."""
    warnings: list[str] = []

    def leave(dialog: Dialog) -> None:
        warnings.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    with pytest.raises(BrowserError, match="net::ERR_"):
        page.reload()
    assert warnings == ["beforeunload"]
    page.wait_for_url("chrome-error://**")
    page.goto("about:blank")  # an error page loads again by itself


def test_after_a_quarter_of_an_hour_without_network_everything_typed_is_there_once(
    sign_in: SignIn, deployment: Deployment, networks: list[Network]
) -> None:
    ada, bo = two_people(sign_in)
    for person in (ada, bo):
        person.page.clock.install()
    address, document = deployment.call(make_document, ada.email, bo.email)
    page, other = open_at(ada, address, "seal", "Home"), open_at(bo, address, "seal")
    type_at_once(page, "Ada before. ", other, " Bo before.")
    for one in (page, other):
        expect(one.locator(".tiptap p").first).to_have_text("Ada before. The seal stayed dry. Bo before.")
        says(one, "saved")

    for network in networks:
        network.cut()
    for minutes, when in ((5, "away"), (10, "later")):
        type_offline(page, other, when, minutes)

    reload_in_vain(other)  # later his text comes from his device
    for network in networks:
        network.mend()
    bo.goto(address)
    whole = "Ada before. Ada away. Ada later. The seal stayed dry. Bo before. Bo away. Bo later."
    for one in (page, other):
        expect(one.locator(".tiptap p")).to_have_text([whole, "The ring is worn."], timeout=20_000)
        says(one, "saved")
    assert deployment.call(text_in_log, document) == f"{whole}\n\nThe ring is worn."


def test_where_websockets_are_blocked_http_takes_over_until_they_are_allowed(
    sign_in: SignIn, deployment: Deployment, networks: list[Network]
) -> None:
    ada, bo = two_people(sign_in)
    address, document = deployment.call(make_document, ada.email, bo.email)
    requests: list[Request] = []
    bo.page.on("request", lambda one: requests.append(one) if "/sync?" in one.url else None)
    bo.page.clock.install()

    networks[1].block_websockets()
    page, other = open_at(ada, address, "seal"), open_at(bo, address, "ring")
    assert networks[1].refused_websockets >= 2
    type_at_once(page, " By socket.", other, " By HTTP.")
    for one in (page, other):
        expect(one.locator(".tiptap p")).to_have_text(["The seal stayed dry. By socket.", "The ring is worn. By HTTP."])
        says(one, "saved")
    assert requests

    with bo.page.expect_event("console", lambda said: "/ws/documents/" in said.text and "403" in said.text):
        forward(bo.page, 61_000)
    says(other, "saved")
    networks[1].allow_websockets()
    with bo.page.expect_event("websocket", is_of_document) as tried:
        forward(bo.page, 61_000)
    with tried.value.expect_event("framesent"):  # the editor has taken it over
        pass
    says(other, "saved")
    requests.clear()
    type_at_once(page, " Again.", other, " No more.")
    expect(page.locator(".tiptap p").last).to_have_text("The ring is worn. By HTTP. No more.", timeout=20_000)
    expect(page.locator(".cursor__name[data-name='Bo']")).to_have_count(1)
    says(other, "saved")
    assert [one.url for one in requests] == []

    networks[1].block_websockets()  # in the middle
    other.keyboard.type(" Blocked again.")
    says(other, "saved")
    assert requests
    whole = "The seal stayed dry. By socket. Again.\n\nThe ring is worn. By HTTP. No more. Blocked again."
    assert deployment.call(text_in_log, document) == whole
