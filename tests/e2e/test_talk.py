"""Two people talk, one of them on two devices: written offline, read here and there, promoted, moved, closed."""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.chat.models import Message, Room, Topic
from chat.chat.workflows.conversation import open_topic, post_message
from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Link
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY, TOLD_IN_ENGLISH, TOLD_IN_FRENCH
from tests.e2e.test_files import drop
from tests.foundation.files.sending import a_picture
from tests.support.browsers import PHONE, OpenBrowser, Person, SignIn
from tests.support.deployments import Deployment

WORDS = {
    "en": {
        "write": "Write to Leak at farm 2",
        "unread": "Mark as unread from here",
        "reply": "Add a reaction",
        "seen": "I am looking at it",
        "more": "More",
        "pin": "Pin",
        "tension": "Bring to the sync as a tension",
        "save": "Save",
        "close": "Close with an outcome",
        "answered": "answered",
        "end": "Close the topic",
        "closed": "Closed: answered",
        "moved": "This message was moved to",
        "move": "Move",
        "new_topic": "or to a new one, called",
        "send_to": "Write",
        "private": "Only the two of you",
        "seen_by": "Seen",
        "here": "Here now",
        "typing": "is typing",
    },
    "fr": {
        "write": "Écrire à Leak at farm 2",
        "unread": "Marquer comme non lu à partir d’ici",
        "reply": "Ajouter une réaction",
        "seen": "Je regarde",
        "more": "Plus",
        "pin": "Épingler",
        "tension": "Apporter à la synchro comme tension",
        "save": "Enregistrer",
        "close": "Clore avec une issue",
        "answered": "répondu",
        "end": "Clore le sujet",
        "closed": "Clos",
        "moved": "Ce message a été déplacé vers",
        "move": "Déplacer",
        "new_topic": "ou vers un nouveau, intitulé",
        "send_to": "Écrire",
        "private": "Visible de vous deux",
        "seen_by": "Vu",
        "here": "Ici maintenant",
        "typing": "écrit",
    },
}


@dataclass
class Scene:
    """Ada and Bo, Bo's phone, and the address of their topic."""

    ada: Person
    bo: Person
    phone: Person
    address: str
    words: dict[str, str]


def make_topic(language: str, *emails: str) -> str:
    """Make a topic of a project in which both are, who read this language; return its address."""
    User.objects.filter(email__in=emails).update(language=language)
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada, language=language).circles.general()
    general.admit(bo, by=ada)
    topic = open_topic(Room.of(general), "Leak at farm 2", by=ada)
    post_message(topic, "The lower flange weeps.", by=ada)
    return topic.get_absolute_url()


def texts_of(address: str) -> list[str]:
    """Return what stands in a topic, in its order."""
    topic = UUID(address.rstrip("/").rpartition("/")[2])
    return list(Message.objects.filter(topic=topic).order_by("seq").values_list("text", flat=True))


def name_of(email: str) -> str:
    """Return a person's name."""
    return User.objects.get(email=email).name


def became(text: str) -> list[str]:
    """Return what was made of a message with this text."""
    return [link.target_kind for link in Link.objects.out_of(Message.objects.filter(text=text).latest("said_at"))]


def outcome_of(address: str) -> str:
    """Return what came of a topic."""
    return Topic.objects.get(pk=address.rstrip("/").rpartition("/")[2]).outcome


@pytest.fixture
def scene(language: str, sign_in: SignIn, open_browser: OpenBrowser, deployment: Deployment) -> Scene:
    ada, bo = sign_in("ada"), sign_in("bo")
    address = deployment.call(make_topic, language, ada.email, bo.email)
    phone = open_browser("bo", bo.url, viewport=PHONE, has_touch=True)
    phone.email = bo.email
    phone.come_back(deployment)
    made = Scene(ada, bo, phone, address, WORDS[language])
    for person in (ada, bo):
        enter(person, address)
    return made


def enter(person: Person, address: str) -> None:
    """Open a conversation, and wait until it is live."""
    person.goto(address)
    expect(person.page.locator("[data-island=chat][data-mounted]")).to_be_visible()


def field(page: Page) -> Locator:
    return page.locator("[data-composer] textarea")


def message(page: Page, text: str) -> Locator:
    return page.locator(".message", has=page.locator(".message__text", has_text=text))


def open_menu(page: Page, text: str, words: dict[str, str]) -> Locator:
    """Open the menu of a message; returns it."""
    found = message(page, text)
    found.hover()
    found.get_by_role("button", name=words["more"], exact=True).click()
    return page.locator("#message-more")


@EMBEDDED_ONLY
@TOLD_IN_ENGLISH
def test_drafts_and_messages_survive_a_cut_and_a_reload(scene: Scene, deployment: Deployment) -> None:
    ada, bo, phone = scene.ada, scene.bo, scene.phone
    enter(phone, scene.address)

    # A draft of the desk is on the phone while it is written, and there after a reload.
    field(bo.page).press_sequentially("It is the gasket")
    expect(field(phone.page)).to_have_value("It is the gasket")
    expect(ada.page.locator("[data-typing]")).to_contain_text(scene.words["typing"])
    enter(phone, scene.address)
    expect(field(phone.page)).to_have_value("It is the gasket")

    # Sent without a connection, it waits on the device over a reload, and stands once.
    bo.expect_error("Failed to load resource|WebSocket|ERR_INTERNET_DISCONNECTED")
    bo.page.context.set_offline(offline=True)
    field(bo.page).press("Enter")
    expect(bo.page.locator(".message--unsent")).to_contain_text("It is the gasket")
    bo.page.context.set_offline(offline=False)
    bo.page.reload()
    expect(message(bo.page, "It is the gasket")).to_have_count(1)
    expect(bo.page.locator(".message--unsent")).to_have_count(0)
    expect(message(ada.page, "It is the gasket")).to_be_visible()
    expect(ada.page.locator("[data-announce]")).to_contain_text("It is the gasket")
    expect(field(phone.page)).to_have_value("")

    # The answer is lost on its way: reloaded in mid-send, the message is sent again and stands once all the same.
    bo.page.route("**/messages/", lambda route: (route.fetch(), route.abort()), times=1)
    field(bo.page).fill("I bring two new ones")
    field(bo.page).press("Enter")
    expect(bo.page.locator(".message--unsent")).to_be_visible()
    bo.page.reload()
    expect(message(bo.page, "I bring two new ones")).to_have_count(1)
    expect(bo.page.locator(".message--unsent")).to_have_count(0)
    assert deployment.call(texts_of, scene.address) == [
        "The lower flange weeps.",
        "It is the gasket",
        "I bring two new ones",
    ]


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_what_is_read_on_one_device_is_read_on_the_other_until_it_is_marked_unread(scene: Scene) -> None:
    ada, bo, phone, words = scene.ada, scene.bo, scene.phone, scene.words
    room = re.sub(r"/[^/]+/$", "/", scene.address)
    expect(bo.page.locator(".room__count").first).to_have_text("")  # what was said before is read
    phone.goto(re.sub(r"chat/.*", "chat/", scene.address))
    phone.page.locator("[data-room]").first.wait_for()
    count = phone.page.locator(".room__count").first
    bo.goto(room.replace("/chat/", "/circles/"))  # away from the conversation
    field(ada.page).fill("Who has the torque?")
    field(ada.page).press("Enter")
    expect(count).to_have_text("1")
    enter(bo, scene.address)
    expect(message(bo.page, "Who has the torque?")).to_be_visible()
    expect(count).to_have_text("", timeout=4_000)
    open_menu(bo.page, "Who has the torque?", words).get_by_text(words["unread"]).click()
    expect(count).to_have_text("1", timeout=4_000)
    expect(bo.page.locator(".talk__day--new + .message")).to_contain_text("Who has the torque?")


@EMBEDDED_ONLY
@TOLD_IN_ENGLISH
def test_a_message_is_picked_marked_edited_promoted_moved_and_its_topic_closed(
    scene: Scene, deployment: Deployment
) -> None:
    ada, bo, words = scene.ada, scene.bo, scene.words
    page, other = ada.page, bo.page

    # A mention by the picker, with a picture.
    name = deployment.call(name_of, bo.email)
    field(page).press_sequentially(f"Look, @{name[:2]}")
    expect(page.locator(".pick [data-name]").first).to_contain_text(name)
    field(page).press("Enter")
    field(page).press_sequentially(": it weeps")
    drop(page, "leak.jpg", a_picture(size=(600, 400)))
    expect(page.locator(".upload")).to_have_count(1)
    field(page).press("Enter")
    theirs = message(other, "it weeps")
    expect(theirs.locator("mark")).to_have_text(f"@{name}")
    expect(theirs.locator("img").last).to_be_visible()

    # A reaction shows on both sides; a pin stands at the top of both.
    theirs.hover()
    theirs.get_by_role("button", name=words["reply"]).click()
    other.locator("#react [data-react=eye]").click()
    expect(message(page, "it weeps").locator("[data-reactions] [data-number]")).to_have_text("1")
    open_menu(other, "it weeps", words).get_by_text(words["pin"]).click()
    expect(page.locator(".pinned__one")).to_contain_text("it weeps")

    # Edited where it stands.
    field(page).press("ArrowUp")
    edit = page.locator("[data-edit] textarea")
    expect(edit).to_be_focused()
    edit.fill(f"Look, @{name}: it weeps at 4 bar")
    edit.press("Enter")
    expect(message(other, "it weeps at 4 bar")).to_be_visible()

    # Promoted in two presses, and the message says what became of it.
    open_menu(other, "it weeps at 4 bar", words).get_by_text(words["tension"]).click()
    expect(other.locator(".promoted")).to_be_visible()
    assert deployment.call(became, f"Look, @{name}: it weeps at 4 bar") == ["tension"]

    # Moved to a topic of its own, with a trace.
    other.get_by_label(words["new_topic"]).fill("Torque of the bolts")
    ada.goto(other.url.removeprefix(ada.url))
    page.get_by_label(words["new_topic"]).fill("Torque of the bolts")
    page.get_by_role("button", name=words["move"], exact=True).click()
    expect(message(page, "it weeps at 4 bar")).to_be_visible()
    enter(ada, scene.address)
    expect(page.locator(".message--removed")).to_contain_text(words["moved"])

    # Closed with what came of it.
    page.get_by_role("button", name=words["close"]).first.click()
    page.locator("#outcome").get_by_text(words["answered"], exact=True).click()
    page.get_by_role("button", name=words["end"]).click()
    expect(page.locator(".stream__note")).to_contain_text(words["closed"])
    assert deployment.call(outcome_of, scene.address) == "answered"


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_a_direct_message_reaches_one_person_and_nobody_else(
    scene: Scene, deployment: Deployment, sign_in: SignIn
) -> None:
    ada, bo, phone, words = scene.ada, scene.bo, scene.phone, scene.words
    name = deployment.call(name_of, bo.email)
    ada.goto(re.sub(r"chat/.*", "direct/new/", scene.address))
    ada.page.locator("[data-picks]").press_sequentially(name[:3])
    ada.page.locator(".pick [data-value]", has_text=name).click()
    expect(ada.page.locator(".people-field__one")).to_contain_text(name)
    ada.page.get_by_role("button", name=words["send_to"], exact=True).click()
    expect(ada.page.locator(".private")).to_contain_text(words["private"])
    expect(ada.page.locator("[data-island=chat][data-mounted]")).to_be_visible()
    enter(bo, scene.address)
    field(ada.page).fill("Between us: I am late.")
    field(ada.page).press("Enter")
    row = bo.page.locator(".direct")
    expect(row).to_contain_text("Between us: I am late.")
    expect(row.locator(".topic__count")).to_have_text("1")
    phone.goto("/inbox/")
    expect(told := phone.page.locator("[data-item]", has_text="Between us: I am late.")).to_be_visible()
    row.click()
    expect(message(bo.page, "Between us: I am late.")).to_be_visible()
    expect(told).to_have_count(0)
    expect(ada.page.locator("#seen")).to_have_text(words["seen_by"])
    drop(ada.page, "leak.txt", b"0.4 ml an hour", on=".chat__side", kind="text/plain")
    field(ada.page).press("Enter")
    expect(bo.page.locator(".message .files")).to_contain_text("leak.txt")
    expect(ada.page.locator("#direct-head")).to_contain_text(words["here"])
    eve = sign_in("eve").expect_error("404")
    eve.goto(ada.page.url.removeprefix(ada.url))
    expect(eve.page.locator(".wrong__code")).to_have_text("404")
