"""A morning of two hundred messages between three people, of whom one is at a desk and on a phone and goes away for a
while: all of them see the same, and what counts as unread is what was not read.
"""

import random
import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from chat.chat.contexts.unread import unread_by_circle
from chat.chat.models import Message, Topic
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.e2e.conftest import EMBEDDED_ONLY, TOLD_IN_FRENCH
from tests.e2e.test_files import drop
from tests.e2e.test_talk import WORDS, enter, make_topic, message, name_of, open_menu
from tests.e2e.test_talk import field as composer
from tests.foundation.files.sending import a_picture
from tests.support.browsers import OpenBrowser, Person, SignIn
from tests.support.deployments import Deployment

MESSAGES = 200
AWAY = range(70, 130)
"""Meanwhile bo is at neither of his devices."""
NAMING = (80, 100, 120)
WAIT_MS = 30_000
"""For what goes through the server: so much at once is slow on a busy machine."""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
NEW = {"en": "New", "fr": "Nouveaux"}
SECTION = {"en": "Ongoing discussions", "fr": "Discussions en cours"}

pytestmark = pytest.mark.deep


@dataclass
class Morning:
    """Who is there: ada and cy at desks, bo at a desk and on a phone; and what was said."""

    ada: Person
    cy: Person
    desk: Person
    phone: Person
    address: str
    language: str
    said: list[str] = field(default_factory=list)

    def say(self, person: Person, text: str) -> None:
        """Let a person write a message, as they do where they are."""
        box = composer(person.page)
        box.fill(text)
        if person is self.phone:
            person.page.locator("[data-composer] button[type=submit]").last.tap()
        else:
            box.press("Enter")
        expect(message(person.page, text)).to_be_visible(timeout=WAIT_MS)
        expect(person.page.locator(".message--unsent")).to_have_count(0, timeout=WAIT_MS)
        self.said.append(text)


def make_talk(language: str, ada: str, bo: str, cy: str) -> str:
    """Make a project of three who read this language; return the address of its topic."""
    address = make_topic(language, ada, bo)
    third = User.objects.get(email=cy)
    User.objects.filter(pk=third.pk).update(language=language)
    topic = Topic.objects.get(pk=address.rstrip("/").rpartition("/")[2])
    topic.project.circles.general().admit(third, by=User.objects.get(email=ada))
    return address


def unread_of(email: str, address: str) -> tuple[int, int]:
    """Return how much counts as unread for a person, and how many mentions wait in their inbox."""
    user = User.objects.get(email=email)
    topic = Topic.objects.get(pk=address.rstrip("/").rpartition("/")[2])
    waiting = Notice.objects.to(user).open().filter(event__startswith="message.").count()
    return sum(unread_by_circle(topic.project, user).values()), waiting


def stored(address: str) -> list[str]:
    topic = address.rstrip("/").rpartition("/")[2]
    return list(Message.objects.filter(topic__pk=topic).order_by("seq").values_list("text", flat=True))


def seen_by(person: Person, last: int) -> list[str]:
    """Return the texts of the last messages on a person's page."""
    found = person.page.locator(".stream__list .message__text").all_inner_texts()
    return [text.strip() for text in found][-last:]


def hold(person: Person, text: str) -> None:
    """Hold a message with a finger until its menu opens."""
    held = message(person.page, text)
    held.scroll_into_view_if_needed()
    box = held.locator(".message__text").bounding_box()
    assert box
    point = {"x": box["x"] + 20, "y": box["y"] + box["height"] / 2}
    touch = person.page.context.new_cdp_session(person.page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(held).to_have_class(re.compile("message--held"))
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(person.page.locator("#message-more")).to_be_visible()


@pytest.fixture
def morning(language: str, sign_in: SignIn, open_browser: OpenBrowser, deployment: Deployment) -> Morning:
    ada, desk, cy = sign_in("ada", viewport=DESK), sign_in("bo", viewport=DESK), sign_in("eve", viewport=DESK)
    address = deployment.call(make_talk, language, ada.email, desk.email, cy.email)
    phone = open_browser("bo", desk.url, viewport=PHONE, has_touch=True, is_mobile=True)
    phone.email = desk.email
    phone.come_back(deployment)
    for person in (ada, cy, desk, phone):
        person.page.context.set_default_timeout(WAIT_MS)
        enter(person, address)
    return Morning(ada, cy, desk, phone, address, language)


def react(morning: Morning) -> None:
    """Let bo react on his phone, by holding the message; ada sees it."""
    text = morning.said[-1]
    expect(message(morning.phone.page, text)).to_be_visible(timeout=WAIT_MS)
    hold(morning.phone, text)
    morning.phone.page.locator("#message-more [data-react=eye]").tap()
    expect(message(morning.ada.page, text).locator("[data-reactions] [data-number]")).to_have_text("1", timeout=WAIT_MS)
    expect(message(morning.desk.page, text).locator("[data-reactions] [aria-pressed=true]")).to_have_count(
        1, timeout=WAIT_MS
    )


def promote(morning: Morning) -> None:
    """Let cy bring the last message to the sync; it says so on every page."""
    text = morning.said[-1]
    open_menu(morning.cy.page, text, WORDS[morning.language]).get_by_text(WORDS[morning.language]["tension"]).click()
    expect(morning.cy.page.locator(".promoted")).to_be_visible(timeout=WAIT_MS)
    enter(morning.cy, morning.address)


def come_back(morning: Morning, deployment: Deployment) -> list[Person]:
    """Let bo find on his phone what he missed, read it there, and go on at his desk where he is up to date."""
    unread, waiting = deployment.call(unread_of, morning.desk.email, morning.address)
    assert (unread, waiting) == (len(AWAY), len(NAMING))
    page = morning.phone.goto(re.sub(r"chat/.*", "catch-up/", morning.address)).page
    expect(page.get_by_role("heading", name=SECTION[morning.language])).to_be_visible()
    expect(page.locator("#catch-up")).to_contain_text(str(len(AWAY)))
    page.locator("#catch-up a", has_text="Leak at farm 2").last.tap()
    expect(page.locator("[data-island=chat][data-mounted]")).to_be_visible()
    first = morning.said[AWAY.start]
    expect(page.locator(".talk__day--new + .message")).to_contain_text(first)
    expect(page.locator(".talk__day--new")).to_have_text(NEW[morning.language])
    for _ in range(200):  # by thumb, from the first new one to the last
        page.locator(".stream__list").evaluate("(list) => list.scrollBy(0, list.clientHeight * 0.8)")
        page.wait_for_timeout(150)
        if page.locator(".stream__list .message", has_text=morning.said[-1]).count():
            end = page.locator(".stream__list").evaluate("(l) => l.scrollHeight - l.scrollTop - l.clientHeight < 4")
            if end and not page.locator("[data-later]").count():
                break
    expect(page.locator(".room__count").first).to_have_text("", timeout=WAIT_MS)  # the last were on the screen a moment
    enter(morning.desk, morning.address)
    expect(morning.desk.page.locator(".talk__day--new")).to_have_count(0)
    expect(message(morning.desk.page, morning.said[-1])).to_be_visible()
    return [morning.ada, morning.cy, morning.desk, morning.phone]


def go_away(morning: Morning, deployment: Deployment) -> list[Person]:
    """Let bo shut the desk and put the phone away, up to date."""
    for person in (morning.desk, morning.phone):
        expect(message(person.page, morning.said[-1])).to_be_visible(timeout=WAIT_MS)
    expect(morning.desk.page.locator(".room__count").first).to_have_text("", timeout=WAIT_MS)
    for person in (morning.desk, morning.phone):
        person.goto("/inbox/notifications/")
    assert deployment.call(unread_of, morning.desk.email, morning.address) == (0, 0)
    return [morning.ada, morning.cy]


DONE_BETWEEN = {30: react, 50: promote}
TURNS = {AWAY.start: go_away, AWAY.stop: come_back}


@EMBEDDED_ONLY
@TOLD_IN_FRENCH
def test_a_morning_of_two_hundred_messages(morning: Morning, deployment: Deployment) -> None:
    chance = random.Random(7)
    desk, phone = morning.desk, morning.phone
    here = [morning.ada, morning.cy, desk, phone]
    begun = deployment.call(stored, morning.address)
    name = deployment.call(name_of, desk.email)

    for number in range(MESSAGES):
        if number in TURNS:
            here = TURNS[number](morning, deployment)
        speaker, to = chance.choice(here), ""
        if number in NAMING:
            speaker, to = morning.ada, f"@{name}, "
        if number % 40 == 20:
            drop(speaker.page, f"leak-{number}.jpg", a_picture(size=(300, 200)))
            expect(speaker.page.locator(".upload")).to_have_count(1)
        morning.say(speaker, f"{to}line {number}: the flange weeps at {number} bar")
        if number in DONE_BETWEEN:
            DONE_BETWEEN[number](morning)

    expected = [*begun, *morning.said]
    assert deployment.call(stored, morning.address) == expected, "each once, in the order in which it was said"
    for person in (morning.ada, morning.cy, desk, phone):
        expect(message(person.page, morning.said[-1])).to_be_visible(timeout=WAIT_MS)
        assert seen_by(person, 50) == expected[-50:], person.name
    expect(desk.page.locator(".room__count").first).to_have_text("", timeout=WAIT_MS)
    assert deployment.call(unread_of, desk.email, morning.address) == (0, 0)
