"""What one finds behind `/` that reaches beyond the text: a date, emoji, a comment, a page beneath this one."""

import re

from playwright.sync_api import expect

from circles.circles.workflows.project_setup import create_project
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.e2e.conftest import EMBEDDED_ONLY
from tests.support.browsers import SignIn
from tests.support.deployments import Deployment


def make_document(email: str) -> str:
    ada = User.objects.get(email=email)
    return Document.create(create_project("Pump", by=ada).circles.general(), "Wear test", by=ada).get_absolute_url()


@EMBEDDED_ONLY
def test_a_date_emoji_a_comment_and_a_page_are_behind_the_slash(sign_in: SignIn, deployment: Deployment) -> None:
    ada = sign_in("ada")
    page = ada.goto(deployment.call(make_document, ada.email)).page
    text, keys = page.locator(".ProseMirror[contenteditable=true]"), page.keyboard
    text.click()
    keys.type("On /date")
    keys.press("Enter")
    expect(text).to_have_text(re.compile(r"^On [A-Z][a-z]+ \d{1,2}, 20\d\d$"))
    keys.type(" it holds /emoji")
    keys.press("Enter")
    expect(page.get_by_role("option").first).to_be_visible()
    keys.type("droplet")
    expect(page.get_by_role("option", name="droplet").first).to_be_visible()
    keys.press("Enter")
    expect(text).to_contain_text("💧")
    keys.type("/nosuchthing")
    expect(page.get_by_text("Nothing called “nosuchthing”")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_text("Nothing called “nosuchthing”")).to_be_hidden()
    expect(text).to_contain_text("/nosuchthing")
    keys.type(" /comment")
    keys.press("Enter")
    note = page.locator(".note--new textarea")
    expect(note).to_be_focused()
    text.click()
    keys.press("Control+End")
    keys.type(" /page")
    with page.expect_popup() as opened:
        keys.press("Enter")
    expect(opened.value.get_by_text("It stands below “Wear test”.")).to_be_visible()
