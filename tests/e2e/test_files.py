"""A picture is dropped into a conversation, the connection is lost on the way, and another person sees it."""

import base64
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic
from circles.circles.workflows.project_setup import create_project
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.foundation.files.sending import a_picture
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment

DROP = """([box, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  for (const event of ["dragenter", "dragover", "drop"])
    box.dispatchEvent(new DragEvent(event, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def make_topic(*emails: str) -> str:
    """Make a topic of a project in which both are; return its address."""
    ada, bo = (User.objects.get(email=email) for email in emails)
    general = create_project("Pump", by=ada).circles.general()
    general.admit(bo, by=ada)
    return open_topic(Room.of(general), "Leak at farm 2", by=ada).get_absolute_url()


def drop(page: Page, name: str, data: bytes, *, on: str = "[data-composer]", kind: str = "image/jpeg") -> None:
    """Drop a file on the composer, or elsewhere."""
    box = page.locator(on).element_handle()
    page.evaluate(DROP, [box, name, kind, base64.b64encode(data).decode()])


@EMBEDDED_ONLY
def test_a_dropped_picture_survives_a_cut_and_is_seen_at_once(
    sign_in: SignIn, deployment: Deployment, tmp_path: Path
) -> None:
    ada, bo = sign_in("ada"), sign_in("bo")
    address = deployment.call(make_topic, ada.email, bo.email)
    page, other = ada.goto(address).page, bo.goto(address).page
    expect(page.locator("[data-island=chat][data-mounted]")).to_be_visible()
    ada.expect_error("Failed to load resource")
    cut = []

    def lose_one(route: Route) -> None:
        cut.append(route.request.url)
        route.abort()

    page.route("**/api/v1/uploads/*", lose_one, times=1)
    drop(page, "leak.jpg", a_picture(size=(1200, 800)))
    expect(page.locator(".upload__state")).to_have_text("Ready")
    assert cut, "the first piece was lost"
    page.get_by_role("textbox", name="Write to Leak at farm 2").fill("It weeps here.")
    page.get_by_role("button", name="Send", exact=True).click()
    picture = other.locator(".message", has_text="It weeps here.").locator(".picture img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 640)
    expect(page.locator(".upload")).to_have_count(0)
