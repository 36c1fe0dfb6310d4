"""A long conversation is scrolled to its beginning: what one reads stays where it is, and all of it can be found."""

import pytest
from playwright.sync_api import Page, expect

from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message
from circles.circles.workflows.project_setup import create_project
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.test_talk import enter
from tests.support.browsers import Person, SignIn
from tests.support.deployments import Deployment
from tests.support.rotation import takes_turns

pytestmark = takes_turns(3, "long talk")

MESSAGES = 160
LONG = " The flange weeps at eighty degrees, and the gasket that we ordered is for another one." * 2
# What the stretches far from the screen take, beside what they take when they are all drawn.
HEIGHTS = """() => {
  const stretches = [...document.querySelectorAll(".stretch")];
  const heights = () => stretches.map((one) => Math.round(one.getBoundingClientRect().height));
  const resting = heights();
  for (const one of stretches) one.style.contentVisibility = "visible";
  const drawn = heights();
  for (const one of stretches) one.style.contentVisibility = "";
  return [resting, drawn];
}"""
MEASURED_ANEW = """(before) => {
  const stretches = [...document.querySelectorAll(".stretch--measured")];
  return stretches.length === 3 && stretches[1].style.containIntrinsicBlockSize !== `auto ${before}px`;
}"""
AT_REST = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def make_long_topic(email: str) -> str:
    """Make a topic of many messages, all of which their author has read; return its address."""
    ada = User.objects.get(email=email)
    topic = open_topic(Room.of(create_project("Pump", by=ada, language="en").circles.general()), "Leak", by=ada)
    for number in range(MESSAGES):
        post_message(topic, f"Reading {number}.{LONG if number % 3 else ''}", by=ada)
    return topic.get_absolute_url()


def scroll_to_the_first(page: Page) -> None:
    """Turn the wheel until nothing earlier is left."""
    page.locator(".stream__list").hover()
    while page.locator(".stream__list > [data-earlier]").count():
        page.mouse.wheel(0, -900)
        page.evaluate(AT_REST)
    expect(page.locator("#m-1")).to_be_attached()


@pytest.fixture
def ada(sign_in: SignIn, deployment: Deployment) -> Person:
    """Ada, at the end of a long topic."""
    ada = sign_in("ada")
    enter(ada, deployment.call(make_long_topic, ada.email))
    return ada


@EMBEDDED_ONLY
def test_what_is_far_from_the_screen_takes_its_room_and_is_found(ada: Person) -> None:
    page = ada.page
    scroll_to_the_first(page)
    resting, drawn = page.evaluate(HEIGHTS)
    assert len(resting) == 3
    assert resting == drawn
    assert page.evaluate(f"find('Reading {MESSAGES - 60}.') && String(getSelection())") == f"Reading {MESSAGES - 60}."
    page.set_viewport_size({"width": 420, "height": 700})
    page.wait_for_function(MEASURED_ANEW, arg=drawn[1])
    resting, narrower = page.evaluate(HEIGHTS)
    assert resting == narrower != drawn


@EMBEDDED_ONLY
def test_what_one_reads_stays_while_earlier_messages_come_in(ada: Person) -> None:
    page = ada.page
    shown = page.locator(".stream__list [data-seq]")
    here = page.locator(f"#m-{shown.nth(1).get_attribute('data-seq')}")  # the first joins what comes in above it
    shown.first.scroll_into_view_if_needed()
    box = here.bounding_box()
    expect(page.locator(".stretch")).to_have_count(1)
    page.evaluate(AT_REST)
    assert here.bounding_box() == box
