"""On a phone one stays where one wrote what is scheduled, sees what saves an edited message, and Send is free."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import EMBEDDED_ONLY, TOLD_IN_ENGLISH
from tests.e2e.test_talk import enter, field, make_topic, message
from tests.support.browsers import OpenBrowser, Person, SignIn
from tests.support.deployments import Deployment
from tests.support.rotation import takes_turns

pytestmark = takes_turns(3, "talk on a phone")

NARROW = {"width": 360, "height": 740}
WORDS = {
    "en": {
        "later": "Send later",
        "monday": "Next Monday",
        "undo": "Undo",
        "edit": "Edit",
        "save": "Save",
        "more": "More",
    },
    "fr": {
        "later": "Envoyer plus tard",
        "monday": "Lundi prochain",
        "undo": "Annuler",
        "edit": "Modifier",
        "save": "Enregistrer",
        "more": "Plus",
    },
}
IS_FREE = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


@pytest.fixture
def phone(language: str, sign_in: SignIn, open_browser: OpenBrowser, deployment: Deployment) -> Person:
    """Ada, at a phone, in a topic in which she spoke."""
    ada, bo = sign_in("ada"), sign_in("bo")
    phone = open_browser("ada", ada.url, viewport=NARROW, has_touch=True, is_mobile=True)
    phone.email = ada.email
    phone.come_back(deployment)
    enter(phone, deployment.call(make_topic, language, ada.email, bo.email))
    return phone


@EMBEDDED_ONLY
@TOLD_IN_ENGLISH
def test_scheduling_leaves_one_in_the_conversation_and_editing_shows_save(phone: Person, language: str) -> None:
    page, words = phone.page, WORDS[language]
    here = page.url
    field(page).fill("Monday then.")
    page.get_by_role("button", name=words["later"]).tap()
    expect(page.locator("#later-day")).to_have_css("border-top-width", "1px")
    page.locator("#schedule").get_by_role("button", name=words["monday"]).tap()
    expect(page.get_by_role("button", name=words["undo"])).to_be_visible()
    expect(field(page)).to_have_value("")
    assert page.url == here
    assert page.locator("[data-composer] button[type=submit]").last.evaluate(IS_FREE)
    page.get_by_role("button", name=words["undo"]).tap()
    expect(field(page)).to_have_value("Monday then.")

    enter(phone, urlsplit(here).path)
    message(page, "The lower flange weeps.").get_by_role("button", name=words["more"], exact=True).tap()
    page.locator("#message-more").get_by_text(words["edit"], exact=True).tap()
    save = page.locator(".message--edit").get_by_role("button", name=words["save"])
    expect(save).to_be_in_viewport(ratio=1)
