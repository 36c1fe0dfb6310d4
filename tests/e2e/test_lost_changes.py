"""A third of what a page should hear of a conversation is lost on its way, and all of it is there all the same."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.e2e.conftest import EMBEDDED_ONLY
from tests.e2e.test_talk import enter, field, make_topic, message
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

pytestmark = pytest.mark.every_commit  # it guards what people wrote, and is over soon


@EMBEDDED_ONLY
def test_what_is_lost_on_its_way_to_a_page_is_there_all_the_same(sign_in: SignIn, deployment: Deployment) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    address = deployment.call(make_topic, "en", ada.email, bo.email)
    enter(ada, address)
    sent = 0

    def lose_a_third(frame: str | bytes, forward: Callable[[str | bytes], None]) -> None:
        nonlocal sent
        sent += '"chat"' in str(frame)
        if '"chat"' not in str(frame) or sent % 3:
            forward(frame)

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda frame: lose_a_third(frame, route.send))

    bo.page.route_web_socket(re.compile("/ws/news"), between)
    enter(bo, address)
    written = [f"Bolt {number} holds" for number in range(1, 13)]
    for text in written:
        field(ada.page).fill(text)
        field(ada.page).press("Enter")
        expect(message(ada.page, text)).to_be_visible()
    texts = bo.page.locator(".message__text")
    expect(texts).to_have_text(["The lower flange weeps.", *written], timeout=10_000)
    assert sent > len(written) / 2

    # A reaction, of which no later message shows that it was lost.
    message(ada.page, "Bolt 7 holds").hover()
    message(ada.page, "Bolt 7 holds").get_by_role("button", name="Add a reaction").click()
    ada.page.locator("#react [data-react=eye]").click()
    expect(message(bo.page, "Bolt 7 holds").locator("[data-reactions] [data-number]")).to_have_text("1", timeout=10_000)
